import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  ModifyVpcAttributeCommand,
  ReplaceNetworkAclAssociationCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2'

export const ANYWHERE = '0.0.0.0/0'
/** Ports of what is asked, and of what is answered. */
export const HTTPS = [443, 443] as const
export const ANSWERS = [1024, 65_535] as const

/** Throws where a call that makes something told no id. */
export const made = (id: string | undefined, what: string): string => {
  if (id === undefined) throw new Error(`moto made ${what} without an id`)
  return id
}

const inVpc = (VpcId: string) => ({ Name: 'vpc-id', Values: [VpcId] })

/** Makes a VPC that gives host names, with its default group as AWS makes it: members let each other in. */
export const makeVpc = async (ec2: EC2Client, CidrBlock: string): Promise<string> => {
  const VpcId = made((await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId, 'a VPC')
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }))
  const GroupId = await defaultGroup(ec2, VpcId)
  const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }]
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
  return VpcId
}

/** The VPC's group of the name `default`. */
export const defaultGroup = async (ec2: EC2Client, vpcId: string): Promise<string> => {
  const Filters = [inVpc(vpcId), { Name: 'group-name', Values: ['default'] }]
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))
  return made(SecurityGroups[0]?.GroupId, 'a default group')
}

/** The route table that serves the subnets without one of their own. */
export const mainTable = async (ec2: EC2Client, vpcId: string): Promise<string> => {
  const Filters = [inVpc(vpcId), { Name: 'association.main', Values: ['true'] }]
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
  return made(RouteTables[0]?.RouteTableId, 'a main route table')
}

/** Makes a subnet in a zone (`a`, `b`). */
export const makeSubnet = async (
  ec2: EC2Client,
  VpcId: string,
  CidrBlock: string,
  zone: string,
): Promise<string> => {
  const input = { VpcId, CidrBlock, AvailabilityZone: `${await ec2.config.region()}${zone}` }
  return made((await ec2.send(new CreateSubnetCommand(input))).Subnet?.SubnetId, 'a subnet')
}

/** Makes a route table and puts the subnets on it. */
export const makeTable = async (
  ec2: EC2Client,
  VpcId: string,
  subnets: readonly string[],
): Promise<string> => {
  const table = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const RouteTableId = made(table.RouteTable?.RouteTableId, 'a route table')
  for (const SubnetId of subnets) {
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))
  }
  return RouteTableId
}

/** One entry of an ACL: `out` or `in`, allowed, TCP. */
export interface AclLine {
  readonly number: number
  readonly way: 'in' | 'out'
  readonly cidr: string
  readonly ports: readonly [number, number]
  readonly deny?: boolean
}

/** Puts an entry into an ACL. */
export const addEntry = async (ec2: EC2Client, NetworkAclId: string, line: AclLine): Promise<void> => {
  const [From, To] = line.ports
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      NetworkAclId,
      RuleNumber: line.number,
      Protocol: '6',
      RuleAction: line.deny ? 'deny' : 'allow',
      Egress: line.way === 'out',
      CidrBlock: line.cidr,
      PortRange: { From, To },
    }),
  )
}

/** Makes an ACL with these entries and gives it to the subnet. */
export const makeAcl = async (
  ec2: EC2Client,
  VpcId: string,
  subnetId: string,
  lines: readonly AclLine[],
): Promise<string> => {
  const acl = await ec2.send(new CreateNetworkAclCommand({ VpcId }))
  const NetworkAclId = made(acl.NetworkAcl?.NetworkAclId, 'an ACL')
  for (const line of lines) await addEntry(ec2, NetworkAclId, line)
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({ Filters: [inVpc(VpcId)] }))
  const held = NetworkAcls.flatMap(({ Associations = [] }) => Associations)
  const AssociationId = held.find(({ SubnetId }) => SubnetId === subnetId)?.NetworkAclAssociationId
  await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }))
  return NetworkAclId
}

/** TCP on 443 for a peer. */
export const https = (peer: Partial<IpPermission>): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  ...peer,
})

/** The rule that every new group begins with: everything may go out. */
export const everythingOut: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: ANYWHERE }] }

/** Makes a group that lets nothing in and nothing out. */
export const makeShutGroup = async (ec2: EC2Client, VpcId: string, GroupName: string): Promise<string> => {
  const input = { VpcId, GroupName, Description: `${GroupName} of the platform` }
  const GroupId = made((await ec2.send(new CreateSecurityGroupCommand(input))).GroupId, 'a group')
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everythingOut] }))
  return GroupId
}

/** Lets a peer out of the group, or into it. */
export const letThrough = async (
  ec2: EC2Client,
  GroupId: string,
  way: 'in' | 'out',
  ...IpPermissions: IpPermission[]
): Promise<void> => {
  const input = { GroupId, IpPermissions }
  await (way === 'in'
    ? ec2.send(new AuthorizeSecurityGroupIngressCommand(input))
    : ec2.send(new AuthorizeSecurityGroupEgressCommand(input)))
}
