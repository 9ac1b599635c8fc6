import type { Route, RouteTable } from '../records.ts'
import { aclGate } from './acl-gate.ts'
import { blocksOf } from './address-class.ts'
import type { Block, Family } from './cidr.ts'
import { nodeGroupGate } from './endpoint-way.ts'
import { endpointsFor, lacking, serves, standingOf } from './endpoints.ts'
import { blocked, open, unclear, unread, verdictOf, type Leg } from './factors.ts'
import { otherBy, type Host, type Other } from './host.ts'
import { lookAt, seen } from './look.ts'
import { once, type Network } from './network.ts'
import { gatewayRoute, listRoute, nat64Route, outward, routeText } from './routes.ts'
import { targetOf, type Target } from './targets.ts'
import type { Factor, Service } from './types.ts'

/** What is asked of the network: the way of a node to a service in a Region. */
export interface Quest {
  readonly network: Network
  readonly host: Host
  readonly service: Service
  readonly region: string
  readonly family: Family
}

/** The way to the public addresses of a service: a gateway endpoint on the subnet's table, else a route out. */
export const publicLeg = (quest: Quest): Leg => {
  const { network, host } = quest
  const { record: table, gap } = network.tableOf(host.vpcId, host.subnetId)
  if (table) return gatewayLeg(quest, table) ?? outLeg(quest, table)
  const route = gap
    ? unread('route', host.subnetId, gap)
    : unclear(
        'route',
        host.subnetId,
        'its route table is not to be seen',
        `the route table of ${host.subnetId}`,
      )
  return { way: { kind: 'unknown' }, factors: [...doors(quest, publicEnd(quest)), route], leads: true }
}

/** Out of the node's groups and subnet. */
const doors = ({ network, host }: Quest, other: Other): readonly Factor[] => [
  { kind: 'node group', ...nodeGroupGate(network, host, other) },
  { kind: 'network acl', ...aclGate(network, host.subnetId, 'client', other, host.replyPorts) },
]

/**
 * The public addresses of a service: not known one by one, but for those that a prefix list of AWS holds.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const publicEnd = ({ network, service, region, family }: Quest, list?: string): Other =>
  once(network, `public end|${service}|${region}|${family}|${list}`, () => {
    const lists = seen(network.reading, 'prefixLists').filter(
      one => one.name?.endsWith(`.${region}.${service}`) || one.id === list,
    )
    const ids = [...new Set([...lists.map(one => one.id), ...(list === undefined ? [] : [list])])]
    const cidrs = lists.flatMap(one => one.cidrs)
    const known = blocksOf(cidrs, family)
    const blocks = known.length > 0 ? known : 'public'
    return otherBy(network, { family, blocks, groupIds: [], listIds: ids })
  })

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html */
const gatewayLeg = (quest: Quest, table: RouteTable): Leg | undefined => {
  const { network, host, service, region, family } = quest
  const endpoints = endpointsFor(network, host.vpcId, service, region).filter(one => serves(one, family))
  const found = gatewayRoute(table, endpoints)
  if (!found) return undefined
  const { endpoint, route } = found
  const { takenAt } = network.reading.world.scope
  const standing = standingOf(endpoint, takenAt)
  if (!route && standing !== 'live') return undefined
  const rule = route ? routeText(route) : `${service} → ${endpoint.id}`
  return {
    way: { kind: 'gateway endpoint', endpointId: endpoint.id, vpcId: endpoint.vpcId },
    factors: [
      standing === 'live'
        ? open('endpoint state', endpoint.id, endpoint.state)
        : standing === 'down'
          ? blocked('endpoint state', endpoint.id, `its state is ${endpoint.state}`)
          : unclear(
              'endpoint state',
              endpoint.id,
              `its state is ${endpoint.state}`,
              `the state of ${endpoint.id}`,
            ),
      ...doors(quest, publicEnd(quest, route?.destination)),
      route?.state === 'blackhole'
        ? blocked('route', table.id, `${route.destination} is a blackhole`, rule)
        : open('route', table.id, rule),
    ],
    leads: true,
  }
}

const outLeg = (quest: Quest, table: RouteTable): Leg => {
  const nat64 = quest.family === 'ipv6' ? nat64Leg(quest, table) : undefined
  const plain = routedLeg(quest, table)
  if (!nat64) return plain
  return verdictOf(nat64.factors) === 'open' || !plain.leads ? nat64 : eitherOut(quest, table, nat64, plain)
}

