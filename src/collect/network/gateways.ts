import {
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  type EgressOnlyInternetGateway,
  type InternetGateway as Ec2InternetGateway,
  type InternetGatewayAttachment,
  type NatGateway as Ec2NatGateway,
} from '@aws-sdk/client-ec2'
import type { InternetGateway, NatGateway } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import { passedOn, wholeGaps } from '../loaded.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const NAT = 'ec2:DescribeNatGateways'
const INTERNET = 'ec2:DescribeInternetGateways'
const EGRESS_ONLY = 'ec2:DescribeEgressOnlyInternetGateways'

/** The NAT gateways of the VPCs that have selected nodes. */
export const natGateways: RegionCollector<'natGateways'> = {
  actions: [NAT],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'natGateways')
    const { ec2 } = source.clients
    // This call alone names its filters in the singular.
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(NAT, 'NatGateways', page =>
        ec2.send(new DescribeNatGatewaysCommand({ ...page, Filter: [filter] })),
      ),
    )
    return asRecords('natGateways', NAT, found, natId, nat, gaps)
  },
}

const natId = ({ NatGatewayId }: Ec2NatGateway): string => {
  if (!NatGatewayId) throw malformed(NAT, 'holds a NAT gateway without its id')
  return NatGatewayId
}

const nat = (id: string, found: Ec2NatGateway): NatGateway => {
  if (!found.State) throw malformed(NAT, 'holds a NAT gateway without its state')
  return {
    id,
    ...(found.VpcId && { vpcId: found.VpcId }),
    ...(found.SubnetId && { subnetId: found.SubnetId }),
    state: found.State.toLowerCase(),
    connectivity: found.ConnectivityType === 'private' ? 'private' : 'public',
  }
}

/** The internet gateways of the VPCs that have selected nodes. */
export const internetGateways: RegionCollector<'internetGateways'> = {
  actions: [INTERNET],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'internetGateways')
    const { ec2 } = source.clients
    const found = await describeBy('attachment.vpc-id', ids, filter =>
      describeAll(INTERNET, 'InternetGateways', page =>
        ec2.send(new DescribeInternetGatewaysCommand({ ...page, Filters: [filter] })),
      ),
    )
    const idOf = ({ InternetGatewayId }: Ec2InternetGateway): string => InternetGatewayId || unnamed(INTERNET)
    return asRecords('internetGateways', INTERNET, found, idOf, gateway, gaps)
  },
}

const unnamed = (action: string): never => {
  throw malformed(action, 'holds a gateway without its id')
}

const gateway = (
  id: string,
  { Attachments = [] }: { Attachments?: InternetGatewayAttachment[] | undefined },
): InternetGateway => ({
  id,
  // EC2 says `available` of internet gateways and `attached` of egress-only ones.
  vpcIds: Attachments.filter(one => !GOING.has(one.State ?? '')).flatMap(one => one.VpcId ?? []),
})

const GOING: ReadonlySet<string> = new Set(['detaching', 'detached'])

/** The egress-only gateways that routes lead to: no filter finds them by VPC, so they are read only then. */
export const egressOnlyInternetGateways: RegionCollector<'egressOnlyInternetGateways'> = {
  actions: [EGRESS_ONLY],
  startsFrom: ['routeTables'],
  load: async source => {
    const tables = await source.load('routeTables')
    const gaps = passedOn('egressOnlyInternetGateways', wholeGaps([tables]), 'no ids')
    const routes = Object.values(tables.records).flatMap(table => table.routes)
    if (!routes.some(route => route.target.kind === 'egress-only internet gateway'))
      return { records: {}, gaps }
    const { ec2 } = source.clients
    const found = await describeAll(
      EGRESS_ONLY,
      'EgressOnlyInternetGateways',
      page => ec2.send(new DescribeEgressOnlyInternetGatewaysCommand(page)),
      255,
    )
    const idOf = (one: EgressOnlyInternetGateway): string =>
      one.EgressOnlyInternetGatewayId || unnamed(EGRESS_ONLY)
    return asRecords('egressOnlyInternetGateways', EGRESS_ONLY, found, idOf, gateway, gaps)
  },
}
