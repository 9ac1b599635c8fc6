import type { VpcEndpoint } from '../records.ts'
import type { Gap } from '../snapshot.ts'
import { endpointLeg } from './endpoint-way.ts'
import { endpointsFor, isInterface, serves, standingOf, type Standing } from './endpoints.ts'
import { blocked, open, unclear, unread, verdictOf, type Leg } from './factors.ts'
import { hiding, type Look } from './look.ts'
import { privateZone, resolvers, vpcNames, type VpcNames } from './names.ts'
import { ownerOf } from './network.ts'
import { publicLeg, type Quest } from './public-way.ts'
import { withoutAnyWay } from './shut.ts'
import type { Factor } from './types.ts'

/** The policy of an endpoint as a factor; undefined where policies are not asked. */
export type AskPolicy = (endpoint: VpcEndpoint) => Factor | undefined

/** What is known of the endpoints of the service that is asked for, and of the names in its VPC. */
interface Scene {
  readonly quest: Quest
  readonly askPolicy: AskPolicy
  readonly endpoints: readonly { readonly endpoint: VpcEndpoint; readonly standing: Standing }[]
  readonly names: VpcNames
  readonly resolver: Factor
  readonly outside: Leg
}

/**
 * The way that a node's calls take, as the names of the service lead them: to an interface endpoint with private DNS
 * whatever else there is, otherwise to the public addresses.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names
 */
export const wayTo = (quest: Quest, askPolicy: AskPolicy): Leg => {
  const { network, host, service, region } = quest
  const { reading } = network
  const { takenAt } = reading.world.scope
  const found = endpointsFor(network, host.vpcId, service, region)
  const scene: Scene = {
    quest,
    askPolicy,
    endpoints: found.map(endpoint => ({ endpoint, standing: standingOf(endpoint, takenAt) })),
    names: vpcNames(network, host.vpcId),
    resolver: resolvers(network, host.vpcId),
    outside: guarded(publicLeg(quest), found, askPolicy),
  }
  const drawing = interfaces(scene, 'live', 'partial').find(draws)
  const gap = hiding(reading, 'vpcEndpoints')
  if (gap && !drawing) return withoutAnyWay(quest) ?? hidden(scene, gap)
  return drawing ? byPrivateNames(scene, drawing) : byPublicNames(scene)
}

const interfaces = ({ endpoints }: Scene, ...standings: readonly Standing[]): readonly VpcEndpoint[] =>
  endpoints
    .filter(one => isInterface(one.endpoint) && standings.includes(one.standing))
    .map(one => one.endpoint)

/** Whether the names of the service lead to an endpoint, as far as it is its own doing. */
const draws = (endpoint: VpcEndpoint): boolean => endpoint.privateDns && !endpoint.privateDnsForInboundOnly

/** The way of a gateway endpoint has a policy too. */
const guarded = (leg: Leg, endpoints: readonly VpcEndpoint[], askPolicy: AskPolicy): Leg => {
  const { way } = leg
  if (way.kind !== 'gateway endpoint') return leg
  const policy = endpoints.filter(one => one.id === way.endpointId).flatMap(one => askPolicy(one) ?? [])
  return { ...leg, factors: [...leg.factors, ...policy] }
}

const hidden = ({ quest }: Scene, gap: Gap): Leg => ({
  way: { kind: 'unknown' },
  factors: [unread('endpoint state', quest.host.vpcId, gap)],
  leads: true,
})

/** The way to an endpoint with what stands before it. */
const inside = (scene: Scene, endpoint: VpcEndpoint, before: readonly Factor[]): Leg => {
  const { network, host, family } = scene.quest
  const leg = endpointLeg(network, host, endpoint, family)
  const policy = scene.askPolicy(endpoint)
  return {
    ...leg,
    factors: [...before, stateOf(scene, endpoint), ...leg.factors, ...(policy ? [policy] : [])],
  }
}

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html (IP address type) */
const stateOf = ({ quest, endpoints }: Scene, endpoint: VpcEndpoint): Factor => {
  const standing = endpoints.find(one => one.endpoint === endpoint)?.standing
  if (standing !== 'live') {
    const reason = `its state is ${endpoint.state}`
    return unclear('endpoint state', endpoint.id, reason, `the state of ${endpoint.id}`)
  }
  if (serves(endpoint, quest.family)) return open('endpoint state', endpoint.id, endpoint.state)
  const { ipAddressType = 'ipv4' } = endpoint
  return blocked(
    'endpoint state',
    endpoint.id,
    `it serves ${ipAddressType} alone, the node calls by ${quest.family}`,
  )
}

