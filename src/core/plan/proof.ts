import { audit } from '../audit/audit.ts'
import { applyChange } from '../changes/specs.ts'
import type { Change } from '../changes/change.ts'
import { SEVERITIES, type AnyCheck } from '../check.ts'
import { turnsOf } from '../outcome/goodness.ts'
import type { Audit, Finding, Outcome, Report } from '../report.ts'
import type { World } from '../snapshot.ts'
import { worsePaths } from './worse-paths.ts'
import { counts } from '../audit/summary.ts'

/** What changes do to an audit. */
export interface Proof {
  readonly fixes: readonly string[]
  readonly leaves: readonly string[]
  readonly breaks: readonly string[]
  readonly after: Audit
}

/** Carries changes out on worlds in memory, audits again with all checks, and compares findings, outcomes and paths. */
export const prove = (
  worlds: readonly World[],
  changes: readonly Change[],
  checks: readonly AnyCheck[],
  before: Report,
): Proof => {
  const after = audit(
    worlds.map(world => changes.reduce(applyChange, world)),
    checks,
  )
  const left = new Set(after.findings.map(finding => finding.fingerprint))
  const roots = before.findings.filter(counts).map(finding => finding.fingerprint)
  return {
    fixes: roots.filter(print => !left.has(print)),
    leaves: roots.filter(print => left.has(print)),
    breaks: [
      ...newFindings(before, after, checks),
      ...worseOutcomes(before.outcomes, after.outcomes),
      ...worsePaths(before.paths, after.paths),
    ],
    after,
  }
}

const newFindings = (before: Report, after: Report, checks: readonly AnyCheck[]): string[] => {
  const known = new Map(before.findings.map(finding => [finding.fingerprint, finding]))
  const isUncovered = uncoveredBy(before, after, checks)
  return after.findings
    .filter(finding => {
      const was = known.get(finding.fingerprint)
      if (finding.verdict !== 'fail' || !isWorse(was, known.get(was?.causedBy ?? ''), finding)) return false
      return was !== undefined || !isUncovered(finding)
    })
    .map(finding => `${finding.check}: ${finding.message}`)
}

/**
 * What a repaired cause had hidden is told next time and breaks nothing: a log group that is created has no retention,
 * which nobody could see while it was missing. It must be no worse than the cause was.
 */
const uncoveredBy = (
  before: Report,
  after: Report,
  checks: readonly AnyCheck[],
): ((finding: Finding) => boolean) => {
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint))
  const gone = before.findings.filter(one => one.verdict === 'fail' && !left.has(one.fingerprint))
  const causesOf = new Map(checks.map(({ id, after: causes = [] }) => [id, causes]))
  return finding =>
    gone.some(
      cause =>
        causesOf.get(finding.check)?.includes(cause.check) === true &&
        cause.region === finding.region &&
        cause.subject.kind === finding.subject.kind &&
        cause.subject.id === finding.subject.id &&
        rank(finding) >= rank(cause),
    )
}

/** What was folded under a cause had lent it its severity, and stands for itself once that cause is gone. */
const isWorse = (before: Finding | undefined, cause: Finding | undefined, after: Finding): boolean =>
  !before || before.verdict === 'unknown' || rank(after) < Math.min(rank(before), rank(cause ?? before))

const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)

const worseOutcomes = (before: readonly Outcome[], after: readonly Outcome[]): string[] => {
  const now = new Map(after.map(outcome => [keyOf(outcome), outcome]))
  return before.flatMap(was => {
    const is = now.get(keyOf(was))
    return is ? comparisons(was, is).map(what => `${was.node}: ${what}`) : [`${was.node}: no longer judged`]
  })
}

const keyOf = ({ accountId, region, node }: Outcome): string => `${accountId} ${region} ${node}`

const comparisons = (was: Outcome, is: Outcome): string[] =>
  turnsOf(was, is)
    .filter(({ gain }) => gain < 0)
    .map(({ aspect, before, after }) => `${aspect} turns from ${before} to ${after}`)
