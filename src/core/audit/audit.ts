import { Unreadable, type KindView } from '../access.ts'
import type { AnyCheck, Problem } from '../check.ts'
import { unmatchedOperators } from '../derive/operators.ts'
import { findingOf } from './finding.ts'
import { byWeight } from './by-weight.ts'
import { fold, type Raised } from './fold.ts'
import type { Kind } from '../kinds.ts'
import { outcomesOf } from '../outcome/outcome.ts'
import type { Audit, CheckResult, CheckStatus, ScopedGap } from '../report.ts'
import { OPTIONAL_KINDS } from '../records.ts'
import { recordsAsked, type Gap, type Scope, type World } from '../snapshot.ts'
import { hasNoNode } from './no-node.ts'
import { reportedPaths } from './reported-paths.ts'
import { oncePerAccount } from './once-per-account.ts'
import { baselineUse } from './baseline.ts'
import { NOT_ASKED, summarise } from './summary.ts'
import { WAIVERS, worldsOfWaivers } from './waivers.ts'
import { recordsFor, viewOf } from '../views.ts'
import { collectedKinds, kindsOf } from './wanted.ts'

/** How one check fared in one world. */
interface Tally {
  readonly raised: readonly Raised[]
  readonly subjects: number
  readonly statuses: ReadonlySet<CheckStatus>
  readonly reason?: string
}

/**
 * Runs checks over worlds.
 * @param worlds one per account and Region
 * @param checks the selected checks; each runs once per subject
 * @param onRead hears which kinds a check really read (for the test of a check's `needs`)
 * @returns findings with consequences folded, outcomes of the judged nodes, the checks' results and the gaps
 */
export const audit = (worlds: readonly World[], checks: readonly AnyCheck[], onRead?: OnRead): Audit => {
  const tallies = talliesOf(worlds, checks, onRead)
  const raised = oncePerAccount(tallies.flat().flatMap(tally => tally.raised))
  const findings = fold(raised).toSorted(byWeight)
  const results = resultsOf(checks, tallies)
  const baseline = baselineUse(worlds, findings, results)
  return {
    scopes: worlds.map(scopeOf),
    summary: summarise(findings, results),
    outcomes: worlds.flatMap(world => outcomesOf(world, findings)),
    findings,
    checks: results,
    gaps: worlds.flatMap(scopedGaps),
    paths: worlds.flatMap(reportedPaths),
    ...(baseline && { baseline }),
    fixes: new Map(raised.map(({ finding, fix }) => [finding.fingerprint, fix])),
  }
}

/** A scope, with what of the config meets nothing in it. */
const scopeOf = (world: World): Scope => {
  const { scope } = world
  const notes = unmatchedOperators(world).map(
    pattern => `operator ${pattern} of the config names no role or user of account ${scope.accountId}`,
  )
  return notes.length > 0 ? { ...scope, notes: [...scope.notes, ...notes] } : scope
}

type OnRead = (check: string, kind: Kind) => void

/** Every check in every world; those on waivers once all others have said what they found, once per account. */
const talliesOf = (
  worlds: readonly World[],
  checks: readonly AnyCheck[],
  onRead: OnRead | undefined,
): readonly (readonly Tally[])[] => {
  const isLast = ({ each }: AnyCheck): boolean => each === WAIVERS
  const run = (own: readonly World[]) => (check: AnyCheck) => own.map(world => runCheck(world, check, onRead))
  const first = checks.map(check => (isLast(check) ? [] : run(worlds)(check)))
  if (!checks.some(isLast)) return first
  const found = first.flat().flatMap(({ raised }) => raised.map(({ finding }) => finding))
  const last = worldsOfWaivers(worlds, found, resultsOf(checks, first))
  return checks.map((check, at) => (isLast(check) ? run(last)(check) : (first[at] ?? [])))
}

const resultsOf = (
  checks: readonly AnyCheck[],
  tallies: readonly (readonly Tally[])[],
): readonly CheckResult[] => checks.map((check, at) => resultOf(check.id, tallies[at] ?? []))

const scopedGaps = ({ scope, gaps }: World): ScopedGap[] =>
  gaps.map(gap => ({ accountId: scope.accountId, region: scope.region, ...gap }))

