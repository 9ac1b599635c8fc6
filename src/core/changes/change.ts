import type { CollectedKind } from '../records.ts'
import type { World } from '../snapshot.ts'
import type { BucketChange } from './bucket-change.ts'
import type { DocumentChange } from './document-change.ts'
import type { KeyChange } from './key-change.ts'
import type { LogGroupChange } from './log-group-change.ts'
import type { NetworkChange } from './network-change.ts'
import type { NodeChange } from './node-change.ts'
import type { Phase } from './phase.ts'
import type { PolicyChange } from './policy-change.ts'
import type { Thing } from './thing.ts'

export type * from './fix.ts'
export type * from './policy-change.ts'
export type * from './document-change.ts'
export type * from './bucket-change.ts'
export type * from './key-change.ts'
export type * from './log-group-change.ts'
export type * from './network-change.ts'
export type * from './node-change.ts'

/** The closed list of what the tool may do to an account: one write call each, every one with an inverse. */
export type Change =
  | PolicyChange
  | KeyChange
  | LogGroupChange
  | BucketChange
  | NetworkChange
  | NodeChange
  | DocumentChange

export type ChangeType = Change['type']
export type ChangeOf<T extends ChangeType> = Extract<Change, { type: T }>
export type Risk = 'safe' | 'review'

/** A text that a change edits, as it is and as it will be; empty where there is none. */
export interface TextDiff {
  readonly title: string
  readonly before: string
  readonly after: string
}

/** The meaning of a change, in memory and in words. */
export interface ChangeSpec<T extends ChangeType> {
  /** The kinds whose records it may alter. */
  readonly touches: readonly CollectedKind[]
  /** When it is made: steps of an earlier phase come first. */
  readonly phase: Phase
  /** What it edits, and its turn there: steps of one phase go by it. */
  turn(change: ChangeOf<T>): string
  /** The thing that it edits; nothing where it creates one, or takes one of our own away. */
  edits(change: ChangeOf<T>): Thing | undefined
  /** Safe must be earned: additive, reversible, grants nothing, loses nothing, interrupts nobody, as the world is before it. */
  risk(change: ChangeOf<T>, world: World): Risk
  /** The IAM actions that its executor calls. */
  readonly actions: readonly string[]
  /** Imperative and exact: what the change does, with names. */
  describe(change: ChangeOf<T>): string
  /** The text that it edits, where it edits one. */
  diff?(change: ChangeOf<T>): TextDiff
  /** The world after it. Pure; a change that is already there gives an equal world. */
  apply(world: World, change: ChangeOf<T>): World
  /** The change that undoes it. */
  invert(change: ChangeOf<T>): Change
}
