import type { JudgedNode } from '../kinds.ts'
import type { Instance, NetworkInterface, PortRange, Subnet } from '../records.ts'
import { blocksOf, partAround } from './address-class.ts'
import { covers, parseBlock, type Block, type Family } from './cidr.ts'
import type { End } from './end.ts'
import { lookAt } from './look.ts'
import type { Judged } from './factors.ts'
import { once, type Network } from './network.ts'
import type { Path } from './types.ts'

/** A node as its network sees it: one object for all that meet the same answers. */
export interface Host {
  /** What was found of it. */
  readonly paths: Map<string, Path>
  readonly vpcId: string
  readonly subnetId: string
  readonly subnet?: Subnet
  /** Groups of the primary interface, in order; absent where they are not known. */
  readonly groupIds?: readonly string[]
  /** The families that it has an address of, IPv4 first. */
  readonly families: readonly Family[]
  /** The node as the other end of a rule, by family. */
  readonly ends: Readonly<Partial<Record<Family, Other>>>
  readonly hasPublicIpv4: boolean
  readonly hasGlobalIpv6: boolean
  readonly replyPorts: PortRange
  readonly notes: readonly string[]
}

/** The other end of a rule; one object per network for equal ends, so that answers are kept with it. */
export interface Other {
  readonly end: End
  /** Answers of groups and ACLs about it, by what was asked. */
  readonly kept: Readonly<Record<'egress' | 'ingress' | 'client' | 'server', Map<string, Judged>>>
}

/** An end as the network keeps it. */
export const otherBy = (network: Network, end: End): Other => {
  const key = [end.family, blocksKey(end.blocks), ...end.groupIds, ...end.listIds].join()
  return once(network, `end|${key}`, () => ({
    end,
    kept: { egress: new Map(), ingress: new Map(), client: new Map(), server: new Map() },
  }))
}

/** An end of known addresses, any of which may be used. */
export const otherOf = (
  network: Network,
  family: Family,
  blocks: readonly Block[],
  groupIds: readonly string[],
): Other => otherBy(network, { family, blocks, groupIds, listIds: [] })

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#nacl-ephemeral-ports */
const LINUX_PORTS: PortRange = { from: 32768, to: 60999 }
/** Of Windows, and of macOS. */
const UPPER_PORTS: PortRange = { from: 49152, to: 65535 }

const hosts = new WeakMap<Network, WeakMap<JudgedNode, Host | undefined>>()

/** The node's place in a VPC; undefined where it has none: a hybrid node, or an instance without a network. */
export const hostOf = (network: Network, node: JudgedNode): Host | undefined => {
  const known = hosts.get(network) ?? new WeakMap<JudgedNode, Host | undefined>()
  hosts.set(network, known)
  if (!known.has(node)) known.set(node, buildHost(network, node))
  return known.get(node)
}

/** The interface that decides: the agent's calls leave by the first one. */
export const primaryOf = ({ interfaces = [] }: Pick<Instance, 'interfaces'>): NetworkInterface | undefined =>
  interfaces.find(one => one.primary) ?? interfaces[0]

const buildHost = (network: Network, { instance, managed }: JudgedNode): Host | undefined => {
  if (instance?.vpcId === undefined) return undefined
  const primary = primaryOf(instance)
  const subnetId = primary?.subnetId ?? instance.subnetId
  if (subnetId === undefined) return undefined
  const subnet = lookAt(network.reading, 'subnets', subnetId).record
  const upper = instance.platform === 'windows' || UPPER.has(managed?.platformType ?? '')
  const place = { vpcId: instance.vpcId, subnetId, ...(subnet && { subnet }) }
  return shared(network, {
    ...place,
    ...addressing(network, primary, subnet),
    ...portsAndNotes(instance, upper),
  })
}

const UPPER: ReadonlySet<string> = new Set(['Windows', 'MacOS'])

const portsAndNotes = ({ interfaces = [] }: Instance, upper: boolean): Pick<Host, 'replyPorts' | 'notes'> => {
  const others = interfaces.length - 1
  const more = others === 1 ? 'another interface' : `${others} other interfaces`
  return {
    replyPorts: upper ? UPPER_PORTS : LINUX_PORTS,
    notes: others > 0 ? [`the node has ${more} too: the primary one decides`] : [],
  }
}

type Addressing = Pick<Host, 'groupIds' | 'families' | 'ends' | 'hasPublicIpv4' | 'hasGlobalIpv6'>

const addressing = (
  network: Network,
  primary: NetworkInterface | undefined,
  subnet: Subnet | undefined,
): Addressing => {
  const groupIds = primary?.groupIds.toSorted()
  const addresses = blocksOf(primary?.addresses ?? [])
  const parts = (primary?.addresses ?? []).flatMap(one => partAround(network, one, subnet) ?? [])
  const places = parts.length > 0 ? parts : anywhereIn(subnet)
  const families = FAMILIES.filter(family => places.some(place => place.family === family))
  const endIn = (family: Family): Other =>
    otherOf(
      network,
      family,
      firstOnly(
        places.filter(place => place.family === family),
        parts,
      ),
      groupIds ?? [],
    )
  return {
    ...(groupIds && { groupIds }),
    families,
    ends: Object.fromEntries(families.map(family => [family, endIn(family)])),
    hasPublicIpv4: (primary?.publicAddresses.length ?? 0) > 0,
    hasGlobalIpv6: addresses.some(isGlobal),
  }
}

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6']

/** Calls leave by the first address; where none is known, by any of the subnet. */
const firstOnly = (places: readonly Block[], parts: readonly Block[]): readonly Block[] =>
  parts.length > 0 ? places.slice(0, 1) : places

const anywhereIn = (subnet: Subnet | undefined): readonly Block[] =>
  blocksOf(subnet ? subnet.cidrs : ['0.0.0.0/0'])

const GLOBAL = parseBlock('2000::/3') as Block

const isGlobal = (address: Block): boolean => address.family === 'ipv6' && covers(GLOBAL, address)

/** One object for all nodes that the network cannot tell apart. */
const shared = (network: Network, host: Omit<Host, 'paths'>): Host => {
  const key = [
    host.subnetId,
    host.groupIds?.join() ?? '?',
    ...host.families.map(family => blocksKey(host.ends[family]?.end.blocks ?? [])),
    host.hasPublicIpv4,
    host.hasGlobalIpv6,
    host.replyPorts.from,
    ...host.notes,
  ].join('|')
  return once(network, `host|${key}`, () => ({ ...host, paths: new Map() }))
}

const blocksKey = (blocks: End['blocks']): string =>
  typeof blocks === 'string' ? blocks : blocks.map(({ first, last }) => `${first}-${last}`).join()
