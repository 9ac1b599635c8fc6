import type { NetworkInterface, VpcEndpoint } from '../records.ts'
import { aclGate, unfiltered } from './acl-gate.ts'
import { blocksOf } from './address-class.ts'
import type { Block, Family } from './cidr.ts'
import { groupIdsOf } from './endpoints.ts'
import { mergeStages, type Judged, type Leg, type Stage } from './factors.ts'
import { groupGate } from './group-gate.ts'
import { otherOf, type Host, type Other } from './host.ts'
import { insideRoute } from './inside-route.ts'
import { hiding, lookAt, type Look } from './look.ts'
import { once, type Network } from './network.ts'
import type { Factor } from './types.ts'

/** An interface of an endpoint as a node sees it; where it was not read, any address of its subnet. */
interface Face {
  readonly subnetId: string
  readonly other: Other
  readonly gap?: Look<never>['gap']
}

/**
 * The way to an interface endpoint: out of the node's groups and subnet, into the endpoint's subnet and groups. Its
 * own policy is not among it.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export const endpointLeg = (network: Network, host: Host, endpoint: VpcEndpoint, family: Family): Leg => ({
  way: { kind: 'interface endpoint', endpointId: endpoint.id, vpcId: endpoint.vpcId },
  factors: factorsTo(network, host, endpoint, family),
  leads: true,
})

const factorsTo = (
  network: Network,
  host: Host,
  endpoint: VpcEndpoint,
  family: Family,
): readonly Factor[] => {
  const faces = facesOf(network, endpoint, family)
  const self = host.ends[family] as Other
  const guards = groupIdsOf(network, endpoint)
  const guard = knowing(host.groupIds !== undefined, guardGate(network, endpoint, guards, self), GROUPS)
  const stage = (kind: Stage['kind'], judge: (face: Face) => Judged): Stage => ({
    kind,
    each: faces.map(face => perhaps(judge(face), face)),
  })
  const stages = mergeStages([
    stage('node group', face =>
      knowing(guards.length > 0, nodeGroupGate(network, host, face.other), `the groups of ${endpoint.id}`),
    ),
    stage('network acl', face =>
      face.subnetId === host.subnetId
        ? unfiltered(host.subnetId)
        : aclGate(network, host.subnetId, 'client', face.other, host.replyPorts),
    ),
    stage('network acl', face =>
      face.subnetId === host.subnetId
        ? unfiltered(face.subnetId)
        : aclGate(network, face.subnetId, 'server', self, host.replyPorts),
    ),
    stage('endpoint group', () => guard),
  ])
  const others = faces.filter(face => face.subnetId !== host.subnetId)
  const detour = insideRoute(network, endpoint, host.subnetId, family, others.map(blocksOfFace))
  return detour ? [...stages.slice(0, 2), detour, ...stages.slice(2)] : stages
}

const blocksOfFace = ({ other }: Face): readonly Block[] =>
  typeof other.end.blocks === 'string' ? [] : other.end.blocks

const GROUPS = 'the security groups of its primary interface'

/** Rules may name the groups of the other end: where these are not known, nothing is closed for certain. */
const knowing = (known: boolean, judged: Judged, look: string): Judged =>
  known || judged.verdict !== 'blocked'
    ? judged
    : { ...judged, verdict: 'unknown', reason: 'the groups of the other end are not told', look }

/** Whether the node's groups let 443 out. */
export const nodeGroupGate = (network: Network, { groupIds, subnetId }: Host, other: Other): Judged => {
  if (groupIds?.[0] !== undefined) return groupGate(network, groupIds[0], groupIds, 'egress', other)
  return {
    resource: subnetId,
    verdict: 'unknown',
    reason: 'the groups of the node are not told',
    look: GROUPS,
  }
}

const guardGate = (
  network: Network,
  endpoint: VpcEndpoint,
  guards: readonly string[],
  self: Other,
): Judged => {
  if (guards.length > 0) return groupGate(network, endpoint.id, guards, 'ingress', self)
  const { gap } = network.defaultGroupOf(endpoint.vpcId)
  const reason = 'the default group of its VPC is not to be seen'
  return {
    resource: endpoint.id,
    verdict: 'unknown',
    reason,
    ...(gap ? { gap } : { look: `the groups of ${endpoint.id}` }),
  }
}

/** What is unknown of an interface that could not be read is unknown for that reason. */
const perhaps = (judged: Judged, { gap }: Face): Judged => {
  if (!gap || judged.verdict !== 'unknown' || judged.gap) return judged
  const { look: _, ...others } = judged
  return { ...others, gap }
}

const facesOf = (network: Network, endpoint: VpcEndpoint, family: Family): readonly Face[] =>
  once(network, `faces|${endpoint.id}|${family}`, () => {
    const looks = endpoint.interfaceIds.map(id => lookAt(network.reading, 'networkInterfaces', id))
    const interfaces = looks.flatMap(look => look.record ?? [])
    const groupIds = groupIdsOf(network, endpoint)
    const all = interfaces.length > 0 && interfaces.length === looks.length
    if (all) return interfaces.map(one => faceOf(network, one, family, groupIds))
    const gap = looks.find(look => look.gap)?.gap ?? hiding(network.reading, 'networkInterfaces')
    return somewhereIn(network, endpoint, family, groupIds).map(face => ({ ...face, ...(gap && { gap }) }))
  })

const faceOf = (
  network: Network,
  { subnetId, addresses, vpcId }: NetworkInterface,
  family: Family,
  groupIds: readonly string[],
): Face => {
  const blocks = blocksOf(addresses, family)
  const anywhere = placesIn(network, subnetId, vpcId, family)
  return { subnetId, other: otherOf(network, family, blocks.length > 0 ? blocks : anywhere, groupIds) }
}

const somewhereIn = (
  network: Network,
  { subnetIds, vpcId }: VpcEndpoint,
  family: Family,
  groupIds: readonly string[],
): readonly Face[] => {
  const anywhere = subnetIds.length > 0 ? subnetIds : [`a subnet of ${vpcId}`]
  return anywhere.map(subnetId => ({
    subnetId,
    other: otherOf(network, family, placesIn(network, subnetId, vpcId, family), groupIds),
  }))
}

const EVERYWHERE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' }

/** Where an address that is not known may be: in its subnet, in its VPC, anywhere. */
const placesIn = (
  { reading }: Network,
  subnetId: string,
  vpcId: string | undefined,
  family: Family,
): readonly Block[] => {
  const subnet = blocksOf(lookAt(reading, 'subnets', subnetId).record?.cidrs ?? [], family)
  if (subnet.length > 0) return subnet
  const vpc = blocksOf(lookAt(reading, 'vpcs', vpcId).record?.cidrs ?? [], family)
  return vpc.length > 0 ? vpc : blocksOf([EVERYWHERE[family]])
}
