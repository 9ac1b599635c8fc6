import type { AllRecords, Kind } from './kinds.ts'
import type { Gap, World } from './snapshot.ts'

/** Thrown when a record is read that could not be collected; the engine ends the subject as unknown. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly gap: Gap

  constructor(gap: Gap) {
    super(`${gap.kind}${gap.id === undefined ? '' : ` ${gap.id}`} could not be read: ${gap.reason}`)
    this.gap = gap
  }
}

/** A kind's records and what hides them: `whole` hides all, `missing` hides the ids in it. */
export interface KindView<K extends Kind = Kind> {
  readonly records: Readonly<Record<string, AllRecords[K]>>
  readonly missing: ReadonlyMap<string, Gap>
  readonly whole?: Gap
}

/** A world as derivations read it: every kind, collected or derived, with its gaps. */
export interface Reading {
  readonly world: World
  view<K extends Kind>(kind: K): KindView<K>
  /** The kind's records; reading one that is a gap throws `Unreadable`. */
  records<K extends Kind>(kind: K): Readonly<Record<string, AllRecords[K]>>
}

/** The records of a kind as a plain object that throws `Unreadable` where a gap is met. */
export const guarded = <K extends Kind>(view: KindView<K>): Readonly<Record<string, AllRecords[K]>> =>
  new Proxy(view.records, {
    get(target, id) {
      if (typeof id === 'symbol') return undefined
      const gap = view.whole ?? view.missing.get(id)
      if (gap) throw new Unreadable(gap)
      return Object.hasOwn(target, id) ? target[id] : undefined
    },
    has(target, id) {
      const gap = view.whole ?? view.missing.get(String(id))
      if (gap) throw new Unreadable(gap)
      return Object.hasOwn(target, id)
    },
    ownKeys(target) {
      if (view.whole) throw new Unreadable(view.whole)
      for (const gap of view.missing.values()) throw new Unreadable(gap)
      return Reflect.ownKeys(target)
    },
  })

/** What a reading gives, or undefined where it meets a gap: for facts that only add to what is known without them. */
export const ifReadable = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
