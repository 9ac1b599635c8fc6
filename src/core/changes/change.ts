import type { PolicyRef } from '../kinds.ts'
import type { CollectedKind, Peer } from '../records.ts'
import type { World } from '../snapshot.ts'
import type { Phase } from './phase.ts'
import type { Thing } from './thing.ts'
import type { ResourceStatement } from '../iam/resource-statement.ts'
import type { DocumentChange, SetPreferences, UseLatestVersion } from './document-change.ts'
import type { BucketChange } from './bucket-change.ts'
import type { EnableKey, KeyChange } from './key-change.ts'
import type { LogGroupChange } from './log-group-change.ts'
import type { NetworkChange, SetPrivateDns, SetVpcDns } from './network-change.ts'
import type {
  AddRoleToProfile,
  AllowAssume,
  HoldProfile,
  NodeChange,
  SetMetadataOptions,
  UpdateAgent,
} from './node-change.ts'

export type * from './document-change.ts'
export type * from './bucket-change.ts'
export type * from './key-change.ts'
export type * from './log-group-change.ts'
export type * from './network-change.ts'
export type * from './node-change.ts'

/** A statement to be granted, as IAM writes it. */
export interface GrantStatement {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/**
 * What a role must be allowed to do. A check says what; the plan decides how: appended to the statement that was
 * meant for it, else as a statement of a policy of our own.
 */
export interface Grant {
  readonly type: 'grant'
  readonly role: string
  readonly statement: GrantStatement
  /** The statement that was meant for it: the resources (and any action it lacks) are appended there. */
  readonly meant?: { readonly policy: PolicyRef; readonly index: number }
}

/**
 * TCP traffic that a security group must let through. The plan decides how: by a rule on the group, or, where an
 * endpoint's groups serve others too, by a group of its own. Endpoints that share a group and the fault each need one.
 */
export interface AllowTraffic {
  readonly type: 'allow-traffic'
  /** As the group sees it: `ingress` for an endpoint, `egress` for a node. */
  readonly direction: 'ingress' | 'egress'
  readonly of: { readonly endpointId: string } | { readonly groupId: string }
  readonly port: number
  /** The other end. */
  readonly peer: Peer
}

/** A change without its Region, which is that of the finding. */
export type Local<T> = Omit<T, 'region'>

/** Who must be allowed to use a key of the account, by a statement of the key's own policy. */
export interface AllowKeyUse {
  readonly type: 'allow-key-use'
  readonly keyArn: string
  readonly statement: ResourceStatement
  /** The log group that is to be encrypted with it: its records cannot be read once this is taken back. */
  readonly logGroup?: string
}

/** What a log group must be like: it is created where it is missing. */
export interface HaveLogGroup {
  readonly type: 'have-log-group'
  readonly logGroup: string
  /** The key with which it is encrypted, where it has none. */
  readonly keyArn?: string
  /** The least number of days, one that CloudWatch Logs accepts, for which it keeps records. */
  readonly retentionInDays?: number
}

/** All settings of a bucket's own block of public access must be on. */
export interface BlockPublicAccess {
  readonly type: 'block-public-access'
  readonly bucket: string
}

/** A statement that a bucket's policy must hold. */
export interface AddBucketStatement {
  readonly type: 'add-bucket-statement'
  readonly bucket: string
  readonly statement: ResourceStatement
}

/** What a check may ask for. */
export type Fix =
  | Grant
  | AllowTraffic
  | AllowKeyUse
  | Local<EnableKey>
  | HaveLogGroup
  | BlockPublicAccess
  | AddBucketStatement
  | Local<SetPrivateDns>
  | Local<SetVpcDns>
  | AllowAssume
  | AddRoleToProfile
  | HoldProfile
  | Local<SetMetadataOptions>
  | UpdateAgent
  | SetPreferences
  | UseLatestVersion

/** A new default version of a customer-managed policy. */
export interface PutPolicyVersion {
  readonly type: 'put-policy-version'
  readonly policyArn: string
  readonly from: string
  readonly to: string
}

/** Sets back what `put-policy-version` did: `to` becomes the default again, the version with the text `from` goes. */
export interface RestorePolicyVersion {
  readonly type: 'restore-policy-version'
  readonly policyArn: string
  readonly from: string
  readonly to: string
}

/** Deletes the oldest version that is not the default, to make room; its text is kept here. */
export interface DeletePolicyVersion {
  readonly type: 'delete-policy-version'
  readonly policyArn: string
  readonly document: string
}

/** Writes a version back that `delete-policy-version` removed; it does not become the default. */
export interface AddPolicyVersion {
  readonly type: 'add-policy-version'
  readonly policyArn: string
  readonly document: string
}

/** Writes an inline policy of a role: a new one where `from` is absent, else in place of that text. */
export interface PutRolePolicy {
  readonly type: 'put-role-policy'
  readonly role: string
  readonly policy: string
  readonly from?: string
  readonly to: string
}

/** Deletes an inline policy that this tool made, if its text is still the one it wrote. */
export interface DeleteRolePolicy {
  readonly type: 'delete-role-policy'
  readonly role: string
  readonly policy: string
  readonly document: string
}

/** Creates a customer-managed policy of our own, tagged with the plan's digest. */
export interface CreatePolicy {
  readonly type: 'create-policy'
  readonly policyArn: string
  readonly name: string
  readonly document: string
}

/** Deletes a managed policy that this tool made. */
export interface DeletePolicy {
  readonly type: 'delete-policy'
  readonly policyArn: string
  readonly name: string
  readonly document: string
}

export interface AttachRolePolicy {
  readonly type: 'attach-role-policy'
  readonly role: string
  readonly policyArn: string
  readonly name: string
}

export interface DetachRolePolicy {
  readonly type: 'detach-role-policy'
  readonly role: string
  readonly policyArn: string
  readonly name: string
}

/** The closed list of what the tool may do to an account: one write call each, every one with an inverse. */
export type Change =
  | PutPolicyVersion
  | RestorePolicyVersion
  | DeletePolicyVersion
  | AddPolicyVersion
  | PutRolePolicy
  | DeleteRolePolicy
  | CreatePolicy
  | DeletePolicy
  | AttachRolePolicy
  | DetachRolePolicy
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
