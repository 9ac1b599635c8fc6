import type { ResourceStatement } from '../iam/resource-statement.ts'
import type { PolicyRef } from '../kinds.ts'
import type { Peer } from '../records.ts'
import type { SetPreferences, UseLatestVersion } from './document-change.ts'
import type { EnableKey } from './key-change.ts'
import type { SetPrivateDns, SetVpcDns } from './network-change.ts'
import type {
  AddRoleToProfile,
  AllowAssume,
  HoldProfile,
  SetMetadataOptions,
  UpdateAgent,
} from './node-change.ts'

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
