import type { BreakableWorld } from '../mutable.ts'

/** An account that is healthy, and what is told of it all the same. */
export interface Healthy {
  /** Turns the healthy account into another healthy one. */
  readonly alter: (world: BreakableWorld) => void
  /** What is told all the same: info and low, rights beyond need, and what nobody can know. Nothing unless given. */
  readonly tells?: readonly string[]
  /** By node; all well unless given. */
  readonly outcomes?: Readonly<Record<string, string>>
}

/** Healthy accounts by what is odd about them. */
export type SoundAccounts = Readonly<Record<string, Healthy>>
