import { CreateVpcEndpointCommand, DescribePrefixListsCommand, type EC2Client } from '@aws-sdk/client-ec2'
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

const SERVED = ['ssm', 'ssmmessages', 'logs', 'kms'] as const
export type Served = (typeof SERVED)[number]

/** A network without a way out: endpoints in a subnet of their own. */
export interface PrivateNetwork {
  readonly kind: 'private'
  readonly vpcId: string
  readonly nodeSubnet: string
  readonly endpointSubnet: string
  readonly nodeGroup: string
  readonly endpointGroup: string
  readonly nodeAcl: string
  readonly endpointAcl: string
  readonly table: string
  readonly endpoints: Readonly<Record<Served, string>>
  /** The gateway endpoint of S3. */
  readonly s3: string
  /** AWS's prefix list of S3. */
  readonly s3List: string
}

const s3ListOf = async (ec2: EC2Client): Promise<string> => {
  const { PrefixLists = [] } = await ec2.send(new DescribePrefixListsCommand({}))
  const name = `com.amazonaws.${await ec2.config.region()}.s3`
  return made(PrefixLists.find(list => list.PrefixListName === name)?.PrefixListId, 'a prefix list')
}

/** Makes an interface endpoint with private DNS. */
export const makeEndpoint = async (
  ec2: EC2Client,
  network: Pick<PrivateNetwork, 'vpcId' | 'endpointSubnet' | 'endpointGroup'>,
  service: Served,
): Promise<string> => {
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: network.vpcId,
      ServiceName: `com.amazonaws.${await ec2.config.region()}.${service}`,
      VpcEndpointType: 'Interface',
      SubnetIds: [network.endpointSubnet],
      SecurityGroupIds: [network.endpointGroup],
      PrivateDnsEnabled: true,
    }),
  )
  return made(VpcEndpoint?.VpcEndpointId, 'an endpoint')
}

/** Makes the gateway endpoint of S3 on a table. */
export const makeS3Endpoint = async (ec2: EC2Client, VpcId: string, table: string): Promise<string> => {
  const ServiceName = `com.amazonaws.${await ec2.config.region()}.s3`
  const input = { VpcId, ServiceName, VpcEndpointType: 'Gateway' as const, RouteTableIds: [table] }
  const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(input))
  return made(VpcEndpoint?.VpcEndpointId, 'a gateway endpoint')
}

const privateAcls = async (ec2: EC2Client, vpcId: string, nodes: string, endpoints: string) => ({
  nodeAcl: await makeAcl(ec2, vpcId, nodes, [
    { number: 110, way: 'out', cidr: ANYWHERE, ports: HTTPS },
    { number: 110, way: 'in', cidr: ANYWHERE, ports: ANSWERS },
  ]),
  endpointAcl: await makeAcl(ec2, vpcId, endpoints, [
    { number: 120, way: 'in', cidr: '10.20.0.0/16', ports: HTTPS },
    { number: 120, way: 'out', cidr: '10.20.0.0/16', ports: ANSWERS },
  ]),
})

/** Makes a network without a way out. */
export const privateNetwork = async (ec2: EC2Client): Promise<PrivateNetwork> => {
  const vpcId = await makeVpc(ec2, '10.20.0.0/16')
  const nodeSubnet = await makeSubnet(ec2, vpcId, '10.20.1.0/24', 'a')
  const endpointSubnet = await makeSubnet(ec2, vpcId, '10.20.2.0/24', 'b')
  const nodeGroup = await makeShutGroup(ec2, vpcId, 'nodes')
  const endpointGroup = await makeShutGroup(ec2, vpcId, 'endpoints')
  const s3List = await s3ListOf(ec2)
  const toEndpoints = https({ UserIdGroupPairs: [{ GroupId: endpointGroup }] })
  await letThrough(ec2, nodeGroup, 'out', toEndpoints, https({ PrefixListIds: [{ PrefixListId: s3List }] }))
  await letThrough(ec2, endpointGroup, 'in', https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] }))
  const place = { vpcId, endpointSubnet, endpointGroup }
  const endpoints = {
    ssm: await makeEndpoint(ec2, place, 'ssm'),
    ssmmessages: await makeEndpoint(ec2, place, 'ssmmessages'),
    logs: await makeEndpoint(ec2, place, 'logs'),
    kms: await makeEndpoint(ec2, place, 'kms'),
  }
  const table = await makeTable(ec2, vpcId, [nodeSubnet, endpointSubnet])
  const s3 = await makeS3Endpoint(ec2, vpcId, table)
  const acls = await privateAcls(ec2, vpcId, nodeSubnet, endpointSubnet)
  return { kind: 'private', ...place, nodeSubnet, nodeGroup, ...acls, table, endpoints, s3, s3List }
}