/** Which of both ways an agent on IPv6 takes is told by its own settings. */
const eitherOut = (quest: Quest, table: RouteTable, nat64: Leg, plain: Leg): Leg => {
  if (verdictOf(plain.factors) === verdictOf(nat64.factors)) return nat64
  const reason = 'the way by NAT64 is not open, that by IPv6 is'
  return {
    way: { kind: 'unknown' },
    factors: [unclear('unseen', table.id, reason, DUAL_STACK)],
    leads: true,
  }
}

export const DUAL_STACK = 'whether the agent is set to the dual-stack names (api.aws)'

const NAT64_BLOCKS: readonly Block[] = blocksOf(['64:ff9b::/96'])

const nat64Leg = (quest: Quest, table: RouteTable): Leg | undefined => {
  const route = nat64Route(table)
  const { dns64 } = quest.host.subnet ?? {}
  if (!route || dns64 === false || (dns64 === undefined && quest.host.subnet)) return undefined
  const end = { family: 'ipv6' as const, blocks: NAT64_BLOCKS, groupIds: [], listIds: [] }
  const leg = legBy(quest, table, [route], otherBy(quest.network, end))
  if (quest.host.subnet) return leg
  const { gap } = lookAt(quest.network.reading, 'subnets', quest.host.subnetId)
  const why = gap
    ? unread('unseen', quest.host.subnetId, gap)
    : unclear('unseen', quest.host.subnetId, 'whether DNS64 is on is not told', 'DNS64 of the subnet')
  return { ...leg, factors: [...leg.factors, why] }
}

const routedLeg = (quest: Quest, table: RouteTable): Leg => {
  const own = listRoute(quest.network, table, quest)
  if (own) return legBy(quest, table, [own], publicEnd(quest, own.destination))
  const { routes, partial, gap } = outward(quest.network, table, quest.family)
  if (routes.length > 0) return legBy(quest, table, routes, publicEnd(quest))
  if (gap) return undecided(quest, unread('route', table.id, gap))
  const [some] = partial
  if (some) {
    const reason = `only ${partial.map(routeText).join(', ')} ${partial.length === 1 ? 'leads' : 'lead'} to public addresses`
    return undecided(quest, unclear('route', table.id, reason, `whether ${quest.service} answers there`))
  }
  return noWay(quest, blocked('route', table.id, `no ${DEFAULTS[quest.family]}, ${missing(quest, table)}`))
}

const DEFAULTS: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' }

const missing = (quest: Quest, table: RouteTable): string =>
  lacking(quest.network, quest.host.vpcId, quest, table.id)

const undecided = (quest: Quest, route: Factor): Leg => ({
  way: { kind: 'unknown' },
  factors: [...doors(quest, publicEnd(quest)), route],
  leads: true,
})

/** Where nothing leads out, what groups and ACLs would say of it is no fault of theirs. */
const noWay = (quest: Quest, route: Factor): Leg => ({
  way: { kind: 'none' },
  factors: [...doors(quest, publicEnd(quest)).filter(one => one.verdict === 'open'), route],
  leads: false,
})

const legBy = (quest: Quest, table: RouteTable, routes: readonly Route[], other: Other): Leg => {
  const dead = routes.find(route => route.state === 'blackhole')
  if (dead && routes.every(route => route.state === 'blackhole')) {
    const reason = `${dead.destination} is a blackhole, ${missing(quest, table)}`
    return noWay(quest, blocked('route', table.id, reason, `${routeText(dead)} (blackhole)`))
  }
  const targets = routes.map(route => targetFor(quest, table, route))
  const [first] = targets as [Target]
  const verdicts = new Set(targets.map(target => verdictOf(target.factors)))
  const decided = verdicts.size === 1 ? first : parted(table, routes)
  return {
    way: decided.way,
    factors: [
      ...doors(quest, other),
      open('route', table.id, routeText(routes[0] as Route)),
      ...decided.factors,
    ],
    leads: true,
  }
}

const targetFor = (quest: Quest, table: RouteTable, route: Route): Target =>
  route.state === 'blackhole'
    ? { way: { kind: 'none' }, factors: [blocked('route', table.id, `${route.destination} is a blackhole`)] }
    : targetOf(quest, route)

const parted = (table: RouteTable, routes: readonly Route[]): Target => {
  const reason = `parts of the public addresses are led apart: ${routes.map(routeText).join(', ')}`
  return {
    way: { kind: 'unknown' },
    factors: [unclear('unseen', table.id, reason, 'which of them the service has')],
  }
}
