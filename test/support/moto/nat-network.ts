import {
  AllocateAddressCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import {
  ANSWERS,
  ANYWHERE,
  HTTPS,
  https,
  letThrough,
  made,
  makeAcl,
  makeShutGroup,
  makeSubnet,
  makeTable,
  makeVpc,
} from './network-parts.ts'

/** A network whose nodes go out by a NAT gateway. */
export interface NatNetwork {
  readonly kind: 'nat'
  readonly vpcId: string
  readonly nodeSubnet: string
  readonly publicSubnet: string
  readonly nodeGroup: string
  readonly nodeAcl: string
  readonly publicAcl: string
  readonly table: string
  readonly publicTable: string
  readonly nat: string
  readonly gateway: string
}

/** Makes an internet gateway for the VPC. */
export const makeInternetGateway = async (ec2: EC2Client, VpcId: string): Promise<string> => {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
  const InternetGatewayId = made(InternetGateway?.InternetGatewayId, 'an internet gateway')
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }))
  return InternetGatewayId
}

/** Writes the default route of a table. */
export const defaultRoute = async (
  ec2: EC2Client,
  RouteTableId: string,
  target: { readonly GatewayId: string } | { readonly NatGatewayId: string },
): Promise<void> => {
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE, ...target }))
}

/** Makes a public NAT gateway in the subnet. */
export const makeNat = async (ec2: EC2Client, SubnetId: string): Promise<string> => {
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }))
  const input = { SubnetId, AllocationId, ConnectivityType: 'public' as const }
  return made((await ec2.send(new CreateNatGatewayCommand(input))).NatGateway?.NatGatewayId, 'a NAT gateway')
}

const natAcls = async (ec2: EC2Client, vpcId: string, nodes: string, open: string) => ({
  nodeAcl: await makeAcl(ec2, vpcId, nodes, [
    { number: 110, way: 'out', cidr: ANYWHERE, ports: HTTPS },
    { number: 110, way: 'in', cidr: ANYWHERE, ports: ANSWERS },
  ]),
  publicAcl: await makeAcl(ec2, vpcId, open, [
    { number: 120, way: 'in', cidr: '10.30.0.0/16', ports: HTTPS },
    { number: 120, way: 'out', cidr: '10.30.0.0/16', ports: ANSWERS },
    { number: 130, way: 'out', cidr: ANYWHERE, ports: HTTPS },
    { number: 130, way: 'in', cidr: ANYWHERE, ports: ANSWERS },
  ]),
})

/** Makes a network whose nodes go out by a NAT gateway. */
export const natNetwork = async (ec2: EC2Client): Promise<NatNetwork> => {
  const vpcId = await makeVpc(ec2, '10.30.0.0/16')
  const nodeSubnet = await makeSubnet(ec2, vpcId, '10.30.1.0/24', 'a')
  const publicSubnet = await makeSubnet(ec2, vpcId, '10.30.100.0/24', 'a')
  const nodeGroup = await makeShutGroup(ec2, vpcId, 'nodes')
  await letThrough(ec2, nodeGroup, 'out', https({ IpRanges: [{ CidrIp: ANYWHERE }] }))
  const gateway = await makeInternetGateway(ec2, vpcId)
  const nat = await makeNat(ec2, publicSubnet)
  const table = await makeTable(ec2, vpcId, [nodeSubnet])
  await defaultRoute(ec2, table, { NatGatewayId: nat })
  const publicTable = await makeTable(ec2, vpcId, [publicSubnet])
  await defaultRoute(ec2, publicTable, { GatewayId: gateway })
  const acls = await natAcls(ec2, vpcId, nodeSubnet, publicSubnet)
  return {
    kind: 'nat',
    vpcId,
    nodeSubnet,
    publicSubnet,
    nodeGroup,
    ...acls,
    table,
    publicTable,
    nat,
    gateway,
  }
}
