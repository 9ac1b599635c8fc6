import { DescribeVpcEndpointsCommand, type VpcEndpoint as Ec2Endpoint } from '@aws-sdk/client-ec2'
import type { VpcEndpoint } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import { tagsOf } from '../iam-answers.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const ENDPOINTS = 'ec2:DescribeVpcEndpoints'

/** The endpoints of the VPCs that have selected nodes. */
export const vpcEndpoints: RegionCollector<'vpcEndpoints'> = {
  actions: [ENDPOINTS],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'vpcEndpoints')
    const { ec2 } = source.clients
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(ENDPOINTS, 'VpcEndpoints', page =>
        ec2.send(new DescribeVpcEndpointsCommand({ ...page, Filters: [filter] })),
      ),
    )
    return asRecords('vpcEndpoints', ENDPOINTS, found, idOf, endpoint, gaps)
  },
}

const idOf = ({ VpcEndpointId }: Ec2Endpoint): string => {
  if (!VpcEndpointId) throw malformed(ENDPOINTS, 'holds an endpoint without its id')
  return VpcEndpointId
}

/**
 * Endpoints that name what they lead to by an ARN.
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html
 */
const OF_NO_SERVICE: ReadonlySet<string | undefined> = new Set(['Resource', 'ServiceNetwork'])

const endpoint = (id: string, found: Ec2Endpoint): VpcEndpoint => {
  const { VpcId, State, DnsOptions: dns } = found
  const serviceName = found.ServiceName ?? (OF_NO_SERVICE.has(found.VpcEndpointType) ? '' : undefined)
  if (!VpcId || serviceName === undefined || !State)
    throw malformed(ENDPOINTS, 'holds an endpoint without its VPC, service or state')
  return {
    id,
    vpcId: VpcId,
    ...(found.OwnerId && { ownerId: found.OwnerId }),
    serviceName,
    ...(found.ServiceRegion && { serviceRegion: found.ServiceRegion }),
    type: found.VpcEndpointType ?? 'Gateway',
    state: State.toLowerCase(),
    privateDns: found.PrivateDnsEnabled === true,
    ...(dns?.PrivateDnsOnlyForInboundResolverEndpoint && { privateDnsForInboundOnly: true }),
    ...(found.IpAddressType && { ipAddressType: found.IpAddressType }),
    subnetIds: (found.SubnetIds ?? []).toSorted(),
    routeTableIds: (found.RouteTableIds ?? []).toSorted(),
    groupIds: (found.Groups ?? []).flatMap(group => group.GroupId ?? []).toSorted(),
    interfaceIds: (found.NetworkInterfaceIds ?? []).toSorted(),
    ...(found.PolicyDocument && { policy: found.PolicyDocument }),
    ...(found.CreationTimestamp && { createdAt: found.CreationTimestamp.toISOString() }),
    tags: tagsOf(found.Tags),
  }
}
