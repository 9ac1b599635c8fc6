import type { PreferencesVersion } from './preferences/preferences.ts'
import type { NetworkFault, NetworkPath, Service, Way } from './net/types.ts'
import type { Waiver } from './rules.ts'
import type { Gap } from './snapshot.ts'
import type { CollectedRecords, Declared, Instance, ManagedNode, ManagedPolicy, Role } from './records.ts'

/** SSM-SessionManagerRunShell as the agent reads it: always one record, whether the document exists or not. */
export interface Preferences {
  readonly name: string
  readonly arn: string
  readonly exists: boolean
  /** The default version first, then the latest where it is another. Empty where the document is absent. */
  readonly versions: readonly PreferencesVersion[]
}

/** A node that is judged (rule S), with the role whose credentials its agent uses. */
export interface JudgedNode {
  readonly id: string
  readonly name?: string
  /** ARN of the EC2 instance or of the managed instance. */
  readonly arn: string
  readonly instance?: Instance
  readonly managed?: ManagedNode
  /** Started less than half an hour before the snapshot: ISO time until which its registration is not judged. */
  readonly graceUntil?: string
  /** Role in use, where one is known. */
  readonly roleName?: string
  readonly roleSource?: RoleSource
  /** The read that failed and without which nobody can tell which role is in use. */
  readonly roleGap?: Gap
  /** The ways that its calls take, by service, where the network was read and tells: given by `nodeRoles`. */
  readonly ways?: Readonly<Partial<Record<Service, Way>>>
}

export type RoleSource = 'instance profile' | 'Default Host Management' | 'hybrid activation'

/** Where an identity policy of a role stands. */
export type PolicyRef =
  | { readonly kind: 'managed'; readonly arn: string; readonly name: string }
  | { readonly kind: 'inline'; readonly role: string; readonly name: string }

export interface RolePolicy {
  readonly ref: PolicyRef
  readonly document: string
}

/** A node that the user named, whether it is here or not. By id. */
export interface NamedNode {
  readonly id: string
  readonly instance?: Instance
  readonly managed?: ManagedNode
}

/** A policy that applies to a principal, and whose it is: his own, or a group's. */
export interface HeldPolicy {
  readonly name: string
  readonly document: string
  readonly arn?: string
}

/** A role or user whom the config names as one who opens sessions. By ARN. */
export interface Operator {
  readonly arn: string
  /** Without its path. */
  readonly name: string
  readonly kind: 'role' | 'user'
  readonly id: string
  readonly tags: Readonly<Record<string, string>>
  /** Attached and inline ones, then those of a user's groups. */
  readonly identityPolicies: readonly HeldPolicy[]
  readonly boundary?: HeldPolicy
}

/** A waiver of the config, and how it fared. By check and subject. */
export interface WaiverStanding extends Waiver {
  /** `not looked for`: not all was read that it may be about. */
  readonly standing: 'used' | 'expired' | 'unused' | 'not looked for'
}

/** A role that judged nodes run under. */
export interface NodeRole {
  readonly name: string
  readonly arn: string
  readonly role: Role
  readonly sources: readonly RoleSource[]
  readonly nodes: readonly JudgedNode[]
  readonly identityPolicies: readonly RolePolicy[]
  readonly boundary?: ManagedPolicy
}

/** Which versions of the preferences name a destination: a fault that only one version has is `unknown`. */
export type NamedBy = readonly ('default' | 'latest')[]

/** The log group that the preferences name. By name. */
export interface LogDestination {
  readonly name: string
  /** Without `:*`. */
  readonly arn: string
  readonly streaming: boolean
  /** Every version that names it demands that the group be encrypted. */
  readonly encryptionRequired: boolean
  /** The versions that demand it. */
  readonly encryptionBy: NamedBy
  /** The versions under which the agent looks for the group before a session: with streaming or with encryption. */
  readonly lookedForBy: NamedBy
  readonly namedBy: NamedBy
  /** False where only one of two differing versions names it so. */
  readonly certain: boolean
  /** Not a name that a log group can have (an ARN, a blank …). */
  readonly invalid: boolean
}

/** The bucket and prefix that the preferences name. By `bucket/prefix`. */
export interface S3Destination {
  readonly id: string
  readonly bucket: string
  readonly bucketArn: string
  /** The prefix as written. */
  readonly prefix: string
  /** ARN of a session's object with `SESSION` in the place of its id, path-joined as the agent does. */
  readonly objectArn: string
  /** Every version that names it demands that the bucket be encrypted. */
  readonly encryptionRequired: boolean
  /** The versions that demand it. */
  readonly encryptionBy: NamedBy
  readonly namedBy: NamedBy
  readonly certain: boolean
  readonly invalid: boolean
  /** Another account owns the bucket: the config declares it so, or a read was refused that shows it. */
  readonly foreign?: 'declared' | 'seen'
}

/** The KMS key that encrypts session data. By the reference in the preferences. */
export interface SessionKey {
  readonly ref: string
  readonly namedBy: NamedBy
  readonly certain: boolean
}

/** What there is in a Region. By the Region's name. */
export interface RegionOverview {
  readonly name: string
  /** How many nodes are judged. */
  readonly judged: number
  /** Running instances that are not set up for Session Manager; those that a service operates are not among them. */
  readonly unmanaged: readonly string[]
  readonly hasPreferences: boolean
}

/** Facts that many checks ask for, derived from a world once; never stored. */
export interface DerivedRecords {
  preferences: Preferences
  judgedNodes: JudgedNode
  nodeRoles: NodeRole
  logDestinations: LogDestination
  s3Destinations: S3Destination
  sessionKeys: SessionKey
  regions: RegionOverview
  declared: Declared
  namedNodes: NamedNode
  operators: Operator
  waivers: WaiverStanding
  networkPaths: NetworkPath
  networkFaults: NetworkFault
}

export interface AllRecords extends CollectedRecords, DerivedRecords {}
export type Kind = keyof AllRecords
export type DerivedKind = keyof DerivedRecords
