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
  IamPrincipal,
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
import type { DocumentHistory, SessionDocument } from './records/documents.ts'
import type { Simulation } from './records/simulations.ts'
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

export type * from './records/declared.ts'
export type * from './records/destinations.ts'
export type * from './records/documents.ts'
export type * from './records/iam.ts'
export type * from './records/network.ts'
export type * from './records/nodes.ts'
export type * from './records/simulations.ts'

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
  /** Of the preferences, by document name: read where they are otherwise than declared. */
  documentVersions: DocumentHistory
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
  /** The roles and users that the config names as operators, by ARN. */
  principals: IamPrincipal
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
  'principals',
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
  'documentVersions',
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
  'documentVersions',
])

/** What a plan is made of, beyond what the checks read. */
export const PLAN_KINDS: readonly CollectedKind[] = [
  'policyVersions',
  'policyHolders',
  'accountQuotas',
  'accountTags',
  'resourceTags',
  'bucketWebsites',
]

/** Kinds that are read only where the config names whom to read. */
export const AS_DECLARED: ReadonlySet<string> = new Set(['principals'])

/** Kinds that a run may do without: their absence says nothing of a check. */
export const OPTIONAL_KINDS: ReadonlySet<string> = new Set([...ON_REQUEST, ...AS_DECLARED])

export type GlobalKind = (typeof GLOBAL_KINDS)[number]
export type RegionalKind = (typeof REGIONAL_KINDS)[number]
/** A kind that is read from AWS. */
export type CollectedKind = GlobalKind | RegionalKind
