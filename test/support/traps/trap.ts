import type { BreakableWorld } from '../mutable.ts'

/** A near miss: an account that a careless check takes for broken, or for healthy. */
export interface Trap {
  readonly alter: (world: BreakableWorld) => void
  /** Every finding that no other explains, as `severity check subject about`. */
  readonly roots: readonly string[]
  /** Outcomes that are not all well, by node. */
  readonly outcomes?: Readonly<Record<string, string>>
}

/** Near misses by what they are. */
export type Traps = Readonly<Record<string, Trap>>

export const ROLES = ['db', 'hybrid-node', 'web']

/** The same finding on each role of the healthy account. */
export const perRole = (check: string, about: string): string[] =>
  ROLES.map(role => `${check} ${role} ${about}`)