const byPrivateNames = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const { names, resolver, outside } = scene
  if (names.off.length > 0) return namesOff(scene, endpoint)
  const private_ = inside(scene, endpoint, [names.factor, open('private dns', endpoint.id)])
  const doubt = [names.factor, resolver].find(factor => factor.verdict === 'unknown')
  if (doubt) {
    const without = names.factor.verdict === 'open' ? private_ : inside(scene, endpoint, [])
    return oneOf(without, outside, doubt)
  }
  const mismatch = private_.factors.some(one => one.kind === 'endpoint state' && one.verdict === 'blocked')
  if (mismatch && verdictOf(outside.factors) === 'open')
    return oneOf(private_, outside, familyDoubt(scene, endpoint))
  return overriding(private_, endpoint, outside)
}

const familyDoubt = ({ quest }: Scene, { id }: VpcEndpoint): Factor =>
  unclear('unseen', id, `it does not serve ${quest.family}, the way out does`, 'what the names resolve to')

/** A broken endpoint with private DNS is worse than none: the names lead to it, and the way out is never taken. */
const overriding = (leg: Leg, { id }: VpcEndpoint, outside: Leg): Leg => {
  if (verdictOf(leg.factors) === 'open' || verdictOf(outside.factors) !== 'open') return leg
  return { ...leg, notes: [`private DNS of ${id} overrides the way through ${throughOf(outside)}`] }
}

const throughOf = ({ way }: Leg): string =>
  way.kind === 'internet' ? way.through : 'endpointId' in way ? way.endpointId : 'the route table'

/** Two ways of which one is taken: they agree, or it is not known. */
const oneOf = (one: Leg, other: Leg, doubt: Factor): Leg => {
  const verdicts = [verdictOf(one.factors), verdictOf(other.factors)]
  const said = `by ${throughOf(one)} it is ${verdicts[0]}, by ${throughOf(other)} it is ${verdicts[1]}`
  const unsure = { way: { kind: 'unknown' as const }, leads: true }
  if (verdicts[0] === verdicts[1] && verdicts[0] !== 'unknown') return { ...one, ...unsure }
  return { ...unsure, factors: [doubt], ...(verdicts[0] !== verdicts[1] && { notes: [said] }) }
}

/**
 * With a DNS attribute off the names of the service resolve to its public addresses; without DNS support the VPC's
 * resolver answers nothing at all.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
 */
const namesOff = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const { quest, names, outside } = scene
  if (verdictOf(outside.factors) !== 'blocked') return answered(scene, outside)
  const attributes = names.off.join(' and ')
  const reason = `${attributes} off: names resolve to public addresses, and ${closed(outside)}`
  const dns = blocked('vpc dns', quest.host.vpcId, reason, `${attributes} off`)
  return inside(scene, endpoint, [dns, open('private dns', endpoint.id)])
}

/** Why the way out does not serve. */
const closed = ({ factors, leads }: Leg): string => {
  const first = factors.find(factor => factor.verdict === 'blocked')
  return leads ? `${first?.resource}: ${first?.reason}` : (first?.reason ?? 'nothing leads out')
}

/** The way out serves only if somebody answers for the name. */
const answered = ({ quest, names, resolver }: Scene, outside: Leg): Leg => {
  if (verdictOf(outside.factors) !== 'open' || resolver.look !== undefined) return outside
  if (names.factor.verdict === 'unknown') return { ...outside, factors: [names.factor, ...outside.factors] }
  if (!names.off.includes('dnsSupport')) return outside
  const reason = 'DNS support is off: the resolver of the VPC does not answer'
  const dns = unclear('vpc dns', quest.host.vpcId, reason, 'which resolver the node asks', 'dnsSupport off')
  return { ...outside, factors: [dns, ...outside.factors] }
}

