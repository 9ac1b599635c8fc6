import type { World } from '../../../src/core/index.ts'
import { DB, HYBRID, WEB } from '../healthy.ts'

/** A set-up that is healthy, and what is told of it all the same. */
export interface SetUp {
  readonly worlds: () => readonly World[]
  /** Every finding that no other explains, as `severity check subject about`: info and low. Nothing unless given. */
  readonly tells?: readonly string[]
  /** What nobody can know here, of medium and above, written in the same way. Nothing unless given. */
  readonly unsure?: readonly string[]
  /** By node: connects, CloudWatch, S3, encrypted. */
  readonly outcomes: Readonly<Record<string, string>>
}

/** The set-ups of one row of the table, by what tells them apart. */
export type Row = Readonly<Record<string, SetUp>>

export const WELL = 'yes yes yes yes'

/** One outcome for each node of the healthy account. */
export const eachNode = (outcome: string): Record<string, string> => ({
  [WEB]: outcome,
  [DB]: outcome,
  [HYBRID]: outcome,
})
