import { audit } from '../audit/audit.ts'
import { applyChange } from '../changes/specs.ts'
import type { Change } from '../changes/change.ts'
import { SEVERITIES, type AnyCheck } from '../check.ts'
import { turnsOf } from '../outcome/goodness.ts'
import type { Audit, Finding, Outcome, Report } from '../report.ts'
import type { World } from '../snapshot.ts'
import { preferenceBreaks } from './preference-breaks.ts'
import { worsePaths } from './worse-paths.ts'
import { counts } from '../audit/summary.ts'
import { WAIVERS } from '../audit/waivers.ts'

/** What changes do to an audit. */
export interface Proof {
  readonly fixes: readonly string[]
  readonly leaves: readonly string[]
  readonly breaks: readonly string[]
  readonly uncovers: readonly string[]
  /** The findings among what gets worse. */
  readonly worse: readonly Finding[]
  readonly after: Audit
}

/** Carries changes out on worlds in memory, audits again with all checks, and compares findings, outcomes and paths. */
export const prove = (
  worlds: readonly World[],
  changes: readonly Change[],
  checks: readonly AnyCheck[],
  before: Report,
): Proof => {
  const changed = worlds.map(world => changes.reduce(applyChange, world))
  const after = audit(changed, checks)
  const left = new Set(after.findings.map(finding => finding.fingerprint))
  const roots = before.findings.filter(counts).map(finding => finding.fingerprint)
  const found = newFindings(before, after, checks)
  return {
    fixes: roots.filter(print => !left.has(print)),
    leaves: roots.filter(print => left.has(print)),
    breaks: [
      ...found.broken.map(told),
      ...worlds.flatMap((world, at) => preferenceBreaks(world, changed[at] ?? world)),
      ...worseOutcomes(before.outcomes, after.outcomes),
      ...worsePaths(before.paths, after.paths),
    ],
    uncovers: found.uncovered.map(told),
    worse: found.broken,
    after,
  }
}

const told = ({ check, message }: Finding): string => `${check}: ${message}`

/** A waiver that covers nothing any more, since what it covered was repaired with the rest, is no harm. */
const waiverChecks = (checks: readonly AnyCheck[]): ReadonlySet<string> =>
  new Set(checks.filter(({ each }) => each === WAIVERS).map(({ id }) => id))

interface NewFindings {
  readonly broken: readonly Finding[]
  readonly uncovered: readonly Finding[]
}

const newFindings = (before: Report, after: Report, checks: readonly AnyCheck[]): NewFindings => {
  const known = new Map(before.findings.map(finding => [finding.fingerprint, finding]))
  const isUncovered = uncoveredBy(before, after, checks)
  const harmless = waiverChecks(checks)
  const worse = after.findings.filter(finding => {
    if (harmless.has(finding.check)) return false
    const was = known.get(finding.fingerprint)
    // A note is nothing wrong: that a group has a key which the preferences do not ask for, say.
    if (finding.verdict !== 'fail' || finding.severity === 'info') return false
    return isWorse(was, known.get(was?.causedBy ?? ''), finding)
  })
  const uncovered = worse.filter(finding => !known.has(finding.fingerprint) && isUncovered(finding))
  return { broken: worse.filter(finding => !uncovered.includes(finding)), uncovered }
}

/**
 * What a repaired cause had hidden is told next time and breaks nothing: a log group that is created has no retention,
 * which nobody could see while it was missing; a check that tells the first obstacle of a role meets the next one. It
 * must be no worse than what hid it.
 */
const uncoveredBy = (
  before: Report,
  after: Report,
  checks: readonly AnyCheck[],
): ((finding: Finding) => boolean) => {
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint))
  const gone = before.findings.filter(one => one.verdict === 'fail' && !left.has(one.fingerprint))
  const causesOf = new Map(checks.map(({ id, after: causes = [] }) => [id, causes]))
  const isCause = (one: Finding, { check }: Finding): boolean =>
    causesOf.get(check)?.includes(one.check) === true || one.check === check
  return finding =>
    gone.some(one => isCause(one, finding) && isOfSame(one, finding) && rank(finding) >= rank(one))
}

const isOfSame = (one: Finding, other: Finding): boolean =>
  one.region === other.region &&
  one.subject.kind === other.subject.kind &&
  one.subject.id === other.subject.id

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
