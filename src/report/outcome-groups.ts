import type { Outcome } from '../core/report.ts'
import { someOf } from './layout.ts'
import { outcomeWords, type OutcomeWords } from './outcome-words.ts'

/** Nodes for which a session would do the same. */
export interface OutcomeGroup {
  readonly words: OutcomeWords
  readonly outcomes: readonly Outcome[]
}

/** More equal nodes than this share one line. */
const ALONE = 4
const NAMED = 2

/**
 * Outcomes in the order worst first; each alone where `apart` asks for it. Else equal ones stand together by their
 * role where they are many, and what is left of them together where that is many.
 */
export const outcomeGroups = (outcomes: readonly Outcome[], apart: boolean): readonly OutcomeGroup[] => {
  const byRole = groupBy(outcomes, outcome => JSON.stringify([keyOf(outcome), outcome.role]))
  const large = apart ? [] : byRole.filter(isMany)
  const told = new Set(large.flat())
  const rest = outcomes.filter(outcome => !told.has(outcome))
  return [
    ...large,
    ...groupBy(rest, keyOf).flatMap(group => (apart || !isMany(group) ? single(group) : [group])),
  ]
    .map(groupOf)
    .toSorted((a, b) => badness(a) - badness(b))
}

const isMany = (group: readonly Outcome[]): boolean => group.length > ALONE

const single = (group: readonly Outcome[]): readonly (readonly Outcome[])[] => group.map(one => [one])

const groupBy = (
  outcomes: readonly Outcome[],
  keyOf: (outcome: Outcome) => string,
): readonly (readonly Outcome[])[] => {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const key = keyOf(outcome)
    const group = groups.get(key) ?? []
    group.push(outcome)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const keyOf = (outcome: Outcome): string => {
  const { accountId, region, canConnect, recorded, encrypted } = outcome
  return JSON.stringify([accountId, region, canConnect, recorded, encrypted, seenOnAny(outcome)])
}

/** The text that the user meets with the node's own id taken out of it. */
const seenOnAny = ({ userSees, node }: Outcome): string => (userSees ?? '').replaceAll(node, '<the node>')

const groupOf = (outcomes: readonly Outcome[]): OutcomeGroup => {
  const [first] = outcomes
  const words = outcomeWords(first as Outcome)
  if (outcomes.length === 1) return { words, outcomes }
  const names = outcomes.map(({ node, name }) => (name === undefined ? node : `${node} ${name}`))
  const node = `${outcomes.length} nodes${ofRoles(outcomes)}: ${someOf(names, NAMED)}`
  return { words: { ...words, sees: seenOnAny(first as Outcome), node }, outcomes }
}

const ofRoles = (outcomes: readonly Outcome[]): string => {
  const roles = [...new Set(outcomes.map(({ role }) => role))]
  if (roles.length > 1) return ` of ${roles.length} roles`
  return roles[0] === undefined ? '' : ` of role ${roles[0]}`
}

const RANK = { no: 0, unknown: 1, off: 2, yes: 3 } as const

const badness = ({ outcomes: [outcome] }: OutcomeGroup): number => {
  if (!outcome) return 0
  const { canConnect, recorded, encrypted } = outcome
  const rest = Math.min(RANK[recorded.cloudwatch], RANK[recorded.s3]) * 4 + RANK[encrypted]
  return RANK[canConnect] * 16 + rest
}
