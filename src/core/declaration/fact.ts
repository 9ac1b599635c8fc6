import { Unreadable } from '../access.ts'
import type { Gap, World } from '../snapshot.ts'

/** What somebody should know who reads the declaration: what is not in it, and why. */
export interface Remark {
  /** A statement that begins with the key of the config, without a full stop. */
  readonly text: string
  /** The reads that failed, if that is why. */
  readonly gaps?: readonly Gap[]
}

/** What is found to be so in every world, if anything is, and what is to be said of it. */
export interface Fact<T> {
  readonly value?: T
  readonly remarks: readonly Remark[]
}

/** There is nothing to declare, and nothing to tell. */
export const NOTHING = { remarks: [] } as const

/** Nothing is declared, and this is why. */
export const without = (key: string, why: string): Fact<never> => ({ remarks: [{ text: leftOut(key, why) }] })

export const leftOut = (key: string, why: string): string => `${key} is left out: ${why}`

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
  const text = leftOut(key, `${what} could not be read: ${reason}`)
  return { remarks: [{ text, gaps: failed.map(({ gap }) => gap) }] }
}

const SHOWN = 3

/** The first few of a list, and how many more there are. */
export const listed = (names: readonly string[]): string => {
  const more = names.length - SHOWN
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ')
}
