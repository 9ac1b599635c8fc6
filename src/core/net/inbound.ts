import type { InternetGateway, NetworkAcl, NetworkInterface, RouteTable } from '../records.ts'
import { blocksOf } from './address-class.ts'
import { covers, parseBlock, type Block, type Family } from './cidr.ts'
import { tcpPorts } from './ports.ts'
import type { Reach } from './types.ts'

/** The records around an interface on which it depends who can reach it. */
export interface Surroundings {
  readonly routeTables: readonly RouteTable[]
  readonly internetGateways: Readonly<Record<string, InternetGateway>>
  readonly networkAcls: readonly NetworkAcl[]
}

/** Whether the internet reaches an interface, and by which address or why not. */
export interface Inbound {
  readonly verdict: Reach
  /** The address, or a clause such as `no public IPv4 address`. */
  readonly reason: string
}

const WORLD = { ipv4: parseBlock('0.0.0.0/0') as Block, ipv6: parseBlock('::/0') as Block } as const
const GLOBAL_IPV6 = parseBlock('2000::/3') as Block
const NAMES = { ipv4: 'public IPv4 address', ipv6: 'global IPv6 address' } as const

/**
 * Whether hosts anywhere in the internet can open a TCP connection to a port of an interface, as far as it is not for
 * its security groups to say: a public address, a route by an internet gateway that is attached, an ACL that lets the
 * port in and answers out.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const inboundReach = (
  one: NetworkInterface,
  port: number,
  family: Family,
  around: Surroundings,
): Inbound => {
  const address = publicAddress(one, family)
  if (address === undefined) return { verdict: 'blocked', reason: `no ${NAMES[family]}` }
  const table = tableOf(one, around.routeTables)
  if (!table) return { verdict: 'unknown', reason: `the route table of ${one.subnetId} is not to be seen` }
  const leads = leadsOut(table, family, around)
  if (leads === 'nowhere') return { verdict: 'blocked', reason: `${table.id} leads to no internet gateway` }
  if (leads === 'somewhere')
    return { verdict: 'blocked', reason: `${table.id} leads only some addresses to an internet gateway` }
  const acl = around.networkAcls.find(each => each.subnetIds.includes(one.subnetId))
  if (!acl) return { verdict: 'unknown', reason: `the network ACL of ${one.subnetId} is not to be seen` }
  return letsIn(acl, port, family)
    ? { verdict: 'open', reason: address }
    : { verdict: 'blocked', reason: `${acl.id} does not let ${port} in from the whole internet` }
}

const publicAddress = (one: NetworkInterface, family: Family): string | undefined => {
  if (family === 'ipv4') return one.publicAddresses[0]
  return one.addresses.find(text => blocksOf([text], 'ipv6').some(block => covers(GLOBAL_IPV6, block)))
}

const tableOf = (
  { subnetId, vpcId }: NetworkInterface,
  tables: readonly RouteTable[],
): RouteTable | undefined =>
  tables.find(table => table.subnetIds.includes(subnetId)) ??
  tables.find(table => table.main && table.vpcId === vpcId)

type Leads = 'everywhere' | 'somewhere' | 'nowhere'

/** How far the internet is led to by a gateway: answers to callers anywhere need a way to anywhere. */
const leadsOut = (
  { routes, vpcId }: RouteTable,
  family: Family,
  { internetGateways }: Surroundings,
): Leads => {
  const blocks = routes
    .filter(
      ({ target, state }) =>
        state === 'active' &&
        target.kind === 'internet gateway' &&
        internetGateways[target.id ?? '']?.vpcIds.includes(vpcId) === true,
    )
    .flatMap(({ destination }) => blocksOf([destination], family))
  if (blocks.length === 0) return 'nowhere'
  return blocks.some(block => WIDE[family].some(one => covers(block, one))) ? 'everywhere' : 'somewhere'
}

/** Halves of the internet serve as a default route does. */
const WIDE: Readonly<Record<Family, readonly Block[]>> = {
  ipv4: blocksOf(['0.0.0.0/1', '128.0.0.0/1']),
  ipv6: [GLOBAL_IPV6],
}

/** Callers wait for answers on any of these. aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#nacl-ephemeral-ports */
const REPLIES = { from: 1024, to: 65_535 }

const letsIn = (acl: NetworkAcl, port: number, family: Family): boolean =>
  allowsWorld(acl, false, { from: port, to: port }, family) && allowsWorld(acl, true, REPLIES, family)

/** The lowest number about the whole internet decides; an entry about a part of it leaves the rest as it is. */
const allowsWorld = (
  { entries }: NetworkAcl,
  egress: boolean,
  wanted: { readonly from: number; readonly to: number },
  family: Family,
): boolean => {
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    const block = parseBlock(entry.cidr)
    const ports = tcpPorts(entry.protocol, entry.ports)
    if (entry.egress !== egress || !ports || !block) continue
    if (block.family !== family || !covers(block, WORLD[family])) continue
    const touches = ports.from <= wanted.to && ports.to >= wanted.from
    if (entry.allow && touches) return true
    if (!entry.allow && ports.from <= wanted.from && ports.to >= wanted.to) return false
  }
  return false
}
