import {
  awsCommand,
  type NatGateway,
  type NetworkAcl,
  type NetworkFault,
  type Path,
  type Vpc,
  type VpcEndpoint,
} from '../../src/core/index.ts'

/** What tells where the subnets of an ACL stand on the way of a path. */
export interface Surroundings {
  readonly vpcs: Readonly<Record<string, Vpc>>
  readonly vpcEndpoints: Readonly<Record<string, VpcEndpoint>>
  readonly natGateways: Readonly<Record<string, NatGateway>>
}

/** An entry that an ACL has to have; without a number where none is free before the one that denies. */
export interface Entry {
  readonly number?: number
  readonly egress: boolean
  readonly ports: string
  readonly cidr: string
}

const HTTPS = '443'
/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#nacl-ephemeral-ports */
const REPLIES = '1024-65535'

const calls = (cidr: string): readonly Entry[] => [
  { egress: true, ports: HTTPS, cidr },
  { egress: false, ports: REPLIES, cidr },
]

const isCalled = (cidr: string): readonly Entry[] => [
  { egress: false, ports: HTTPS, cidr },
  { egress: true, ports: REPLIES, cidr },
]

const WORLD = { ipv4: '0.0.0.0/0', ipv6: '::/0' } as const

/** The entries that an ACL has to have for the calls of the blocked paths and their answers. */
export const neededEntries = (
  acl: NetworkAcl,
  fault: NetworkFault,
  around: Surroundings,
): readonly Entry[] => {
  const entries = fault.blocked.flatMap(({ path }) => entriesFor(acl, path, around))
  const distinct = [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()]
  return [true, false].flatMap(egress => numbered(acl, egress, distinct, denying(fault, egress)))
}

const entriesFor = (acl: NetworkAcl, path: Path, around: Surroundings): readonly Entry[] => {
  const { way, family, subnetId } = path
  const world = WORLD[family]
  const inside = blocksOf(around.vpcs[acl.vpcId], path)
  const isOf = (subnets: readonly string[]): boolean =>
    subnets.some(subnet => subnet !== subnetId && acl.subnetIds.includes(subnet))
  const ends = way.kind === 'interface endpoint' ? inside : [world]
  const own = acl.subnetIds.includes(subnetId) ? ends.flatMap(calls) : []
  if (way.kind === 'interface endpoint') {
    const { subnetIds = [] } = around.vpcEndpoints[way.endpointId] ?? {}
    return [...own, ...(isOf(subnetIds) ? inside.flatMap(isCalled) : [])]
  }
  const nat = way.kind === 'internet' ? around.natGateways[way.through]?.subnetId : undefined
  // A NAT gateway calls the internet by IPv4, whatever the node calls it by.
  return [...own, ...(nat && isOf([nat]) ? [...inside.flatMap(isCalled), ...calls(WORLD.ipv4)] : [])]
}

const blocksOf = (vpc: Vpc | undefined, { family }: Path): readonly string[] => {
  const own = vpc?.cidrs.filter(cidr => cidr.includes(':') === (family === 'ipv6')) ?? []
  return own.length > 0 ? own : [WORLD[family]]
}

/** With numbers that are free before the entry that denies, as high as there are any. */
const numbered = (
  { entries }: NetworkAcl,
  egress: boolean,
  wanted: readonly Entry[],
  denied: number | undefined,
): readonly Entry[] => {
  const own = entries.filter(entry => entry.egress === egress)
  const taken = new Set(own.map(entry => entry.number))
  const denials = own.filter(entry => !entry.allow).map(entry => entry.number)
  let next = Math.min(denied ?? Math.min(...denials), 100)
  return wanted
    .filter(entry => entry.egress === egress)
    .map(entry => {
      do next -= 1
      while (taken.has(next))
      return next < 1 ? entry : { ...entry, number: next }
    })
}

/** The number of the entry that denies in a direction, as its rule is told: `rule 90 denies tcp 443 to 10.0.0.0/8`. */
const denying = ({ blocked }: NetworkFault, egress: boolean): number | undefined => {
  const numbers = blocked.flatMap(({ factor: { rule = '' } }) => {
    const [, number, direction] = /^rule (\d+|\*) denies .* (to|from) /.exec(rule) ?? []
    return number !== undefined && (direction === 'to') === egress
      ? [number === '*' ? 100 : Number(number)]
      : []
  })
  return numbers.length > 0 ? Math.min(...numbers) : undefined
}

export const entryText = ({ egress, ports, cidr }: Entry): string =>
  `tcp ${ports} ${egress ? 'to' : 'from'} ${cidr} allowed`

export const entryCommand = (
  { id }: NetworkAcl,
  { number, egress, ports, cidr }: Entry,
  region: string,
): string => {
  const [from, to = from] = ports.split('-')
  return awsCommand('ec2 create-network-acl-entry', {
    'network-acl-id': id,
    [egress ? 'egress' : 'ingress']: true,
    'rule-number': number === undefined ? '<free number>' : String(number),
    protocol: 'tcp',
    'port-range': `From=${from},To=${to}`,
    [cidr.includes(':') ? 'ipv6-cidr-block' : 'cidr-block']: cidr,
    'rule-action': 'allow',
    region,
  })
}
