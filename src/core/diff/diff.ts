import { audit } from '../audit/audit.ts'
import type { AnyCheck } from '../check.ts'
import { GLOBAL_KINDS, REGIONAL_KINDS } from '../records.ts'
import { recordsAsked, type Scope, type Snapshot, type World, type WorldRecords } from '../snapshot.ts'
import { findingChanges } from './finding-changes.ts'
import { outcomeChanges } from './outcome-changes.ts'
import { recordChanges, type Pair } from './record-changes.ts'
import type { SnapshotDiff } from './types.ts'

/**
 * Compares two snapshots in meaning: policies as sets of statements, rules of security groups as sets, preferences as the
 * agent reads them, keys by their ARNs; numbers of versions, times and order say nothing. Places that both hold are
 * compared; what one alone holds is told.
 * @param checks what both are audited with, over what both of them asked for
 */
export const diffSnapshots = (
  before: Snapshot,
  after: Snapshot,
  checks: readonly AnyCheck[],
): SnapshotDiff => {
  const pairs = pairsOf(before.worlds, after.worlds)
  const found = [...pairs.map(regionalPair), ...globalPairs(before.worlds, after.worlds)].map(recordChanges)
  const was = audit(
    pairs.map(([old, now]) => askedBy(old, now)),
    checks,
  )
  const is = audit(
    pairs.map(([old, now]) => askedBy(now, old)),
    checks,
  )
  return {
    scopes: pairs.map(([old, now]) => ({ scope: now.scope, takenBefore: old.scope.takenAt })),
    onlyIn: {
      before: withoutPartner(before.worlds, after.worlds),
      after: withoutPartner(after.worlds, before.worlds),
    },
    records: found.flatMap(({ records }) => records),
    outcomes: outcomeChanges(was.outcomes, is.outcomes),
    findings: findingChanges(was, is, checks),
    notCompared: found.flatMap(({ notCompared }) => notCompared),
  }
}

type WorldPair = readonly [World, World]

const placeOf = ({ scope }: World): string => `${scope.accountId} ${scope.region}`

const pairsOf = (before: readonly World[], after: readonly World[]): readonly WorldPair[] => {
  const known = new Map(after.map(world => [placeOf(world), world]))
  return before.flatMap(old => {
    const now = known.get(placeOf(old))
    return now ? [[old, now] as const] : []
  })
}

const withoutPartner = (worlds: readonly World[], others: readonly World[]): readonly Scope[] => {
  const known = new Set(others.map(placeOf))
  return worlds.filter(world => !known.has(placeOf(world))).map(({ scope }) => scope)
}

const regionalPair = ([before, after]: WorldPair): Pair => ({
  accountId: after.scope.accountId,
  region: after.scope.region,
  kinds: REGIONAL_KINDS,
  before,
  after,
})

/** What is global in the accounts that both hold, whichever Regions they looked at. */
const globalPairs = (before: readonly World[], after: readonly World[]): readonly Pair[] => {
  const accounts = [...new Set(before.map(({ scope }) => scope.accountId))]
  return accounts.flatMap(accountId => {
    const [was, is] = [before, after].map(all =>
      together(all.filter(({ scope }) => scope.accountId === accountId)),
    )
    return was && is ? [{ accountId, region: 'global', kinds: GLOBAL_KINDS, before: was, after: is }] : []
  })
}

/** What the worlds of an account hold of what is global; its keys too, by which buckets name theirs. */
const together = (worlds: readonly World[]): World | undefined => {
  const [first] = worlds
  if (!first) return undefined
  const kinds = [...GLOBAL_KINDS, 'keys'] as const
  const records: WorldRecords = Object.fromEntries(
    kinds
      .filter(kind => worlds.some(world => world.records[kind]))
      .map(kind => [kind, Object.assign({}, ...worlds.map(world => world.records[kind]))]),
  )
  return { scope: first.scope, records, gaps: worlds.flatMap(({ gaps }) => gaps) }
}

/**
 * A world with the kinds alone that another asked for as well: what only one looked at would seem to have come or gone.
 */
const askedBy = (world: World, other: World): World => {
  const isAsked = (kind: string): boolean => recordsAsked(other, kind)
  const records: WorldRecords = Object.fromEntries(
    Object.entries(world.records).filter(([kind]) => isAsked(kind)),
  )
  return { ...world, records, gaps: world.gaps.filter(({ kind }) => isAsked(kind)) }
}

/** Whether two snapshots say the same, as far as they were compared. */
export const isSame = ({ onlyIn, records, outcomes, findings }: SnapshotDiff): boolean =>
  [onlyIn.before, onlyIn.after, records, outcomes, findings.new, findings.gone, findings.changed].every(
    list => list.length === 0,
  )
