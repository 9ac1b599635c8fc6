import type { Fix } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import { FAMILIES, FAMILY_OF, familiesFor, type Family } from './families.ts'
import { together, type Lowered } from './lowered.ts'

/** A finding and the repair that it asks for. */
export interface Wish {
  readonly fingerprint: string
  readonly message: string
  readonly region: string
  readonly fixes: readonly Fix[]
}

/** Whether a wish is left out by itself where it would make something worse. */
export const mayHarm = ({ fixes }: Wish): boolean =>
  fixes.some(({ type }) => FAMILY_OF[type].completedBy !== undefined)

/** Whether a wish settles which of two versions of a document is meant: before that none of them is edited. */
export const settlesVersions = ({ fixes }: Wish): boolean =>
  fixes.some(({ type }) => type === 'use-latest-version')

/** Whether a wish may go with these, so that they make nothing worse. */
export const mayComplete = (wishes: readonly Wish[]): ((more: Wish) => boolean) => {
  const families = familiesFor(typesIn(wishes))
  return more => typesIn([more]).every(type => families.has(FAMILY_OF[type]))
}

const typesIn = (wishes: readonly Wish[]): readonly Fix['type'][] =>
  wishes.flatMap(({ fixes }) => fixes.map(({ type }) => type))

/** Turns all that is wished into changes. */
export const lowerWishes = (worlds: readonly World[], wishes: readonly Wish[]): Lowered => {
  const everywhere = wishes.flatMap(({ fixes }) => fixes)
  const [first] = worlds
  return together([
    ...(first ? lowerAll(first, everywhere, 'account') : []),
    ...worlds.flatMap(world => lowerAll(world, wishedIn(world, wishes), 'region')),
  ])
}

const wishedIn = ({ scope }: World, wishes: readonly Wish[]): readonly Fix[] =>
  wishes.filter(({ region }) => region === scope.region).flatMap(({ fixes }) => fixes)

const lowerAll = (world: World, fixes: readonly Fix[], of: Family['of']): readonly Lowered[] =>
  FAMILIES.filter(family => family.of === of).map(family =>
    family.lower(world, distinct(fixes.filter(fix => FAMILY_OF[fix.type] === family)) as never),
  )

export const keyOf = (fix: Fix): string => JSON.stringify(fix)

/** Forty nodes, one role, one step: equal fixes once, in an order that does not depend on the findings' order. */
const distinct = (fixes: readonly Fix[]): readonly Fix[] => {
  const byKey = new Map(fixes.map(fix => [keyOf(fix), fix]))
  return [...byKey.keys()].toSorted().map(key => byKey.get(key) as Fix)
}
