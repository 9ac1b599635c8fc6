import type { Fix } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import { lowerDns } from './dns-drafts.ts'
import { lower } from './drafts.ts'
import { together, type Lowered } from './lowered.ts'
import { lowerTraffic } from './traffic-drafts.ts'

/** A finding and the repair that it asks for. */
export interface Wish {
  readonly fingerprint: string
  readonly region: string
  readonly fixes: readonly Fix[]
}

/**
 * Turns all that is wished into changes: grants once for the account, whose roles and policies every world shows alike,
 * what is asked of a network in the world of its Region.
 */
export const lowerWishes = (worlds: readonly World[], wishes: readonly Wish[]): Lowered => {
  const [first] = worlds
  const grants = distinct(wishes.flatMap(({ fixes }) => fixes.filter(fix => fix.type === 'grant')))
  const here = worlds.map(world => lowerNetwork(world, wishes))
  return together([...(first ? [lower(first, grants)] : []), ...here])
}

const lowerNetwork = (world: World, wishes: readonly Wish[]): Lowered => {
  const local = wishes.filter(({ region }) => region === world.scope.region)
  const fixes = distinct(local.flatMap(wish => wish.fixes))
  return together([
    lowerTraffic(
      world,
      fixes.filter(fix => fix.type === 'allow-traffic'),
    ),
    lowerDns(
      world,
      fixes.filter(fix => fix.type === 'set-private-dns' || fix.type === 'set-vpc-dns'),
    ),
  ])
}

export const keyOf = (fix: Fix): string => JSON.stringify(fix)

/** Forty nodes, one role, one step: equal fixes once, in an order that does not depend on the findings' order. */
const distinct = <T extends Fix>(fixes: readonly T[]): readonly T[] => {
  const byKey = new Map(fixes.map(fix => [keyOf(fix), fix]))
  return [...byKey.keys()].toSorted().map(key => byKey.get(key) as T)
}
