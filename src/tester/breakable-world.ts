import type { World } from '../core/index.ts'
import type { CollectedRecords } from '../core/records.ts'

/** The same shape, free to be changed. */
export type Mutable<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer E)[]
    ? Mutable<E>[]
    : { -readonly [K in keyof T]: Mutable<T[K]> }

/** A world that a test may break: every kind is there. */
export type BreakableWorld = Mutable<Omit<World, 'records'>> & {
  records: { [K in keyof CollectedRecords]: Record<string, Mutable<CollectedRecords[K]>> }
}
