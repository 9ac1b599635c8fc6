import {
  awsCommand,
  defineCheck,
  inboundReach,
  ruleText,
  type Inbound,
  type JudgedNode,
  type Problem,
  type SecurityGroup,
  type SecurityGroupRule,
  type Surroundings,
} from '../../src/core/index.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/no-inbound-ssh',
  title: 'the groups of managed nodes keep SSH and RDP closed to the world',
  why: 'Session Manager needs no port that is open inwards. One that was left open is scanned and tried day and night, and who gets in by it leaves no session to read.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  severity: 'medium',
  fix: 'none',
  each: 'securityGroups',
  needs: ['judgedNodes', 'routeTables', 'internetGateways', 'networkAcls'],
  run(group, records, { region }) {
    const open = openingsOf(group)
    if (open.length === 0) return undefined
    const exposed = Object.values(records.judgedNodes).filter(node => facesOf(node, group).length > 0)
    if (exposed.length === 0) return undefined
    const around: Surroundings = {
      routeTables: Object.values(records.routeTables),
      internetGateways: records.internetGateways,
      networkAcls: Object.values(records.networkAcls),
    }
    const looks = exposed.map(node => ({ node: node.id, inbound: worstOf(node, group, open, around) }))
    return problemOf(group, open, looks, region)
  },
})

interface Look {
  readonly node: string
  readonly inbound: Inbound
}

/** A rule that lets the whole internet in on a port. */
interface Opening {
  readonly port: 22 | 3389
  readonly rule: SecurityGroupRule
  readonly cidr: '0.0.0.0/0' | '::/0'
}

const openingsOf = ({ rules }: SecurityGroup): readonly Opening[] =>
  rules.flatMap(rule => {
    const { direction, peer } = rule
    if (direction !== 'ingress' || peer.kind !== 'cidr') return []
    const { cidr } = peer
    if (cidr !== '0.0.0.0/0' && cidr !== '::/0') return []
    return ([22, 3389] as const).filter(port => isAbout(rule, port)).map(port => ({ port, rule, cidr }))
  })

const isAbout = ({ protocol, ports }: SecurityGroupRule, port: number): boolean =>
  protocol === '-1' ||
  (['tcp', '6'].includes(protocol) && (!ports || (ports.from <= port && ports.to >= port)))

const facesOf = ({ instance }: JudgedNode, { id }: SecurityGroup) =>
  (instance?.interfaces ?? []).filter(one => one.groupIds.includes(id))

const GRAVITY = ['open', 'unknown', 'blocked'] as const

const worstOf = (
  node: JudgedNode,
  group: SecurityGroup,
  open: readonly Opening[],
  around: Surroundings,
): Inbound => {
  const all = facesOf(node, group).flatMap(face =>
    open.map(({ port, cidr }) => inboundReach(face, port, cidr === '::/0' ? 'ipv6' : 'ipv4', around)),
  )
  const [worst] = all.toSorted((a, b) => GRAVITY.indexOf(a.verdict) - GRAVITY.indexOf(b.verdict))
  return worst as Inbound
}

const problemOf = (
  group: SecurityGroup,
  open: readonly Opening[],
  looks: readonly Look[],
  region: string,
): Problem => {
  const reached = looks.filter(look => look.inbound.verdict !== 'blocked')
  const told = reached.length > 0 ? reached : looks
  const rules = [...new Set(open.map(({ rule }) => rule))]
  return {
    message: `security group ${group.id} lets ${portsOf(open)} in from ${sourcesOf(open)}${reachText(told)}`,
    severity: reached.length > 0 ? 'medium' : 'low',
    affects: told.map(look => look.node),
    evidence: [
      ...rules.map(rule => ({
        label: 'lets in',
        value: ruleText(rule, 'ingress'),
        source: `${group.id} (${group.name})`,
      })),
      ...told.slice(0, MOST).map(({ node, inbound }) => ({
        label: inbound.verdict === 'open' ? 'reached at' : 'why not',
        value: inbound.reason,
        source: node,
      })),
    ],
    remedy: {
      text: 'take the rule away: sessions, port forwarding and SSH over Session Manager come from within. A rule for all ports may serve other things too: see first who uses it',
      commands: rules.map(rule => command(group, rule, region)),
    },
  }
}

/** How many nodes are shown one by one. */
const MOST = 5

const portsOf = (open: readonly Opening[]): string =>
  [...new Set(open.map(({ port }) => port))].toSorted((a, b) => a - b).join(' and ')

const sourcesOf = (open: readonly Opening[]): string =>
  [...new Set(open.map(({ cidr }) => cidr))].toSorted().join(' and ')

const reachText = (looks: readonly Look[]): string => {
  const nodes = toldNodes(looks.map(look => look.node))
  const [first] = looks
  if (first?.inbound.verdict === 'open')
    return `, and the internet reaches ${nodes}${looks.length === 1 ? ` at ${first.inbound.reason}` : ''}`
  if (first?.inbound.verdict === 'unknown')
    return `, and whether the internet reaches ${nodes} is not known: ${first.inbound.reason}`
  return `, though it does not reach ${nodes}: ${first?.inbound.reason}`
}

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const command = ({ id }: SecurityGroup, rule: SecurityGroupRule, region: string): string => {
  const { protocol, ports, peer } = rule
  const cidr = peer.kind === 'cidr' ? peer.cidr : ''
  const range = ports ? `,FromPort=${ports.from},ToPort=${ports.to}` : ''
  const source = cidr.includes(':') ? `Ipv6Ranges=[{CidrIpv6=${cidr}}]` : `IpRanges=[{CidrIp=${cidr}}]`
  return awsCommand('ec2 revoke-security-group-ingress', {
    'group-id': id,
    'ip-permissions': `IpProtocol=${protocol}${range},${source}`,
    region,
  })
}