const byPublicNames = (scene: Scene): Leg => {
  const { quest, resolver, outside } = scene
  const [sleeping] = interfaces(scene, 'live')
  const zone = privateZone(quest.network, quest.host.vpcId, quest.service, quest.region)
  const doubt = zoneDoubt(scene, zone, sleeping) ?? (sleeping && resolver.look ? resolver : undefined)
  if (zone.record !== undefined && doubt) return { way: { kind: 'unknown' }, factors: [doubt], leads: true }
  if (doubt) return oneOf(sleeping ? inside(scene, sleeping, []) : NOWHERE, outside, doubt)
  if (verdictOf(outside.factors) !== 'blocked') return answered(scene, outside)
  if (sleeping) return asleep(scene, sleeping)
  return outside.leads ? outside : (notYet(scene) ?? unseenEndpoint(scene) ?? outside)
}

/** Where a name may lead that nobody here knows. */
const NOWHERE: Leg = {
  way: { kind: 'unknown' },
  factors: [unclear('unseen', '', 'a private zone may lead elsewhere', 'the private zones of the VPC')],
  leads: true,
}

/** Zones that could not be read matter where there is something that they may lead to. */
const zoneDoubt = (
  { quest }: Scene,
  { record, gap }: Look<string>,
  sleeping: VpcEndpoint | undefined,
): Factor | undefined => {
  const { vpcId } = quest.host
  if (record !== undefined)
    return unclear(
      'unseen',
      vpcId,
      `the private zone ${record} answers for the name`,
      `where ${record} leads`,
    )
  return gap && (sleeping || leadsElsewhere(quest)) ? unread('unseen', vpcId, gap) : undefined
}

const ELSEWHERE: ReadonlySet<string> = new Set([
  'peering connection',
  'transit gateway',
  'virtual private gateway',
  'core network',
])

/** Whether the subnet's table leads to other networks, in which endpoints may stand. */
const leadsElsewhere = ({ network, host }: Quest): boolean => {
  const { record } = network.tableOf(host.vpcId, host.subnetId)
  return record?.routes.some(route => ELSEWHERE.has(route.target.kind)) ?? true
}

/** An endpoint that is well and to which no name leads. */
const asleep = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const how = endpoint.privateDns ? 'private DNS serves the inbound resolver alone' : 'private DNS off'
  const reason = `${how}: names resolve to public addresses, and ${closed(scene.outside)}`
  return inside(scene, endpoint, [scene.names.factor, blocked('private dns', endpoint.id, reason, how)])
}

/** An endpoint that is not available is the obstacle where nothing else leads there. */
const notYet = (scene: Scene): Leg | undefined => {
  const [coming] = interfaces(scene, 'coming', 'partial')
  const [down] = interfaces(scene, 'down')
  const endpoint = coming ?? down
  if (!endpoint) return undefined
  const reason = `its state is ${endpoint.state}`
  const factor = coming
    ? unclear('endpoint state', endpoint.id, reason, 'whether it becomes available')
    : blocked('endpoint state', endpoint.id, reason)
  const way = { kind: 'interface endpoint', endpointId: endpoint.id, vpcId: endpoint.vpcId } as const
  return { way, factors: [factor], leads: true }
}

/** In a VPC of another account there may be endpoints that are not shown here. */
const unseenEndpoint = ({ quest }: Scene): Leg | undefined => {
  const { network, host, service } = quest
  const owner = ownerOf(network, host.vpcId, host.subnetId)
  const unsure = { way: { kind: 'unknown' as const }, leads: true }
  if (typeof owner !== 'string')
    return owner.gap && { ...unsure, factors: [unread('unseen', host.vpcId, owner.gap)] }
  if (owner === network.reading.world.scope.accountId) return undefined
  const reason = `it belongs to account ${owner}, which does not show its endpoints`
  const look = `the endpoint of ${service} in account ${owner}`
  return { ...unsure, factors: [unclear('unseen', host.vpcId, reason, look)] }
}
