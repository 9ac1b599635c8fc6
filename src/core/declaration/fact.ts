import { Unreadable } from '../access.ts'
import type { Gap, World } from '../snapshot.ts'

/** Something of which nothing is declared, or not for every Region. */
export interface LeftOut {
  /** The key of the config, from its top. */
  readonly key: string
  /** Why: lower case, no full stop. */
  readonly why: string
  /** The reads that failed, if that is why. */
  readonly gaps?: readonly Gap[]
}

/** What is found to be so in every world, if anything is, and what was left out. */
export interface Fact<T> {
  readonly value?: T
  readonly leftOut: readonly LeftOut[]
}

/** There is nothing to declare, and nothing to tell. */
export const NOTHING = { leftOut: [] } as const

/** Nothing is declared, and this is why. */
export const without = (key: string, why: string): Fact<never> => ({ leftOut: [{ key, why }] })

/** What a world says. */
export interface Placed<T> {
  readonly world: World
  readonly value: T
}

/**
 * Learns something from what every world says. Where one cannot be read, nothing holds of all.
 * @param learn gets what each world says, in the order of the worlds
 */
export const factOf = <T, F>(
  key: string,
  worlds: readonly World[],
  read: (world: World) => T,
  learn: (placed: readonly Placed<T>[]) => Fact<F>,
): Fact<F> => {
  const placed: Placed<T>[] = []
  const failed: { readonly region: string; readonly gap: Gap }[] = []
  for (const world of worlds) {
    try {
      placed.push({ world, value: read(world) })
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      failed.push({ region: world.scope.region, gap: error.gap })
    }
  }
  const [first] = failed
  if (!first) return learn(placed)
  const { kind, id, reason } = first.gap
  const what = `${kind}${id === undefined ? '' : ` ${id}`} of ${listed(failed.map(({ region }) => region))}`
  return {
    leftOut: [{ key, why: `${what} could not be read: ${reason}`, gaps: failed.map(({ gap }) => gap) }],
  }
}

const SHOWN = 3

/** The first few of a list, and how many more there are. */
export const listed = (names: readonly string[]): string => {
  const more = names.length - SHOWN
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ')
}
