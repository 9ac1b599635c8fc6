import type { VpcEndpoint } from '../records.ts'
import { once, type Network } from './network.ts'
import type { Service } from './types.ts'

/**
 * The endpoints in a VPC that serve a service in a Region. Names end alike in every partition
 * (`com.amazonaws.REGION.SERVICE`, `cn.com.amazonaws.REGION.SERVICE`).
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const endpointsFor = (
  network: Network,
  vpcId: string,
  service: Service,
  region: string,
): readonly VpcEndpoint[] =>
  once(network, `endpoints|${vpcId}|${service}|${region}`, () =>
    network
      .endpointsIn(vpcId)
      .filter(
        ({ serviceName, serviceRegion = region }) =>
          serviceName.endsWith(`.${region}.${service}`) && serviceRegion === region,
      )
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )

/**
 * The endpoints that serve the FIPS names of a service alone: agents call these names where they are set to.
 *
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/kms-vpc-endpoint.html
 */
export const fipsEndpointsFor = (
  network: Network,
  vpcId: string,
  service: Service,
  region: string,
): readonly VpcEndpoint[] =>
  network
    .endpointsIn(vpcId)
    .filter(one => isInterface(one) && one.serviceName.endsWith(`.${region}.${service}-fips`))

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html */
export type Standing = 'live' | 'partial' | 'coming' | 'down'

/** How long an endpoint may be `pending` before that says that something is wrong. */
const PENDING_MS = 10 * 60 * 1000

/** What an endpoint's state means for the names of its service. */
export const standingOf = ({ state, createdAt }: VpcEndpoint, takenAt: string): Standing => {
  switch (state.toLowerCase()) {
    case 'available':
      return 'live'
    case 'pending':
      return isYoung(createdAt, takenAt) ? 'coming' : 'down'
    case 'pendingacceptance':
    case 'deleting':
    case 'deleted':
    case 'rejected':
    case 'failed':
    case 'expired':
      return 'down'
    default:
      return 'partial'
  }
}

const isYoung = (createdAt: string | undefined, takenAt: string): boolean =>
  createdAt === undefined || Date.parse(takenAt) - Date.parse(createdAt) < PENDING_MS

export const isInterface = ({ type }: VpcEndpoint): boolean => type.toLowerCase() === 'interface'
export const isGateway = ({ type }: VpcEndpoint): boolean => type.toLowerCase() === 'gateway'

/** Whether an endpoint takes calls of a family. Those of which nothing is told serve IPv4. */
export const serves = ({ ipAddressType = 'ipv4' }: VpcEndpoint, family: 'ipv4' | 'ipv6'): boolean =>
  ipAddressType.toLowerCase() === 'dualstack' || ipAddressType.toLowerCase() === family

/**
 * The groups that guard an endpoint: one without own groups has the default group of its VPC.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export const groupIdsOf = (network: Network, endpoint: VpcEndpoint): readonly string[] => {
  if (!isInterface(endpoint)) return []
  if (endpoint.groupIds.length > 0) return endpoint.groupIds.toSorted()
  const { record } = network.defaultGroupOf(endpoint.vpcId)
  return record ? [record.id] : []
}

/** What a route table lacks of an endpoint of a service, as a clause: `no endpoint ssm`, `vpce-1 is not on rtb-2`. */
export const lacking = (
  network: Network,
  vpcId: string,
  wanted: { readonly service: Service; readonly region: string; readonly family: 'ipv4' | 'ipv6' },
  tableId: string,
): string => {
  const { service, region, family } = wanted
  const gateways = endpointsFor(network, vpcId, service, region).filter(isGateway)
  const serving = gateways.find(one => serves(one, family))
  if (serving) return `${serving.id} is not on ${tableId}`
  const [other] = gateways
  if (other) return `${other.id} does not serve ${family}`
  const abroad = region === network.reading.world.scope.region ? '' : ` of ${region}`
  return `no endpoint ${service}${abroad}`
}
