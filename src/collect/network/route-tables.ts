import {
  DescribeRouteTablesCommand,
  type Route as Ec2Route,
  type RouteTable as Ec2RouteTable,
} from '@aws-sdk/client-ec2'
import type { Route, RouteTable, RouteTargetKind } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const TABLES = 'ec2:DescribeRouteTables'
/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
const PAGE = 100

/** The route tables of the VPCs that have selected nodes. */
export const routeTables: RegionCollector<'routeTables'> = {
  actions: [TABLES],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'routeTables')
    const { ec2 } = source.clients
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(
        TABLES,
        'RouteTables',
        page => ec2.send(new DescribeRouteTablesCommand({ ...page, Filters: [filter] })),
        PAGE,
      ),
    )
    return asRecords('routeTables', TABLES, found, idOf, table, gaps)
  },
}

const idOf = ({ RouteTableId }: Ec2RouteTable): string => {
  if (!RouteTableId) throw malformed(TABLES, 'holds a route table without its id')
  return RouteTableId
}

const table = (id: string, found: Ec2RouteTable): RouteTable => {
  const { VpcId, Associations = [], Routes } = found
  if (!VpcId || !Routes) throw malformed(TABLES, 'holds a route table without its VPC or routes')
  const held = Associations.filter(one => !GOING.has(one.AssociationState?.State ?? ''))
  return {
    id,
    vpcId: VpcId,
    ...(found.OwnerId && { ownerId: found.OwnerId }),
    main: held.some(one => one.Main === true),
    subnetIds: held.flatMap(one => one.SubnetId ?? []).toSorted(),
    routes: Routes.flatMap(one => route(one) ?? []),
  }
}

const GOING: ReadonlySet<string> = new Set(['disassociating', 'disassociated', 'failed'])

const route = (found: Ec2Route): Route | undefined => {
  const destination =
    found.DestinationCidrBlock ?? found.DestinationIpv6CidrBlock ?? found.DestinationPrefixListId
  // A filtered route is told and not taken. aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
  if (!destination || found.State === 'filtered') return undefined
  return {
    destination,
    target: targetOf(found),
    state: found.State === 'blackhole' ? 'blackhole' : 'active',
  }
}

type Target = Route['target']

const target = (kind: RouteTargetKind, id: string | undefined): Target => ({ kind, ...(id && { id }) })

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
const targetOf = (found: Ec2Route): Target => {
  const { GatewayId, InstanceId, NetworkInterfaceId } = found
  if (found.NatGatewayId) return target('NAT gateway', found.NatGatewayId)
  if (found.EgressOnlyInternetGatewayId)
    return target('egress-only internet gateway', found.EgressOnlyInternetGatewayId)
  if (found.TransitGatewayId) return target('transit gateway', found.TransitGatewayId)
  if (found.VpcPeeringConnectionId) return target('peering connection', found.VpcPeeringConnectionId)
  if (found.CarrierGatewayId) return target('carrier gateway', found.CarrierGatewayId)
  if (found.LocalGatewayId) return target('local gateway', found.LocalGatewayId)
  if (found.CoreNetworkArn) return target('core network', found.CoreNetworkArn)
  if (InstanceId || NetworkInterfaceId) return target('network interface', InstanceId ?? NetworkInterfaceId)
  return GatewayId ? gateway(GatewayId) : target('other', undefined)
}

const GATEWAYS: readonly (readonly [string, RouteTargetKind])[] = [
  ['local', 'local'],
  ['igw-', 'internet gateway'],
  ['eigw-', 'egress-only internet gateway'],
  ['vgw-', 'virtual private gateway'],
  ['vpce-', 'VPC endpoint'],
  ['nat-', 'NAT gateway'],
]

const gateway = (id: string): Target =>
  target(GATEWAYS.find(([start]) => id.startsWith(start))?.[1] ?? 'other', id)
