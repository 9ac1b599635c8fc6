import type {
  LogGroup,
  Bucket,
  BucketPolicy,
  BucketEncryption,
  BucketLifecycle,
  BucketPublicAccess,
  BucketWebsite,
  BucketVersioning,
  Key,
  KeyPolicy,
  KeyGrants,
  KeyRotation,
} from './records/destinations.ts'
import type {
  InstanceProfile,
  Role,
  ManagedPolicy,
  PolicyVersions,
  PolicyHolders,
  AccountQuotas,
} from './records/iam.ts'
import type {
  Activation,
  AgentUpdate,
  Connection,
  ImpairedInstance,
  Instance,
  ManagedNode,
  NodeElsewhere,
  ServiceSetting,
} from './records/nodes.ts'
import type {
  DhcpOptions,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  PrefixList,
  PrivateZones,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcDns,
  VpcEndpoint,
} from './records/network.ts'

/**
 * The records of a snapshot: plain data with AWS's names and only the fields that some check uses.
 * Times are ISO 8601 strings, policies are the text of the document as AWS holds it (URL-decoded).
 */

export type * from './records/destinations.ts'
export type * from './records/iam.ts'
export type * from './records/network.ts'
export type * from './records/nodes.ts'

/** A version of an SSM document: its number, its text, and when it was made. */
export interface DocumentVersion {
  readonly version: string
  readonly content: string
  readonly createdAt?: string
}

/** SSM-SessionManagerRunShell, or another Session document; `latest` is absent where it is the default version. */
export interface SessionDocument {
  readonly name: string
  readonly default: DocumentVersion
  readonly latest?: DocumentVersion
}

/** A request of a node's role, as IAM's policy simulator is asked about it. */
export interface SimulatedRequest {
  /** The role's name. */
  readonly role: string
  readonly roleArn: string
  readonly action: string
  readonly resource: string
  /** Tells requests of one action on one resource apart. */
  readonly variant?: string
  /** The facts of the request; `null`: known to be absent, and so not passed. */
  readonly context: Readonly<Record<string, string | number | boolean | readonly string[] | null>>
}

/** What the simulator answered; read only where it is asked for. */
export interface Simulation extends SimulatedRequest {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly allowedByBoundary?: boolean
  /** Whether the organization's service control policies allow it; where they do not, the simulation ends there. */
  readonly allowedByOrganizations?: boolean
  /** Context keys that the policies ask for and that were not passed. */
  readonly missing: readonly string[]
}

/** What the config declares; put into the world by the command line. The only id is `config`. */
export interface Declared {
  readonly managed?: 'all'
  readonly preferences?: Readonly<Record<string, unknown>>
  readonly operators?: readonly string[]
  readonly administrators?: readonly string[]
  readonly foreign?: readonly string[]
  /** Agents are kept current by new images. */
  readonly agentUpdates?: 'image'
  /** How long the records of sessions shall be kept. */
  readonly logRetentionDays?: { readonly atLeast: number }
  /** ARN of the key, or of its alias, with which the log group shall be encrypted. */
  readonly logGroupKey?: string
  /** Name of the instance profile that instances shall hold. */
  readonly instanceProfile?: string
  /** Nodes named by `-i` or by the config: judged whatever their state. */
  readonly named?: readonly string[]
}

/** The tags of a thing that a plan would edit: infrastructure code tells of itself there. */
export interface ResourceTags {
  readonly tags: Readonly<Record<string, string>>
}

/** Everything that a snapshot may hold: kind → its record, each by id. */
export interface CollectedRecords {
  /** By document name. */
  preferencesDocuments: SessionDocument
  /** The account's other Session documents, by name. */
  sessionDocuments: SessionDocument
  managedNodes: ManagedNode
  instances: Instance
  serviceSettings: ServiceSetting
  /** By log group name. */
  logGroups: LogGroup
  /** By the reference as used by preferences, log group or bucket. */
  keys: Key
  keyPolicies: KeyPolicy
  keyGrants: KeyGrants
  /** By instance profile ARN. */
  instanceProfiles: InstanceProfile
  /** By role name. */
  roles: Role
  /** By policy ARN; managed policies only. */
  policies: ManagedPolicy
  policyVersions: PolicyVersions
  policyHolders: PolicyHolders
  accountQuotas: AccountQuotas
  /** Of policies, instance profiles and buckets, by kind and id. */
  accountTags: ResourceTags
  /** Of what is in one Region, by kind and id. */
  resourceTags: ResourceTags
  /** By bucket name. */
  buckets: Bucket
  bucketPolicies: BucketPolicy
  bucketEncryption: BucketEncryption
  bucketVersioning: BucketVersioning
  bucketLifecycle: BucketLifecycle
  bucketPublicAccess: BucketPublicAccess
  bucketWebsites: BucketWebsite
  /** By key ARN. */
  keyRotation: KeyRotation
  impairedInstances: ImpairedInstance
  connections: Connection
  nodesElsewhere: NodeElsewhere
  activations: Activation
  agentUpdates: AgentUpdate
  /** By role, action and resource: see `requestId`. */
  simulations: Simulation
  vpcs: Vpc
  vpcDns: VpcDns
  subnets: Subnet
  routeTables: RouteTable
  natGateways: NatGateway
  internetGateways: InternetGateway
  egressOnlyInternetGateways: InternetGateway
  networkAcls: NetworkAcl
  securityGroups: SecurityGroup
  prefixLists: PrefixList
  vpcEndpoints: VpcEndpoint
  /** The interfaces of VPC endpoints; those of nodes are in `instances`. */
  networkInterfaces: NetworkInterface
  dhcpOptions: DhcpOptions
  privateZones: PrivateZones
}

/** Kinds that belong to the account and not to a Region: read once, shared by the account's worlds. */
export const GLOBAL_KINDS = [
  'instanceProfiles',
  'roles',
  'policies',
  'policyVersions',
  'policyHolders',
  'accountQuotas',
  'accountTags',
  'buckets',
  'bucketPolicies',
  'bucketEncryption',
  'bucketVersioning',
  'bucketLifecycle',
  'bucketPublicAccess',
  'bucketWebsites',
] as const satisfies readonly (keyof CollectedRecords)[]

/** Kinds that belong to one Region. */
export const REGIONAL_KINDS = [
  'preferencesDocuments',
  'sessionDocuments',
  'managedNodes',
  'instances',
  'serviceSettings',
  'logGroups',
  'keys',
  'keyPolicies',
  'keyGrants',
  'simulations',
  'resourceTags',
  'keyRotation',
  'impairedInstances',
  'connections',
  'nodesElsewhere',
  'activations',
  'agentUpdates',
  'vpcs',
  'vpcDns',
  'subnets',
  'routeTables',
  'natGateways',
  'internetGateways',
  'egressOnlyInternetGateways',
  'networkAcls',
  'securityGroups',
  'prefixLists',
  'vpcEndpoints',
  'networkInterfaces',
  'dhcpOptions',
  'privateZones',
] as const satisfies readonly (keyof CollectedRecords)[]

/** Kinds that no check makes anybody read: they are read where the user asks for them. */
export const ON_REQUEST: ReadonlySet<string> = new Set([
  'simulations',
  'policyVersions',
  'accountTags',
  'resourceTags',
  'nodesElsewhere',
])

export type GlobalKind = (typeof GLOBAL_KINDS)[number]
export type RegionalKind = (typeof REGIONAL_KINDS)[number]
/** A kind that is read from AWS. */
export type CollectedKind = GlobalKind | RegionalKind
