import { ifReadable, type Reading } from '../access.ts'
import type { JudgedNode } from '../kinds.ts'
import { freshPing } from './evidence.ts'
import { hostOf, primaryOf } from './host.ts'
import { networkOf, once, type Network } from './network.ts'
import { pathOf } from './path-of.ts'
import { SERVICES, type Path, type Service, type Way } from './types.ts'

/**
 * The ways that the calls of a node take, by service, open or not; without those that a failed read hides, and those in
 * which a ping refutes the model. Neither roles nor policies of endpoints are asked, so that roles may be derived from
 * it. Undefined for nodes in no VPC.
 */
export const waysOf = (reading: Reading, node: JudgedNode): JudgedNode['ways'] => {
  if (reading.view('routeTables').whole && reading.view('vpcEndpoints').whole) return undefined
  const network = networkOf(reading)
  if (!hostOf(network, node)) return undefined
  const ways: Partial<Record<Service, Way>> = {}
  const refuted = isRefuted(network, node)
  for (const service of SERVICES) {
    const region = service === 's3' ? bucketRegion(network) : reading.world.scope.region
    const path = region === undefined ? undefined : pathOf(network, node, service, region, false)
    if (path && isTold(path) && !(refuted && path.verdict !== 'open')) ways[service] = withSource(path, node)
  }
  return ways
}

/** Something carries the node's pings that the model does not see: its other calls may come that way too. */
const isRefuted = (network: Network, node: JudgedNode): boolean => {
  const { region, takenAt } = network.reading.world.scope
  if (freshPing(node, takenAt) === undefined) return false
  return pathOf(network, node, 'ssm', region, false)?.verdict === 'blocked'
}

const isTold = ({ way, factors }: Path): boolean =>
  way.kind !== 'unknown' || !factors.some(factor => factor.verdict === 'unknown' && factor.gap)

/** The node's own address, as the service sees it at the endpoint. */
const withSource = ({ way, family }: Path, { instance }: JudgedNode): Way => {
  if (way.kind !== 'interface endpoint' && way.kind !== 'gateway endpoint') return way
  const isIpv6 = family === 'ipv6'
  const { addresses = [] } = (instance && primaryOf(instance)) ?? {}
  const sourceIp = addresses.find(address => address.includes(':') === isIpv6)
  return sourceIp === undefined ? way : { ...way, sourceIp }
}

/** The Region of the buckets that the preferences name, where they agree; the world's where they name none. */
const bucketRegion = (network: Network): string | undefined =>
  once(network, 'bucket region', () => {
    const { reading } = network
    const destinations = ifReadable(() => Object.values(reading.records('s3Destinations')))
    if (!destinations) return undefined
    const regions = destinations.map(one => ifReadable(() => reading.records('buckets')[one.bucket]?.region))
    const [first] = regions
    if (regions.length === 0) return reading.world.scope.region
    return regions.every(region => region === first) ? first : undefined
  })
