import { DescribeVpcsCommand, type EC2Client } from '@aws-sdk/client-ec2'
import { defaultRoute, makeInternetGateway, type NatNetwork, natNetwork } from './nat-network.ts'
import { made, mainTable } from './network-parts.ts'
import { type PrivateNetwork, privateNetwork } from './private-network.ts'

/** The network of an account's nodes; where it is not said, they have public addresses in the Region's default VPC. */
export type NetworkKind = 'private' | 'nat'

export type Network = PrivateNetwork | NatNetwork

/** Makes the network; the Region's default VPC has in AWS the way out that moto's has not. */
export const makeNetwork = async (
  ec2: EC2Client,
  kind: NetworkKind | undefined,
): Promise<Network | undefined> => {
  if (kind === 'private') return privateNetwork(ec2)
  if (kind === 'nat') return natNetwork(ec2)
  const Filters = [{ Name: 'is-default', Values: ['true'] }]
  const vpcId = made((await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs?.[0]?.VpcId, 'a default VPC')
  await defaultRoute(ec2, await mainTable(ec2, vpcId), { GatewayId: await makeInternetGateway(ec2, vpcId) })
  return undefined
}
