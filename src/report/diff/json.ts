import type { FindingChange, OutcomeChange, SnapshotDiff, Which } from '../../core/diff/types.ts'
import type { Outcome } from '../../core/report.ts'
import type { Scope } from '../../core/snapshot.ts'
import { findingOf, jsonText, outcomeOf, type ReportMeta } from '../json.ts'
import type { Names } from './words.ts'

/** The differences of two snapshots as JSON by the schema that ships with the package. */
export const renderDiffJson = (
  diff: SnapshotDiff,
  {
    tool,
    generatedAt,
    durationMs,
    names,
    same,
  }: ReportMeta & { readonly names: Names; readonly same: boolean },
): string =>
  jsonText({
    schemaVersion: 1,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    durationMs: Math.round(durationMs),
    same,
    before: sideOf('before', names, diff),
    after: sideOf('after', names, diff),
    scopes: diff.scopes.map(({ scope, takenBefore }) => ({
      accountId: scope.accountId,
      region: scope.region,
      takenAt: { before: takenBefore, after: scope.takenAt },
    })),
    records: diff.records.map(({ accountId, region, kind, id, name, in: where, fields }) => ({
      accountId,
      region,
      kind,
      id,
      name,
      in: where,
      fields: fields.map(({ field, before, after }) => ({ field, before, after })),
    })),
    outcomes: diff.outcomes.map(outcomeChange),
    findings: {
      new: diff.findings.new.map(findingChange),
      gone: diff.findings.gone.map(findingChange),
      changed: diff.findings.changed.map(({ before, after }) => ({
        before: findingOf(before),
        after: findingOf(after),
      })),
    },
    notCompared: diff.notCompared.map(
      ({ accountId, region, kind, id, unknownIn, reason, actions, foreign }) => ({
        accountId,
        region,
        kind,
        id,
        unknownIn,
        reason,
        actions,
        foreign,
      }),
    ),
  })

const sideOf = (which: Which, names: Names, { onlyIn }: SnapshotDiff) => ({
  file: names[which],
  onlyHere: onlyIn[which].map(({ accountId, region, takenAt }: Scope) => ({ accountId, region, takenAt })),
})

const outcomeChange = ({ accountId, region, node, name, before, after, turns }: OutcomeChange) => ({
  accountId,
  region,
  node,
  name,
  turn: turnOf(turns),
  before: answersOf(before),
  after: answersOf(after),
})

/** Whether a session does better on the node, or worse. */
const turnOf = (turns: OutcomeChange['turns']): 'better' | 'worse' | 'mixed' | 'other' => {
  const [up, down] = [turns.some(({ gain }) => gain > 0), turns.some(({ gain }) => gain < 0)]
  if (up && down) return 'mixed'
  return up ? 'better' : down ? 'worse' : 'other'
}

const answersOf = (outcome: Outcome | undefined) => {
  if (!outcome) return null
  const { canConnect, recorded, encrypted, userSees, causes } = outcomeOf(outcome)
  return { canConnect, recorded, encrypted, userSees, causes }
}

const findingChange = ({ finding, unsure }: FindingChange) => ({ finding: findingOf(finding), unsure })
