import type { NotCompared, OutcomeChange, SnapshotDiff, Which } from '../../core/diff/types.ts'
import type { Outcome, YesNoOff } from '../../core/report.ts'
import { outcomeWords } from '../outcome-words.ts'
import { plural } from '../layout.ts'

/** What the two snapshots are called. */
export type Names = Readonly<Record<Which, string>>

const ANSWER: Readonly<Record<YesNoOff, string>> = { yes: 'yes', no: 'NO', unknown: 'unknown', off: 'off' }

/** What changes for those who open sessions on a node. */
export const outcomeChangeWords = ({ before, after, turns }: OutcomeChange): string => {
  if (!after) return 'is no longer judged'
  if (!before) return `is judged now: ${standing(after)}`
  const turned = turns.map(({ aspect, before, after }) => `${aspect}: ${ANSWER[before]} → ${ANSWER[after]}`)
  const sees =
    after.userSees !== null && after.userSees !== before.userSees ? [`the user sees: ${after.userSees}`] : []
  return turned.length + sees.length > 0 ? [...turned, ...sees].join(', ') : 'the user sees no text any more'
}

/** The same with the node's own id taken out of it. */
export const outcomeChangeOnAny = (change: OutcomeChange): string =>
  outcomeChangeWords(change).replaceAll(change.node, '<the node>')

const standing = (outcome: Outcome): string => {
  const { connect, recorded, encrypted } = outcomeWords(outcome)
  if (connect === 'NO')
    return `can connect: NO${outcome.userSees === null ? '' : `, the user sees: ${outcome.userSees}`}`
  return `can connect: ${connect}, recorded: ${recorded}, encrypted: ${encrypted}`
}

/** What the snapshots are, of which accounts and Regions, and when they were taken. */
export const placeLines = ({ scopes, onlyIn }: SnapshotDiff, names: Names): readonly string[] => {
  const held = scopes.map(({ scope, takenBefore }) =>
    [
      `account ${scope.accountId}`,
      scope.region,
      `${minute(takenBefore)} → ${minute(scope.takenAt)} UTC`,
    ].join('   '),
  )
  const alone = (['before', 'after'] as const).flatMap(which =>
    onlyIn[which].map(({ accountId, region }) => `only in ${names[which]}: account ${accountId}, ${region}`),
  )
  const none = scopes.length === 0 ? ['no account and Region is in both'] : []
  return [`${names.before} → ${names.after}`, ...held, ...none, ...alone]
}

const minute = (time: string): string => time.slice(0, 16).replace('T', ' ')

/** Why something was not compared. */
export const notComparedWords = ({ unknownIn, reason, actions }: NotCompared, names: Names): string => {
  const where = unknownIn === 'both' ? 'in both' : `in ${names[unknownIn]}`
  const needs = actions.length > 0 ? `; needs ${actions.join(', ')}` : ''
  return `unknown ${where}: ${reason}${needs}`
}

/** The last line: whether the snapshots say the same, and how much differs. */
export const summaryWords = (diff: SnapshotDiff): string => {
  const { records, outcomes, findings, notCompared, onlyIn, scopes } = diff
  const unlike = [
    ...count(onlyIn.before.length + onlyIn.after.length, 'Region of one alone', 'Regions of one alone'),
    ...count(records.length, 'record'),
    ...count(outcomes.length, 'node with another outcome', 'nodes with another outcome'),
    ...count(findings.new.length, 'finding new', 'findings new'),
    ...count(findings.gone.length, 'finding gone', 'findings gone'),
    ...count(findings.changed.length, 'finding changed', 'findings changed'),
  ]
  const open = notCompared.length > 0 ? `; ${plural(notCompared.length, 'thing')} could not be compared` : ''
  if (unlike.length > 0) return `the snapshots differ: ${unlike.join(', ')}${open}`
  return `the snapshots say the same of ${plural(scopes.length, 'Region')}${open}`
}

const count = (number: number, one: string, many = `${one}s`): readonly string[] =>
  number > 0 ? [plural(number, one, many)] : []