const runCheck = (world: World, check: AnyCheck, onRead: OnRead = () => {}): Tally => {
  if (isUnasked(world, check)) return UNASKED
  const view = isIdle(world, check) ? NOTHING : viewOf(world, check.each)
  const gap = firstGap(world, check)
  if (view.whole)
    return { raised: [], subjects: 0, statuses: new Set(['unknown']), reason: reasonOf(view.whole) }
  const records = recordsFor(world, check.needs, kind => onRead(check.id, kind))
  const runs = Object.entries(view.records).map(([id, subject]) => runOn(world, check, id, subject, records))
  const statuses = new Set(runs.flatMap(run => [...run.statuses]))
  if (view.missing.size > 0 || (gap && runs.length > 0)) statuses.add('unknown')
  if (gap && runs.length === 0) statuses.add('unknown')
  const reason = runs.find(run => run.reason !== undefined)?.reason ?? (gap && reasonOf(gap))
  return {
    raised: runs.flatMap(run => run.raised),
    subjects: runs.length + view.missing.size,
    statuses,
    ...(reason !== undefined && { reason }),
  }
}

/** What runs on a kind that nobody asked for, or on waivers where there are none. */
const isUnasked = (world: World, { each }: AnyCheck): boolean =>
  each === WAIVERS
    ? (world.standings ?? []).length === 0
    : OPTIONAL_KINDS.has(each) && !recordsAsked(world, each)

const NOTHING: KindView = { records: {}, missing: new Map() }

/** What only nodes would use is not judged where there is none: old preferences name what is long gone. */
const isIdle = (world: World, { each }: AnyCheck): boolean => DESTINATIONS.has(each) && hasNoNode(world)

const DESTINATIONS: ReadonlySet<Kind> = new Set(['logDestinations', 's3Destinations', 'sessionKeys'])

const UNASKED: Tally = { raised: [], subjects: 0, statuses: new Set(), reason: NOT_ASKED }

/** A check is healthy only if every read that it needs succeeded, whether or not its decision would have used it. */
const firstGap = (world: World, check: AnyCheck): Gap | undefined => {
  const kinds = [...new Set(kindsOf(check).flatMap(collectedKinds))].filter(
    kind => !OPTIONAL_KINDS.has(kind) || recordsAsked(world, kind),
  )
  const gaps = kinds.flatMap(kind => {
    const { whole, missing } = viewOf(world, kind)
    return whole ? [whole] : [...missing.values()].slice(0, 1)
  })
  return gaps[0]
}

const reasonOf = ({ kind, id, reason, actions }: Gap): string =>
  `${kind}${id === undefined ? '' : ` ${id}`}: ${reason}${actions.length > 0 ? ` (needs ${actions.join(', ')})` : ''}`

const runOn = (world: World, check: AnyCheck, id: string, subject: unknown, records: unknown): Tally => {
  try {
    const problems = listOf(check.run(subject as never, records as never, world.scope))
    const raised = problems.map(problem => raise(world, check, id, subject, problem))
    return {
      raised,
      subjects: 1,
      statuses: new Set(raised.map(statusOf).concat(raised.length ? [] : ['healthy'])),
    }
  } catch (error) {
    return { raised: [], subjects: 1, ...stopped(error, id) }
  }
}

const raise = (world: World, check: AnyCheck, id: string, subject: unknown, problem: Problem): Raised => {
  const finding = findingOf(world, check, id, subject, problem)
  return {
    finding,
    after: check.after ?? [],
    because: problem.because ?? [],
    ...(problem.stoppedBy !== undefined && { stoppedBy: problem.stoppedBy }),
    fix: finding.remediation.fixable ? (problem.fix ?? []) : [],
  }
}

const listOf = (problems: Problem | readonly Problem[] | undefined): readonly Problem[] =>
  problems === undefined ? [] : 'message' in problems ? [problems] : problems

const statusOf = ({ finding }: Raised): CheckStatus => (finding.verdict === 'fail' ? 'failed' : 'unknown')

const stopped = (error: unknown, id: string): Pick<Tally, 'statuses' | 'reason'> => {
  if (error instanceof Unreadable) return { statuses: new Set(['unknown']), reason: reasonOf(error.gap) }
  const text = error instanceof Error ? error.message : String(error)
  return { statuses: new Set(['crashed']), reason: `${id}: ${text}` }
}

const WORST_FIRST = ['crashed', 'failed', 'unknown', 'healthy'] as const

const resultOf = (id: string, tallies: readonly Tally[]): CheckResult => {
  const statuses = new Set(tallies.flatMap(tally => [...tally.statuses]))
  const status = WORST_FIRST.find(one => statuses.has(one)) ?? 'skipped'
  const told = tallies.find(tally => tally.reason !== undefined)?.reason
  const reason = status === 'skipped' ? (told ?? 'nothing to judge') : told
  const subjects = tallies.reduce((sum, tally) => sum + tally.subjects, 0)
  return { id, status, subjects, ...(reason !== undefined && { reason }) }
}
