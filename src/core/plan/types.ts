import type { Change, Risk, TextDiff } from '../changes/change.ts'
import type { Owner } from './owner.ts'

/** A finding that a step helps to repair. */
export interface Reason {
  readonly fingerprint: string
  readonly message: string
}

/** One write call: the change, what undoes it, and what it is for. */
export interface Step {
  readonly change: Change
  readonly undo: Change
  readonly risk: Risk
  readonly actions: readonly string[]
  /** Imperative and exact. */
  readonly describe: string
  /** The findings that it helps to repair. */
  readonly reasons: readonly Reason[]
  /** A text before and after, where the step edits a document. */
  readonly diff?: TextDiff
  /**
   * Who else holds what the step edits, by ARN or name: roles, users, groups, and the nodes under those roles; nodes and
   * endpoints with a security group; the hosts of a VPC.
   */
  readonly sharedBy: readonly string[]
  /** The infrastructure code that owns what the step edits: it is not edited unless that is allowed. */
  readonly owner?: Owner
  /** Why it is not known whether infrastructure code owns it. */
  readonly ownerUnknown?: string
}

/** An audit's repair: steps in order, already carried out on the snapshot and audited again. */
export interface Plan {
  readonly accountId: string
  readonly regions: readonly string[]
  readonly steps: readonly Step[]
  /** Fingerprints of the findings that are gone after it. */
  readonly fixes: readonly string[]
  /** Fingerprints of the root findings that stay. */
  readonly leaves: readonly string[]
  /** What is wrong already and shows only then, since what is repaired hides it now. */
  readonly uncovers: readonly string[]
  /** What would get worse: a plan with any of these is refused. */
  readonly breaks: readonly string[]
  /** Findings that have a fix which cannot be planned, and why. */
  readonly refused: readonly { readonly fingerprint: string; readonly reason: string }[]
  /** Digest of the steps in canonical form: equal plans have equal digests. */
  readonly digest: string
}
