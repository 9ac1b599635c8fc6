import type { BreakableWorld } from '../mutable.ts'

/** An account with a fault, and what is said of it. */
export interface Broken {
  readonly alter: (world: BreakableWorld) => void
  /** The findings that no other explains. */
  readonly roots: readonly string[]
  /** What is folded, as `check subject <- check subject`. */
  readonly folded?: readonly string[]
  /** Outcomes that are not all well. */
  readonly outcomes?: Readonly<Record<string, string>>
  /** What users meet, by node; nothing where nothing is given. */
  readonly sees?: Readonly<Record<string, string>>
}

/** Broken accounts by what is wrong with them. */
export type BrokenAccounts = Readonly<Record<string, Broken>>
