import type { Route, VpcEndpoint } from '../records.ts'
import { blocksOf } from './address-class.ts'
import { covers, type Block, type Family } from './cidr.ts'
import { blocked, unclear } from './factors.ts'
import { lookAt } from './look.ts'
import { once, type Network } from './network.ts'
import { routeText } from './routes.ts'
import type { Factor } from './types.ts'

/**
 * What stands between a subnet and an endpoint of its own VPC: nothing, but where a route that is more specific than
 * the local one leads the endpoint's addresses to an appliance.
 * @param faces the addresses of the endpoint, by interface
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing
 */
export const insideRoute = (
  network: Network,
  { id, vpcId }: Pick<VpcEndpoint, 'id' | 'vpcId'>,
  subnetId: string,
  family: Family,
  faces: readonly (readonly Block[])[],
): Factor | undefined =>
  once(network, `inside route|${id}|${subnetId}|${family}`, () => {
    const { record: table } = network.tableOf(vpcId, subnetId)
    const routes = table ? detours(network, vpcId, table.routes, family) : []
    const taken = faces.map(blocks => routes.find(one => blocks.some(block => covers(one.block, block))))
    const found = taken.flatMap(one => (one ? [one.route] : []))
    const [first] = found
    if (!table || !first) return { factor: undefined }
    const isDead = found.length === faces.length && found.every(route => route.state === 'blackhole')
    if (!isDead) return { factor: byAppliance(first) }
    const reason = `${first.destination} is a blackhole`
    return { factor: blocked('route', table.id, reason, `${routeText(first)} (blackhole)`) }
  }).factor

interface Detour {
  readonly route: Route
  readonly block: Block
}

/** Routes within the VPC that are not local, the narrowest first. */
const detours = (
  { reading }: Network,
  vpcId: string,
  routes: readonly Route[],
  family: Family,
): readonly Detour[] => {
  const own = blocksOf(lookAt(reading, 'vpcs', vpcId).record?.cidrs ?? [], family)
  return routes
    .filter(route => route.target.kind !== 'local')
    .flatMap(route => blocksOf([route.destination], family).map(block => ({ route, block })))
    .filter(({ block }) => own.some(one => covers(one, block)))
    .toSorted((a, b) => Number(sizeOf(a) - sizeOf(b)))
}

const sizeOf = ({ block }: Detour): bigint => block.last - block.first

const byAppliance = (route: Route): Factor => {
  const through = route.target.id ?? route.target.kind
  const reason = `${routeText(route)} leads calls within the VPC by what AWS does not show`
  return unclear(
    'unseen',
    through,
    reason,
    `whether ${through} lets 443 through to the endpoint, and the answers back`,
  )
}
