import type { WaiverStanding } from './kinds.ts'
import type { CollectedKind, CollectedRecords, Declared } from './records.ts'
import type { Rules } from './rules.ts'

/** One account in one Region, and when it was looked at. */
export interface Scope {
  readonly accountId: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov`, … taken from the caller's ARN. */
  readonly partition: string
  readonly callerArn: string
  /** ISO 8601. Grace, freshness and expiry are reckoned from here, so a snapshot gives the same report tomorrow. */
  readonly takenAt: string
  readonly notes: readonly string[]
}

/** A read that failed: without `id` the whole kind is unknown, with it that record alone. */
export interface Gap {
  readonly kind: CollectedKind
  readonly id?: string
  /** One line: what AWS answered. */
  readonly reason: string
  /** The IAM actions that the failed read needs. */
  readonly actions: readonly string[]
  /** The thing belongs to another account: told, but not an incomplete run. */
  readonly foreign?: boolean
}

/** Records by kind and id. An absent kind was not asked for. */
export type WorldRecords = { readonly [K in CollectedKind]?: Readonly<Record<string, CollectedRecords[K]>> }

/** What is known of one scope. Immutable: a change gives a new world. */
export interface World {
  readonly scope: Scope
  readonly records: WorldRecords
  readonly gaps: readonly Gap[]
  readonly declared?: Declared
  /** How findings are ruled upon. */
  readonly rules?: Rules
  /** How the waivers of the account fared: put in by the audit. */
  readonly standings?: readonly WaiverStanding[]
}

/** Several worlds, each account × Region. */
export interface Snapshot {
  readonly worlds: readonly World[]
}

/** The records of a kind, empty where none were read. For core's own use: checks read through `recordsFor`. */
export const recordsOf = <K extends CollectedKind>(
  world: World,
  kind: K,
): Readonly<Record<string, CollectedRecords[K]>> => world.records[kind] ?? {}

/** Whether a kind was asked for when the world was read. */
export const recordsAsked = ({ records, gaps }: World, kind: string): boolean =>
  Object.hasOwn(records, kind) || gaps.some(gap => gap.kind === kind)

/** The gap that hides a record, or a whole kind when no id is given. */
export const gapOf = (world: World, kind: CollectedKind, id?: string): Gap | undefined =>
  world.gaps.find(gap => gap.kind === kind && (gap.id === undefined || gap.id === id))
