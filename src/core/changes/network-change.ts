import type { SecurityGroupRule } from '../records.ts'

/** A group by its id; one that the plan itself creates has none yet, and is named by its VPC and its name. */
export type GroupRef = { readonly groupId: string } | { readonly vpcId: string; readonly groupName: string }

/** Turns the private DNS names of an interface endpoint on or off: every host of the VPC resolves the service by them. */
export interface SetPrivateDns {
  readonly type: 'set-private-dns'
  readonly region: string
  readonly endpointId: string
  readonly to: boolean
}

export type DnsAttribute = 'dnsSupport' | 'dnsHostnames'

/** Sets one DNS attribute of a VPC; host names need support. */
export interface SetVpcDns {
  readonly type: 'set-vpc-dns'
  readonly region: string
  readonly vpcId: string
  readonly attribute: DnsAttribute
  readonly to: boolean
}

/** Adds one rule to a security group, tagged with the plan's digest. */
export interface AddGroupRule {
  readonly type: 'add-group-rule'
  readonly region: string
  readonly group: GroupRef
  readonly rule: SecurityGroupRule
}

/** Revokes a rule that this tool added. */
export interface RemoveGroupRule extends Omit<AddGroupRule, 'type'> {
  readonly type: 'remove-group-rule'
}

/** Creates a security group of our own, tagged with the plan's digest. */
export interface CreateGroup {
  readonly type: 'create-group'
  readonly region: string
  readonly vpcId: string
  readonly groupName: string
}

/** Deletes a security group that this tool created. */
export interface DeleteGroup extends Omit<CreateGroup, 'type'> {
  readonly type: 'delete-group'
}

/** Puts a group on the interfaces of an endpoint, beside those that it has. */
export interface AddEndpointGroup {
  readonly type: 'add-endpoint-group'
  readonly region: string
  readonly endpointId: string
  readonly group: GroupRef
  /** Where the endpoint lists no group: the VPC's default one, which serves it and goes on doing so. */
  readonly keeps?: string
}

/** Takes a group off the interfaces of an endpoint, which this tool put there. */
export interface RemoveEndpointGroup extends Omit<AddEndpointGroup, 'type'> {
  readonly type: 'remove-endpoint-group'
}

/** The closed list of what the tool may do to a network. Each names its Region: a plan can span several. */
export type NetworkChange =
  | SetPrivateDns
  | SetVpcDns
  | AddGroupRule
  | RemoveGroupRule
  | CreateGroup
  | DeleteGroup
  | AddEndpointGroup
  | RemoveEndpointGroup
