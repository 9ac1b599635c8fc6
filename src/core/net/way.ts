import type { VpcEndpoint } from '../records.ts'
import type { Gap } from '../snapshot.ts'
import { endpointsFor, standingOf } from './endpoints.ts'
import { unread, verdictOf, type Leg } from './factors.ts'
import { hiding } from './look.ts'
import { resolvers, vpcNames } from './names.ts'
import { byPrivateNames } from './private-names.ts'
import { byPublicNames } from './public-names.ts'
import { publicLeg, type Quest } from './public-way.ts'
import { interfaces, type AskPolicy, type Scene } from './scene.ts'
import { withoutAnyWay } from './shut.ts'

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
    outside: lazily(() => guarded(publicLeg(quest), found, askPolicy)),
  }
  const leg = legIn(scene, hiding(reading, 'vpcEndpoints'))
  return verdictOf(leg.factors) === 'unknown' ? (withoutAnyWay(quest) ?? leg) : leg
}

const legIn = (scene: Scene, gap: Gap | undefined): Leg => {
  const drawing = interfaces(scene, 'live', 'partial').find(draws)
  if (drawing) return byPrivateNames(scene, drawing)
  return gap ? hidden(scene, gap) : byPublicNames(scene)
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

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
