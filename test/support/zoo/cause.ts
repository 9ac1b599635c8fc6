import { healthyWorld } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'

/** The healthy account with one fault, as it is in real accounts, and what is told of it. */
export interface Cause {
  /** Its number in the list of the forty; none where the list does not have it. */
  readonly number?: number
  readonly world: () => BreakableWorld
  /** What the user says: the nodes by name, or what the config declares. It is no part of a snapshot. */
  readonly asked?: BreakableWorld['declared']
  /** Every finding of medium and above that no other explains, as `check subject`; or the one that names the cause. */
  readonly names: readonly string[]
  /** What the cause explains, as `check subject <- check subject`: all of it. */
  readonly folded?: readonly string[]
  /** The outcomes of the nodes that it hurts: connects, CloudWatch, S3, encrypted. */
  readonly hurt?: Readonly<Record<string, string>>
  /** The words that users meet, by node. */
  readonly sees?: Readonly<Record<string, string>>
}

/** Causes by the name of their file in `fixtures/accounts`. */
export type Causes = Readonly<Record<string, Cause>>

/** The healthy world, broken by one fault. */
export const broken = (alter: (world: BreakableWorld) => void) => (): BreakableWorld => {
  const world = healthyWorld()
  alter(world)
  return world
}

/** The same for each of the nodes. */
export const onEach = (nodes: readonly string[], text: string): Record<string, string> =>
  Object.fromEntries(nodes.map(id => [id, text]))

/** What follows from a cause on several subjects, as `check subject <- cause`. */
export const follows = (checks: readonly string[], subjects: readonly string[], cause: string): string[] =>
  subjects.flatMap(subject => checks.map(check => `${check} ${subject} <- ${cause}`))
