import type { VpcEndpoint } from '../records.ts'
import { endpointLeg } from './endpoint-way.ts'
import { isInterface, serves, type Standing } from './endpoints.ts'
import { blocked, open, unclear, verdictOf, type Leg } from './factors.ts'
import type { VpcNames } from './names.ts'
import type { Quest } from './public-way.ts'
import type { Factor } from './types.ts'

/** The policy of an endpoint as a factor; undefined where policies are not asked. */
export type AskPolicy = (endpoint: VpcEndpoint) => Factor | undefined

/** What is known of the endpoints of the service that is asked for, and of the names in its VPC. */
export interface Scene {
  readonly quest: Quest
  readonly askPolicy: AskPolicy
  readonly endpoints: readonly { readonly endpoint: VpcEndpoint; readonly standing: Standing }[]
  readonly names: VpcNames
  readonly resolver: Factor
  /** The way to the public addresses: looked at only where it matters. */
  readonly outside: () => Leg
}

/** The interface endpoints of the service that stand so. */
export const interfaces = ({ endpoints }: Scene, ...standings: readonly Standing[]): readonly VpcEndpoint[] =>
  endpoints
    .filter(one => isInterface(one.endpoint) && standings.includes(one.standing))
    .map(one => one.endpoint)

/** The way to an endpoint with what stands before it. */
export const inside = (scene: Scene, endpoint: VpcEndpoint, before: readonly Factor[]): Leg => {
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

/** What a way goes through, as a reader would call it. */
export const throughOf = ({ way }: Leg): string =>
  way.kind === 'internet' ? way.through : 'endpointId' in way ? way.endpointId : 'the route table'

/** Two ways of which one is taken: they agree, or it is not known. */
export const oneOf = (one: Leg, other: Leg, doubt: Factor): Leg => {
  const verdicts = [verdictOf(one.factors), verdictOf(other.factors)]
  const said = `by ${throughOf(one)} it is ${verdicts[0]}, by ${throughOf(other)} it is ${verdicts[1]}`
  const unsure = { way: { kind: 'unknown' as const }, leads: true }
  if (verdicts[0] === verdicts[1] && verdicts[0] !== 'unknown') return { ...one, ...unsure }
  return { ...unsure, factors: [doubt], ...(verdicts[0] !== verdicts[1] && { notes: [said] }) }
}

/** Why the way out does not serve. */
export const closed = ({ factors, leads }: Leg): string => {
  const first = factors.find(factor => factor.verdict === 'blocked')
  return leads ? `${first?.resource}: ${first?.reason}` : (first?.reason ?? 'nothing leads out')
}

/** The way out serves only if somebody answers for the name. */
export const answered = ({ quest, names, resolver }: Scene, outside: Leg): Leg => {
  if (verdictOf(outside.factors) !== 'open' || resolver.look !== undefined) return outside
  if (names.factor.verdict === 'unknown') return { ...outside, factors: [names.factor, ...outside.factors] }
  if (!names.off.includes('dnsSupport')) return outside
  const reason = 'DNS support is off: the resolver of the VPC does not answer'
  const dns = unclear('vpc dns', quest.host.vpcId, reason, 'which resolver the node asks', 'dnsSupport off')
  return { ...outside, factors: [dns, ...outside.factors] }
}
