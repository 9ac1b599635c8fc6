import {
  awsCommand,
  defineCheck,
  obstacleText,
  type NetworkAcl,
  type NetworkFault,
  type Vpc,
} from '../../src/core/index.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/acl',
  title: 'the network ACL lets calls out and answers in',
  why: 'A network ACL has no memory: it has to let 443 out and the answers back in on the ports of the caller. Where either is denied, nothing behind it reaches the service.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  severity: 'high',
  fix: 'none',
  each: 'networkAcls',
  needs: ['networkFaults', 'vpcs'],
  run(acl, { networkFaults, vpcs }, { region }) {
    const fault = networkFaults[`network acl/${acl.id}`]
    if (!fault) return undefined
    const entries = neededEntries(acl, fault, vpcs[acl.vpcId])
    return {
      message: `${reasonsOf(fault).join(', and ')}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: faultEvidence(fault, entries.map(entryText)),
      remedy: {
        text: `put rules that let these calls and their answers through before the one that denies them; the numbers have to be free`,
        commands: entries.map(entry => command(acl, entry, region)),
      },
    }
  },
})

/** One rule often denies the way to many addresses: the first of them is told. */
const reasonsOf = ({ blocked }: NetworkFault): readonly string[] => {
  const byRule = new Map<string | undefined, string>()
  for (const { factor, path } of blocked)
    if (!byRule.has(factor.rule)) byRule.set(factor.rule, obstacleText(factor, path))
  return [...byRule.values()]
}

interface Entry {
  readonly number: number
  readonly egress: boolean
  readonly ports: string
  readonly cidr: string
}

/** The entries that the ACL has to have, with numbers before all others of their direction. */
const neededEntries = (
  acl: NetworkAcl,
  { blocked }: NetworkFault,
  vpc: Vpc | undefined,
): readonly Entry[] => {
  const entries = blocked.flatMap(({ path }) => {
    const calls = acl.subnetIds.includes(path.subnetId)
    const outside = path.way.kind !== 'interface endpoint'
    const world = path.family === 'ipv6' ? '::/0' : '0.0.0.0/0'
    const inside = vpc?.cidrs.filter(cidr => cidr.includes(':') === (path.family === 'ipv6')) ?? []
    const cidrs = outside ? [world] : inside.length > 0 ? inside : [world]
    return cidrs.flatMap(cidr => [
      { egress: calls, ports: '443', cidr },
      { egress: !calls, ports: '1024-65535', cidr },
    ])
  })
  const distinct = [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()]
  return distinct.map((entry, at) => ({ ...entry, number: freeNumber(acl, entry.egress, at) }))
}

/** A number that is not taken, before the first of the direction where there is room. */
const freeNumber = ({ entries }: NetworkAcl, egress: boolean, at: number): number => {
  const taken = entries.filter(entry => entry.egress === egress).map(entry => entry.number)
  const first = Math.min(...taken, 100)
  return Math.max(first - 1 - at, 1)
}

const entryText = ({ egress, ports, cidr }: Entry): string =>
  `tcp ${ports} ${egress ? 'to' : 'from'} ${cidr} allowed`

const command = ({ id }: NetworkAcl, { number, egress, ports, cidr }: Entry, region: string): string => {
  const [from, to = from] = ports.split('-')
  return awsCommand('ec2 create-network-acl-entry', {
    'network-acl-id': id,
    [egress ? 'egress' : 'ingress']: true,
    'rule-number': String(number),
    protocol: 'tcp',
    'port-range': `From=${from},To=${to}`,
    [cidr.includes(':') ? 'ipv6-cidr-block' : 'cidr-block']: cidr,
    'rule-action': 'allow',
    region,
  })
}
