import type { Route, RouteTable, VpcEndpoint } from '../records.ts'
import type { Gap } from '../snapshot.ts'
import { blocksOf } from './address-class.ts'
import { covers, parseBlock, type Block, type Family } from './cidr.ts'
import { isGateway } from './endpoints.ts'
import { lookAt } from './look.ts'
import { once, type Network } from './network.ts'
import { isOfAws } from './prefix-lists.ts'
import type { Service } from './types.ts'

/** What a route table says of the public addresses of AWS. */
export interface Outward {
  /** The routes that decide: several where none covers all. */
  readonly routes: readonly Route[]
  /** Routes to some public addresses only, where nothing covers the rest. */
  readonly partial: readonly Route[]
  /** The read that hides where a prefix list leads. */
  readonly gap?: Gap
}

/**
 * The routes that a call to a public address takes: the longest prefix wins.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const outward = (network: Network, table: RouteTable, family: Family): Outward =>
  once(network, `outward|${table.id}|${family}`, () => {
    const routes = table.routes.filter(route => !isInside(network, route))
    const placed = routes.map(route => ({ route, ...blocksAt(network, route, family) }))
    const deciding = decidingOf(placed, family)
    const partial = placed.filter(
      one => one.route.state === 'active' && one.blocks.some(block => isPublic(block)),
    )
    const gap = placed.find(one => one.gap)?.gap
    return {
      routes: deciding,
      partial: deciding.length > 0 ? [] : partial.map(one => one.route),
      ...(gap && { gap }),
    }
  })

interface Placed {
  readonly route: Route
  readonly blocks: readonly Block[]
}

const EVERYTHING = parseBlock('0.0.0.0/0') as Block
/** All global unicast addresses. */
const GLOBAL = parseBlock('2000::/3') as Block
const HALVES = ['0.0.0.0/1', '128.0.0.0/1'].map(text => parseBlock(text) as Block)

/** Two halves win over a default route, as every longer prefix does. */
const decidingOf = (placed: readonly Placed[], family: Family): readonly Route[] => {
  const whole = family === 'ipv4' ? EVERYTHING : GLOBAL
  const over = narrowest(placed, whole)
  if (family === 'ipv6') return over
  const halves = HALVES.map(half =>
    narrowest(
      placed.filter(one => !over.includes(one.route)),
      half,
    ),
  )
  const found = halves.filter(half => half.length > 0)
  if (found.length === 2 || over.length > 0)
    return [...new Set([...found.flat(), ...(found.length === 2 ? [] : over)])]
  return []
}

/** Of the routes that cover all of a block those with the longest prefix. */
const narrowest = (placed: readonly Placed[], whole: Block): readonly Route[] => {
  const over = placed.flatMap(({ route, blocks }) =>
    blocks.filter(block => covers(block, whole)).map(block => ({ route, size: block.last - block.first })),
  )
  const least = over.reduce<bigint>((size, one) => (one.size < size ? one.size : size), 1n << 130n)
  return over.filter(one => one.size === least).map(one => one.route)
}

/** Routes that stay in the VPC, and those of gateway endpoints, which are for their own service alone. */
const isInside = (network: Network, { destination, target }: Route): boolean =>
  target.kind === 'local' ||
  (target.kind === 'VPC endpoint' &&
    (isServiceList(network, destination) || leadsToGateway(network, target.id)))

const leadsToGateway = ({ reading }: Network, id: string | undefined): boolean => {
  const { record } = lookAt(reading, 'vpcEndpoints', id)
  return record !== undefined && isGateway(record)
}

const isServiceList = ({ reading }: Network, destination: string): boolean =>
  isOfAws(lookAt(reading, 'prefixLists', destination).record)

const blocksAt = (
  { reading }: Network,
  { destination }: Route,
  family: Family,
): { readonly blocks: readonly Block[]; readonly gap?: Gap } => {
  if (!destination.startsWith('pl-')) return { blocks: blocksOf([destination], family) }
  const { record, gap } = lookAt(reading, 'prefixLists', destination)
  return { blocks: blocksOf(record?.cidrs ?? [], family), ...(gap && { gap }) }
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '224.0.0.0/3',
  'fc00::/7',
  'fe80::/10',
  '64:ff9b::/96',
].map(text => parseBlock(text) as Block)

const isPublic = (block: Block): boolean => !PRIVATE.some(one => covers(one, block))

/** The gateway endpoint that a table leads a service to, with the route's prefix list where it is told. */
export const gatewayRoute = (
  table: RouteTable,
  endpoints: readonly VpcEndpoint[],
): { readonly endpoint: VpcEndpoint; readonly route?: Route } | undefined => {
  for (const endpoint of endpoints.filter(isGateway)) {
    const route = table.routes.find(one => one.target.id === endpoint.id)
    if (route || endpoint.routeTableIds.includes(table.id)) return { endpoint, ...(route && { route }) }
  }
  return undefined
}

/**
 * The route by a service's own prefix list that leads elsewhere than to a gateway endpoint: its blocks are narrower than
 * any default route.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const listRoute = (
  { reading }: Network,
  { routes }: RouteTable,
  { service, region }: { readonly service: Service; readonly region: string },
): Route | undefined =>
  routes.find(({ destination, target }) => {
    const endpoint = lookAt(reading, 'vpcEndpoints', target.id).record
    const leadsAway = target.kind !== 'VPC endpoint' || (endpoint !== undefined && !isGateway(endpoint))
    const list = lookAt(reading, 'prefixLists', destination).record
    return leadsAway && isOfAws(list) && list?.name?.endsWith(`.${region}.${service}`) === true
  })

/** A route as a line: `0.0.0.0/0 → nat-1`. */
export const routeText = ({ destination, target }: Route): string =>
  `${destination} → ${target.id ?? target.kind}`

/** The route of NAT64 that applies to names which have an IPv4 address only. aws: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
export const nat64Route = (table: RouteTable): Route | undefined =>
  table.routes.find(({ destination }) => destination === '64:ff9b::/96')
