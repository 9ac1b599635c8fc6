import {
  AttachInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DetachInternetGatewayCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import { defaultRoute, makeNat, type NatNetwork } from './nat-network.ts'
import { dropAclEntry, reroute, revoke, type Undo } from './network-breaks.ts'
import { ANSWERS, ANYWHERE, https } from './network-parts.ts'

/** The account's network as it is now: a NAT gateway that was deleted and made again has another id. */
export type NatLive = Omit<NatNetwork, 'nat'> & { nat: string }

/** A way to break the network. */
export interface NatFault {
  readonly name: string
  readonly break: (ec2: EC2Client, net: NatLive) => Promise<Undo>
  readonly finds: string
  readonly on?: (net: NatLive) => string
  /** What the message names. */
  readonly names: (net: NatLive) => string
}

const toInternet = https({ IpRanges: [{ CidrIp: ANYWHERE }] })

const dropDefault = async (ec2: EC2Client, RouteTableId: string): Promise<void> => {
  await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE }))
}

/** Each single fault of a NAT network; all of them shut every way. */
export const NAT_FAULTS: readonly NatFault[] = [
  {
    name: 'the nodes have no default route',
    break: async (ec2, net) => {
      await dropDefault(ec2, net.table)
      return () => defaultRoute(ec2, net.table, { NatGatewayId: net.nat })
    },
    finds: 'network/ssm-path',
    names: ({ table }) => table,
  },
  {
    name: 'the NAT gateway was deleted and its route is a black hole',
    break: async (ec2, net) => {
      await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: net.nat }))
      return async () => {
        const old = net.nat
        net.nat = await makeNat(ec2, net.publicSubnet)
        await reroute(ec2, net.table, [{ NatGatewayId: net.nat }, { NatGatewayId: old }])
      }
    },
    finds: 'network/ssm-path',
    names: () => 'blackhole',
  },
  {
    name: 'the NAT gateway stands in a private subnet',
    break: async (ec2, net) => {
      const wrong = await makeNat(ec2, net.nodeSubnet)
      const back = await reroute(ec2, net.table, [{ NatGatewayId: wrong }, { NatGatewayId: net.nat }])
      return async () => {
        await back()
        await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: wrong }))
      }
    },
    finds: 'network/ssm-path',
    names: () => 'NAT gateway nat-',
  },
  {
    name: 'the internet gateway is detached',
    break: async (ec2, { gateway, vpcId }) => {
      const ids = { InternetGatewayId: gateway, VpcId: vpcId }
      await ec2.send(new DetachInternetGatewayCommand(ids))
      return () => ec2.send(new AttachInternetGatewayCommand(ids))
    },
    finds: 'network/ssm-path',
    names: ({ gateway }) => gateway,
  },
  {
    name: 'the subnet of the NAT gateway has no default route',
    break: async (ec2, net) => {
      await dropDefault(ec2, net.publicTable)
      return () => defaultRoute(ec2, net.publicTable, { GatewayId: net.gateway })
    },
    finds: 'network/ssm-path',
    names: ({ publicTable }) => publicTable,
  },
  {
    name: 'the subnet is public and the node has no public address',
    break: (ec2, { table, gateway, nat }) =>
      reroute(ec2, table, [{ GatewayId: gateway }, { NatGatewayId: nat }]),
    finds: 'network/ssm-path',
    names: () => 'no public IPv4 address',
  },
  {
    name: 'the group of the nodes lets nothing out',
    break: (ec2, { nodeGroup }) => revoke(ec2, nodeGroup, 'out', toInternet),
    finds: 'network/node-egress',
    on: ({ nodeGroup }) => nodeGroup,
    names: ({ nodeGroup }) => nodeGroup,
  },
  {
    name: 'the ACL of the nodes lets no answers in',
    break: (ec2, { nodeAcl }) =>
      dropAclEntry(ec2, nodeAcl, { number: 110, way: 'in', cidr: ANYWHERE, ports: ANSWERS }),
    finds: 'network/acl',
    on: ({ nodeAcl }) => nodeAcl,
    names: ({ nodeAcl }) => nodeAcl,
  },
  {
    name: 'the ACL of the NAT gateway lets no answers in',
    break: (ec2, { publicAcl }) =>
      dropAclEntry(ec2, publicAcl, { number: 130, way: 'in', cidr: ANYWHERE, ports: ANSWERS }),
    finds: 'network/acl',
    on: ({ publicAcl }) => publicAcl,
    names: ({ publicAcl }) => publicAcl,
  },
]
