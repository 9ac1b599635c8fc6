import type { JudgedNode } from '../kinds.ts'
import type { Family } from './cidr.ts'
import { policyJudge } from './endpoint-policy.ts'
import { unclear, verdictOf, type Leg } from './factors.ts'
import { hostOf, type Host } from './host.ts'
import { keptIn, type Network } from './network.ts'
import { DUAL_STACK, type Quest } from './public-way.ts'
import { THE_NODE } from './targets.ts'
import type { Factor, Path, Service } from './types.ts'
import type { AskPolicy } from './scene.ts'
import { wayTo } from './way.ts'

/**
 * The path of a node to a service in a Region; undefined where the node is in no VPC. Nodes that the network cannot tell
 * apart share one object.
 * @param policies whether the policies of endpoints are asked too, which needs the roles of nodes
 */
export const pathOf = (
  network: Network,
  node: JudgedNode,
  service: Service,
  region: string,
  policies: boolean,
): Path | undefined => {
  const host = hostOf(network, node)
  if (!host) return undefined
  const judge = policyJudge(network, host, node, service, region)
  const asked = policies || judge.key === ''
  const key = `${service}|${region}|${asked ? judge.key : 'no policies'}`
  const shared = keptIn(host.paths, key, () =>
    buildPath(network, host, service, region, one => (asked ? judge.judge(one) : undefined)),
  )
  return ownOf(network, shared, node)
}

const buildPath = (
  network: Network,
  host: Host,
  service: Service,
  region: string,
  askPolicy: AskPolicy,
): Path => {
  const legBy = (family: Family): Leg => wayTo({ network, host, service, region, family }, askPolicy)
  const family = host.families[0] ?? 'ipv4'
  const first = legBy(family)
  const second = family === 'ipv4' && host.families.includes('ipv6') && verdictOf(first.factors) === 'blocked'
  const leg = second ? withIpv6(host, first, legBy('ipv6')) : first
  return pathBy({ network, host, service, region, family }, leg)
}

/**
 * The default names have IPv4 addresses alone: IPv6 serves an agent that is set to the dual-stack names.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
 */
const withIpv6 = (host: Host, first: Leg, second: Leg): Leg => {
  if (verdictOf(second.factors) === 'blocked') return first
  const obstacle = first.factors.find(factor => factor.verdict === 'blocked')
  const verdict = verdictOf(second.factors) === 'open' ? 'open' : 'not known'
  const reason = `IPv4 is blocked (${obstacle?.resource}: ${obstacle?.reason}), IPv6 is ${verdict}`
  const doubt = unclear('unseen', host.subnetId, reason, DUAL_STACK)
  return { way: { kind: 'unknown' }, factors: [doubt], leads: true }
}

const pathBy = ({ host, service, region, family }: Quest, leg: Leg): Path => {
  const { way, factors, notes = [] } = leg
  const shut = factors.filter(factor => factor.verdict === 'blocked')
  const obstacle = shut[0] ?? doubtOf(factors)
  return {
    service,
    region,
    vpcId: host.vpcId,
    subnetId: host.subnetId,
    family,
    way,
    verdict: verdictOf(factors),
    factors,
    ...(obstacle && { obstacle }),
    furtherObstacles: shut.slice(1),
    notes: [...notes, ...namesNote(family, way), ...host.notes],
  }
}

/** What no read could tell comes before what a failed read hides. */
const doubtOf = (factors: readonly Factor[]): Factor | undefined => {
  const doubts = factors.filter(factor => factor.verdict === 'unknown')
  return doubts.find(factor => !factor.gap) ?? doubts[0]
}

const namesNote = (family: Family, { kind }: Leg['way']): readonly string[] =>
  family === 'ipv6' && kind === 'internet' ? ['on IPv6 alone the agent has to use the names of api.aws'] : []

/** A path of which a factor is about the node itself is the node's own. */
const ownOf = ({ answers }: Network, path: Path, { id }: JudgedNode): Path => {
  if (!path.factors.some(factor => factor.resource === THE_NODE)) return path
  const key = `own|${id}|${path.service}|${path.region}`
  const known = answers.get(key) as { readonly of: Path; readonly path: Path } | undefined
  if (known?.of === path) return known.path
  const own = named(path, id)
  answers.set(key, { of: path, path: own })
  return own
}

const named = (path: Path, id: string): Path => {
  const names = new Map(
    path.factors.map(factor => [factor, factor.resource === THE_NODE ? { ...factor, resource: id } : factor]),
  )
  const nameOf = (factor: Factor): Factor => names.get(factor) ?? factor
  return {
    ...path,
    factors: path.factors.map(nameOf),
    ...(path.obstacle && { obstacle: nameOf(path.obstacle) }),
    furtherObstacles: path.furtherObstacles.map(nameOf),
  }
}
