import {
  DeleteNetworkAclEntryCommand,
  DeleteVpcEndpointsCommand,
  type EC2Client,
  type IpPermission,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  type ModifyVpcEndpointCommandInput,
  ReplaceRouteCommand,
  type ReplaceRouteCommandInput,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { type AclLine, addEntry, ANYWHERE, letThrough } from './network-parts.ts'

/** Makes whole again what was broken. */
export type Undo = () => Promise<unknown>

type Way = 'in' | 'out'

const shut = (ec2: EC2Client, GroupId: string, way: Way, ...IpPermissions: IpPermission[]) =>
  way === 'in'
    ? ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    : ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }))

/** Takes a rule from a group. */
export const revoke = async (ec2: EC2Client, group: string, way: Way, rule: IpPermission): Promise<Undo> => {
  await shut(ec2, group, way, rule)
  return () => letThrough(ec2, group, way, rule)
}

/** Writes one rule of a group in the place of another. */
export const exchangeRule = async (
  ec2: EC2Client,
  group: string,
  way: Way,
  [old, other]: readonly [IpPermission, IpPermission],
): Promise<Undo> => {
  const restore = await revoke(ec2, group, way, old)
  await letThrough(ec2, group, way, other)
  return async () => {
    await shut(ec2, group, way, other)
    await restore()
  }
}

const dropEntry = (ec2: EC2Client, NetworkAclId: string, { number, way }: AclLine) =>
  ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber: number, Egress: way === 'out' }))

/** Takes an entry from an ACL. */
export const dropAclEntry = async (ec2: EC2Client, acl: string, line: AclLine): Promise<Undo> => {
  await dropEntry(ec2, acl, line)
  return () => addEntry(ec2, acl, line)
}

/** Puts an entry into an ACL. */
export const insertAclEntry = async (ec2: EC2Client, acl: string, line: AclLine): Promise<Undo> => {
  await addEntry(ec2, acl, line)
  return () => dropEntry(ec2, acl, line)
}

/** Turns an attribute of a VPC off. */
export const turnOff = async (
  ec2: EC2Client,
  VpcId: string,
  attribute: 'EnableDnsHostnames' | 'EnableDnsSupport',
): Promise<Undo> => {
  const set = (Value: boolean) => ec2.send(new ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value } }))
  await set(false)
  return () => set(true)
}

type Modification = Omit<ModifyVpcEndpointCommandInput, 'VpcEndpointId'>

/** Modifies an endpoint; the second modification takes the first one back. */
export const modifyEndpoint = async (
  ec2: EC2Client,
  VpcEndpointId: string,
  [to, back]: readonly [Modification, Modification],
): Promise<Undo> => {
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...to }))
  return () => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...back }))
}

/** Deletes an endpoint; `remake` makes another one in its stead. */
export const deleteEndpoint = async (
  ec2: EC2Client,
  id: string,
  remake: () => Promise<unknown>,
): Promise<Undo> => {
  await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }))
  return remake
}

type Target = Pick<ReplaceRouteCommandInput, 'GatewayId' | 'NatGatewayId' | 'TransitGatewayId'>

/** Leads the default route of a table elsewhere; the second target is the one that it had. */
export const reroute = async (
  ec2: EC2Client,
  RouteTableId: string,
  [to, back]: readonly [Target, Target],
): Promise<Undo> => {
  const lead = (target: Target) =>
    ec2.send(new ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE, ...target }))
  await lead(to)
  return () => lead(back)
}
