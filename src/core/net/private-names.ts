import type { VpcEndpoint } from '../records.ts'
import { blocked, open, unclear, verdictOf, type Leg } from './factors.ts'
import { answered, closed, inside, oneOf, throughOf, type Scene } from './scene.ts'
import type { Factor } from './types.ts'

/** The way where private DNS of an endpoint draws the names to it, if the VPC's DNS has its attributes on. */
export const byPrivateNames = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const { names, resolver } = scene
  if (names.off.length > 0) return namesOff(scene, endpoint)
  const drawn = inside(scene, endpoint, [names.factor, open('private dns', endpoint.id)])
  const doubt = [names.factor, resolver].find(factor => factor.verdict === 'unknown')
  if (doubt) {
    const without = names.factor.verdict === 'open' ? drawn : inside(scene, endpoint, [])
    return oneOf(without, scene.outside(), doubt)
  }
  const mismatch = drawn.factors.some(one => one.kind === 'endpoint state' && one.verdict === 'blocked')
  if (mismatch && verdictOf(scene.outside().factors) === 'open')
    return oneOf(drawn, scene.outside(), familyDoubt(scene, endpoint))
  return overriding(drawn, endpoint, scene.outside)
}

const familyDoubt = ({ quest }: Scene, { id }: VpcEndpoint): Factor =>
  unclear('unseen', id, `it does not serve ${quest.family}, the way out does`, 'what the names resolve to')

/** A broken endpoint with private DNS is worse than none: the names lead to it, and the way out is never taken. */
const overriding = (leg: Leg, { id }: VpcEndpoint, outside: () => Leg): Leg => {
  if (verdictOf(leg.factors) === 'open' || verdictOf(outside().factors) !== 'open') return leg
  return { ...leg, notes: [`private DNS of ${id} overrides the way through ${throughOf(outside())}`] }
}

/**
 * With a DNS attribute off the names of the service resolve to its public addresses; without DNS support the VPC's
 * resolver answers nothing at all.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
 */
const namesOff = (scene: Scene, endpoint: VpcEndpoint): Leg => {
  const { quest, names, resolver } = scene
  const outside = scene.outside()
  if (verdictOf(outside.factors) !== 'blocked') return answered(scene, outside)
  // Resolvers of one's own may lead to the endpoint whatever the VPC's own one would say.
  if (resolver.verdict === 'unknown') return oneOf(inside(scene, endpoint, []), outside, resolver)
  const attributes = names.off.join(' and ')
  const reason = `${attributes} off: names resolve to public addresses, and ${closed(outside)}`
  const dns = blocked('vpc dns', quest.host.vpcId, reason, `${attributes} off`)
  return inside(scene, endpoint, [dns, open('private dns', endpoint.id)])
}
