import { seen } from './look.ts'
import { meets, parseBlock, type Block, type Family } from './cidr.ts'
import { groupIdsOf } from './endpoints.ts'
import { once, type Network } from './network.ts'
import type { Peer, Subnet } from '../records.ts'

/**
 * The part of a subnet around an address that no rule splits: every address in it meets the same answers, so that
 * thousands of nodes share one. The address alone where its subnet is not known.
 */
export const partAround = (
  network: Network,
  address: string,
  subnet: Subnet | undefined,
): Block | undefined => {
  const own = parseBlock(address)
  const around = own && blocksOf(subnet?.cidrs ?? []).find(block => meets(block, own))
  if (!own || !around || !subnet) return own
  const bounds = boundsIn(network, subnet, around)
  const after = firstAfter(bounds, own.first)
  return {
    family: own.family,
    first: bounds[after - 1] ?? around.first,
    last: (bounds[after] ?? around.last + 1n) - 1n,
  }
}

/** The readable blocks among texts. */
export const blocksOf = (texts: readonly string[], family?: Family): readonly Block[] =>
  texts.flatMap(text => {
    const block = parseBlock(text)
    return block && (family === undefined || block.family === family) ? [block] : []
  })

/** Where some rule of the VPC begins or ends within a block, in order. */
const boundsIn = (network: Network, subnet: Subnet, within: Block): readonly bigint[] =>
  once(network, `bounds|${subnet.id}|${within.family}|${within.first}`, () => {
    const bounds = new Set<bigint>()
    for (const block of ruleBlocks(network, subnet.vpcId)) {
      if (!meets(block, within)) continue
      if (block.first > within.first) bounds.add(block.first)
      if (block.last < within.last) bounds.add(block.last + 1n)
    }
    return [...bounds].sort((a, b) => (a < b ? -1 : 1))
  })

/** Position of the first bound beyond an address. */
const firstAfter = (bounds: readonly bigint[], address: bigint): number => {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bounds[middle] as bigint) <= address) low = middle + 1
    else high = middle
  }
  return low
}

/** Every block by which a rule may tell nodes of a VPC apart: of its ACLs, and of what its endpoints let in. */
const ruleBlocks = (network: Network, vpcId: string): readonly Block[] =>
  once(network, `rule blocks|${vpcId}`, () => {
    const entries = network.aclsIn(vpcId).flatMap(acl => acl.entries.map(entry => entry.cidr))
    const ids = new Set(network.endpointsIn(vpcId).flatMap(endpoint => groupIdsOf(network, endpoint)))
    const rules = seen(network.reading, 'securityGroups')
      .filter(group => ids.has(group.id))
      .flatMap(group => group.rules.filter(rule => rule.direction === 'ingress'))
    return blocksOf([...new Set([...entries, ...rules.flatMap(rule => cidrsOf(network, rule.peer))])])
  })

const cidrsOf = ({ reading }: Network, peer: Peer): readonly string[] => {
  if (peer.kind === 'cidr') return [peer.cidr]
  if (peer.kind === 'group') return []
  const { records, whole } = reading.view('prefixLists')
  return whole ? [] : (records[peer.prefixListId]?.cidrs ?? [])
}
