import type { NatGateway, Route } from '../records.ts'
import type { Gap } from '../snapshot.ts'
import { aclGate } from './acl-gate.ts'
import type { Family } from './cidr.ts'
import { blocked, open, unclear, unread } from './factors.ts'
import type { End } from './end.ts'
import { otherBy, type Host, type Other } from './host.ts'
import { lookAt } from './look.ts'
import { ownerOf, type Network } from './network.ts'
import { outward, routeText } from './routes.ts'
import type { Factor, FactorKind, Way } from './types.ts'

/** What stands at the end of a route out. */
export interface Target {
  readonly way: Way
  readonly factors: readonly Factor[]
}

interface Place {
  readonly network: Network
  readonly host: Host
  readonly family: Family
}

/** Whether what a route leads to carries calls to the internet. */
export const targetOf = (place: Place, route: Route): Target => {
  const { kind, id } = route.target
  const through = id ?? kind
  const way: Way = { kind: 'internet', through }
  if (kind === 'internet gateway') return { way, factors: [...gateway(place, through), ...address(place)] }
  if (kind === 'egress-only internet gateway') return { way, factors: gateway(place, through, true) }
  if (kind === 'NAT gateway') return { way, factors: natFactors(place, through) }
  return { way: { kind: 'unknown' }, factors: [beyond(route)] }
}

/** What AWS does not show of the way behind a route. */
const beyond = (route: Route): Factor => {
  const { kind, id } = route.target
  const through = id ?? kind
  return unclear('unseen', through, `${routeText(route)} leaves what AWS shows`, LOOKS[kind] ?? LOOKS.other)
}

const LOOKS = {
  'VPC endpoint': 'whether the appliances behind it let 443 through to the internet',
  'network interface':
    'whether the instance behind it forwards: source/destination check off, NAT on, a way out',
  'peering connection': 'whether the peer network has endpoints with names for this VPC',
  'transit gateway': 'the route tables of the transit gateway, and the way out of the network behind it',
  'virtual private gateway': 'whether the network at the other end of the VPN leads to AWS',
  'carrier gateway': 'whether the interface has a carrier address',
  'local gateway': 'whether the network of the outpost leads to AWS',
  'core network': 'the segments of the core network, and the way out of the network behind them',
  other: 'where it leads',
} as const as Readonly<Partial<Record<Route['target']['kind'], string>>> & { readonly other: string }

/** A thing that is not among the records: gone, or in an account that does not show it. */
export const notThere = (
  { network, host }: Pick<Place, 'network' | 'host'>,
  kind: FactorKind,
  id: string,
  reason: string,
): Factor => {
  const owner = ownerOf(network, host.vpcId, host.subnetId)
  if (typeof owner !== 'string') return unread(kind, id, owner.gap as Gap)
  if (owner === network.reading.world.scope.accountId) return blocked(kind, id, reason)
  return unclear(
    'unseen',
    id,
    `it belongs to account ${owner}, which does not show it`,
    `${id} in account ${owner}`,
  )
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
const gateway = (place: Place, id: string, egressOnly = false): readonly Factor[] => {
  const kind = egressOnly ? 'egressOnlyInternetGateways' : 'internetGateways'
  const { record, gap } = lookAt(place.network.reading, kind, id)
  if (gap) return [unread('internet gateway', id, gap)]
  if (!record) return [notThere(place, 'internet gateway', id, 'it is not there')]
  const attached = record.vpcIds.includes(place.host.vpcId)
  return [
    attached
      ? open('internet gateway', id)
      : blocked('internet gateway', id, `it is not attached to ${place.host.vpcId}`),
  ]
}

/** Stands for the node itself until the path is known to be its own. */
export const THE_NODE = 'node'

/**
 * An internet gateway serves only who has a public address.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html#ip-addresses-and-nat
 */
const address = ({ host, family }: Place): readonly Factor[] => {
  const has = family === 'ipv4' ? host.hasPublicIpv4 : host.hasGlobalIpv6
  const what = family === 'ipv4' ? 'public IPv4 address' : 'global IPv6 address'
  return [has ? open('public address', THE_NODE) : blocked('public address', THE_NODE, `no ${what}`)]
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
const natFactors = (place: Place, id: string): readonly Factor[] => {
  const { record, gap } = lookAt(place.network.reading, 'natGateways', id)
  if (gap) return [unread('nat gateway', id, gap)]
  if (!record) return [notThere(place, 'nat gateway', id, 'it is not there')]
  const state = record.state.toLowerCase()
  if (state === 'pending')
    return [unclear('nat gateway', id, 'it is being made', 'whether it becomes available')]
  if (state !== 'available') return [blocked('nat gateway', id, `its state is ${state}`)]
  // A regional gateway stands in no subnet and leads out by itself.
  if (record.subnetId === undefined && record.connectivity === 'public')
    return [open('nat gateway', id, record.state)]
  return [natOutlet(place, record), ...natAcl(place, record)]
}

/** A NAT gateway needs a way out of its own: its subnet's table has to lead to an internet gateway. */
const natOutlet = (place: Place, nat: NatGateway): Factor => {
  const subnetId = nat.subnetId ?? place.host.subnetId
  const { record: table, gap } = place.network.tableOf(place.host.vpcId, subnetId)
  if (gap) return unread('nat gateway', nat.id, gap)
  if (!table)
    return unclear('nat gateway', nat.id, `the route table of ${subnetId} is not to be seen`, 'that table')
  const [route] = outward(place.network, table, 'ipv4').routes
  if (!route) return outletBlocked(nat, `its subnet ${subnetId} has no 0.0.0.0/0 on ${table.id}`)
  if (route.state === 'blackhole')
    return outletBlocked(nat, `${routeText(route)} on ${table.id} is a blackhole`)
  return outletBy(place, nat, route, `${routeText(route)} on ${table.id}`)
}

const outletBlocked = ({ id }: NatGateway, reason: string): Factor => blocked('nat gateway', id, reason)

const outletBy = (place: Place, nat: NatGateway, route: Route, text: string): Factor => {
  const { kind, id } = route.target
  if (kind === 'NAT gateway') return outletBlocked(nat, `its own subnet leads to a NAT gateway: ${text}`)
  if (kind !== 'internet gateway') return { ...beyond(route), kind: 'nat gateway', resource: nat.id }
  if (nat.connectivity === 'private') return outletBlocked(nat, 'it is private: it leads to no internet')
  const [door] = gateway(place, id ?? kind) as [Factor]
  if (door.verdict === 'open') return open('nat gateway', nat.id, text)
  return { ...door, kind: 'nat gateway', resource: nat.id, rule: text, reason: `${id}: ${door.reason}` }
}

/** NAT gateways take answers on 1024-65535. aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#nacl-ephemeral-ports */
const NAT_PORTS = { from: 1024, to: 65535 }

const INTERNET: End = { family: 'ipv4', blocks: 'public', groupIds: [], listIds: [] }

/** The ACL of the gateway's subnet sees both halves: from the node to it, and from it to the internet. */
const natAcl = ({ network, host, family }: Place, { subnetId }: NatGateway): readonly Factor[] => {
  if (subnetId === undefined) return []
  const inwards = aclGate(network, subnetId, 'server', host.ends[family] as Other, host.replyPorts)
  const outwards = aclGate(network, subnetId, 'client', otherBy(network, INTERNET), NAT_PORTS)
  const halves = subnetId === host.subnetId ? [outwards] : [inwards, outwards]
  const worst =
    halves.find(one => one.verdict === 'blocked') ?? halves.find(one => one.verdict === 'unknown') ?? outwards
  return [{ kind: 'network acl', ...worst }]
}
