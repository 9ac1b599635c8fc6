import type { Route, RouteTable, VpcEndpoint } from '../records.ts'
import { endpointLeg } from './endpoint-way.ts'
import { fipsEndpointsFor, isGateway, serves, standingOf } from './endpoints.ts'
import { blocked, unclear, unread, verdictOf, type Leg } from './factors.ts'
import type { Look } from './look.ts'
import { privateZone } from './names.ts'
import { ownerOf } from './network.ts'
import type { Quest } from './public-way.ts'
import { answered, closed, inside, interfaces, oneOf, type Scene } from './scene.ts'
import { withoutAnyWay } from './shut.ts'
import type { Factor } from './types.ts'

/** The way where no endpoint draws the names: out, unless a private zone answers for them. */
export const byPublicNames = (scene: Scene): Leg => {
  const { quest, resolver } = scene
  const outside = scene.outside()
  const [sleeping] = interfaces(scene, 'live')
  const zone = privateZone(quest.network, quest.host.vpcId, quest.service, quest.region)
  const doubt = zoneDoubt(scene, zone, sleeping) ?? (sleeping && doubtful(resolver))
  if (zone.record !== undefined && doubt) return doubted(doubt)
  if (doubt) return oneOf(sleeping ? inside(scene, sleeping, []) : NOWHERE, outside, doubt)
  if (verdictOf(outside.factors) !== 'blocked') return answered(scene, outside)
  if (doubtful(resolver) && leadsElsewhere(quest)) return doubted(resolver)
  const fips = fipsDoubt(scene)
  if (fips) return doubted(fips)
  if (sleeping && !hasGateway(scene)) return asleep(scene, sleeping)
  const coming = comingEndpoint(scene)
  if (coming) return coming
  if (!outside.leads)
    return endpointDown(scene) ?? unseenEndpoint(scene) ?? unlessLedElsewhere(quest, outside)
  // Groups that shut out public addresses may let out to an endpoint that is not shown.
  return withoutAnyWay(quest) ? outside : (unseenEndpoint(scene) ?? outside)
}

/** Resolvers of one's own may lead a name to what nobody sees from here. */
const doubtful = (resolver: Factor): Factor | undefined =>
  resolver.verdict === 'unknown' ? resolver : undefined

const doubted = (doubt: Factor): Leg => ({ way: { kind: 'unknown' }, factors: [doubt], leads: true })

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
  return record === undefined || elsewhere(record) !== undefined
}

const elsewhere = ({ routes }: RouteTable): Route | undefined =>
  routes.find(({ target, state }) => ELSEWHERE.has(target.kind) && state === 'active')

/**
 * Profiles and rules of resolvers are not read: what they might do is told.
 *
 * aws: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html
 */
const unlessLedElsewhere = ({ network, host }: Quest, leg: Leg): Leg => {
  const { record } = network.tableOf(host.vpcId, host.subnetId)
  const route = record && elsewhere(record)
  if (!route) return leg
  const unless = `unless a Route 53 profile or a resolver rule leads the name through ${route.target.id ?? route.target.kind}`
  const factors = leg.factors.map(factor =>
    factor.verdict === 'blocked' ? { ...factor, reason: `${factor.reason}, ${unless}` } : factor,
  )
  return { ...leg, factors }
}

/** What an agent is set to is not shown. */
const fipsDoubt = ({ quest }: Scene): Factor | undefined => {
  const { network, host, service, region, family } = quest
  const { takenAt } = network.reading.world.scope
  const serving = fipsEndpointsFor(network, host.vpcId, service, region).find(
    one =>
      standingOf(one, takenAt) === 'live' &&
      one.privateDns &&
      serves(one, family) &&
      verdictOf(endpointLeg(network, host, one, family).factors) !== 'blocked',
  )
  if (!serving) return undefined
  const reason = `it serves the FIPS names of ${service} alone`
  return unclear('unseen', serving.id, reason, 'whether the agent is set to the FIPS names')
}

/** Where a gateway endpoint is meant to serve, an interface endpoint beside it need not draw the names. */
const hasGateway = ({ endpoints }: Scene): boolean =>
  endpoints.some(({ endpoint, standing }) => isGateway(endpoint) && standing === 'live')

/** An endpoint that is well and to which no name leads. */
const asleep = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const how = endpoint.privateDns ? 'private DNS serves the inbound resolver alone' : 'private DNS off'
  const reason = `${how}: names resolve to public addresses, and ${closed(scene.outside())}`
  return inside(scene, endpoint, [scene.names.factor, blocked('private dns', endpoint.id, reason, how)])
}

/** An endpoint that becomes available may serve, whatever closes the way out. */
const comingEndpoint = (scene: Scene): Leg | undefined => {
  const [endpoint] = interfaces(scene, 'coming', 'partial')
  return (
    endpoint &&
    waiting(endpoint, unclear('endpoint state', ...stateOf(endpoint), 'whether it becomes available'))
  )
}

/** An endpoint that is not available is the obstacle where nothing else leads there. */
const endpointDown = (scene: Scene): Leg | undefined => {
  const [endpoint] = interfaces(scene, 'down')
  return endpoint && waiting(endpoint, blocked('endpoint state', ...stateOf(endpoint)))
}

const stateOf = ({ id, state }: VpcEndpoint): readonly [string, string] => [id, `its state is ${state}`]

const waiting = ({ id, vpcId }: VpcEndpoint, factor: Factor): Leg => ({
  way: { kind: 'interface endpoint', endpointId: id, vpcId },
  factors: [factor],
  leads: true,
})

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
