import {
  awsCommand,
  defineCheck,
  obstacleText,
  ruleText,
  type AllowTraffic,
  type Evidence,
  type NetworkFault,
  type Peer,
  type PrefixList,
  type SecurityGroup,
} from '../../src/core/index.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/node-egress',
  title: 'the groups of the node let it out to the services that it needs',
  why: 'A new group lets everything out. Where its rules were narrowed and 443 to the endpoints or to AWS was forgotten, the agent cannot call out, and nothing on the node says why.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-traffic'],
  each: 'securityGroups',
  needs: ['networkFaults', 'prefixLists'],
  run(group, { networkFaults, prefixLists }, { region }) {
    const fault = networkFaults[`node group/${group.id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const peers = peersOf(fault, prefixLists)
    const fix = peers.flatMap(peer => (isWorld(peer) ? [] : allow(group, peer)))
    return {
      message: `${obstacleText(blocked.factor, blocked.path)}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: [
        letsOut(group),
        ...faultEvidence(
          fault,
          peers.map(peer => `443 to ${nameOf(peer)}`),
        ),
      ],
      remedy: {
        text: peers.some(isWorld)
          ? `let 443 out to the internet, where the way leads: AWS keeps no prefix list of these services, and endpoints would keep it within the VPC`
          : 'let 443 out to the groups of the endpoints, or to the prefix list of the service',
        commands: peers.map(peer => command(group, peer, region)),
      },
      // To open a group to the whole internet is for its owner to decide.
      fix: peers.some(isWorld) ? [] : fix,
    }
  },
})

const WORLD: Peer = { kind: 'cidr', cidr: '0.0.0.0/0' }
const WORLD_V6: Peer = { kind: 'cidr', cidr: '::/0' }

const isWorld = (peer: Peer): boolean => peer.kind === 'cidr'

const nameOf = (peer: Peer): string =>
  peer.kind === 'cidr' ? peer.cidr : peer.kind === 'group' ? peer.groupId : peer.prefixListId

/** Where the blocked paths lead: the group of the endpoint, the prefix list of the service, or else the internet. */
const peersOf = (
  { blocked }: NetworkFault,
  prefixLists: Readonly<Record<string, PrefixList>>,
): readonly Peer[] => {
  const peers = blocked.map(({ path }): Peer => {
    const guard = path.factors.find(factor => factor.kind === 'endpoint group')?.resources?.[0]
    if (path.way.kind === 'interface endpoint' && guard !== undefined)
      return { kind: 'group', groupId: guard }
    const list = Object.values(prefixLists).find(one => one.name?.endsWith(`.${path.region}.${path.service}`))
    if (list) return { kind: 'prefix list', prefixListId: list.id }
    return path.family === 'ipv6' ? WORLD_V6 : WORLD
  })
  return [...new Map(peers.map(peer => [nameOf(peer), peer])).values()]
}

const allow = ({ id }: SecurityGroup, peer: Peer): AllowTraffic => ({
  type: 'allow-traffic',
  direction: 'egress',
  of: { groupId: id },
  port: 443,
  peer,
})

const letsOut = ({ id, name, rules }: SecurityGroup): Evidence => {
  const outwards = rules.filter(rule => rule.direction === 'egress').map(rule => ruleText(rule, 'egress'))
  return { label: 'lets out', value: outwards.join('; ') || 'nothing', source: `${id} (${name})` }
}

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const command = ({ id }: SecurityGroup, peer: Peer, region: string): string =>
  awsCommand('ec2 authorize-security-group-egress', {
    'group-id': id,
    'ip-permissions': `IpProtocol=tcp,FromPort=443,ToPort=443,${rangeOf(peer)}`,
    region,
  })

const rangeOf = (peer: Peer): string => {
  if (peer.kind === 'group') return `UserIdGroupPairs=[{GroupId=${peer.groupId}}]`
  if (peer.kind === 'prefix list') return `PrefixListIds=[{PrefixListId=${peer.prefixListId}}]`
  return peer.cidr.includes(':') ? `Ipv6Ranges=[{CidrIpv6=${peer.cidr}}]` : `IpRanges=[{CidrIp=${peer.cidr}}]`
}
