import * as fc from 'fast-check'
import { parseBlock, type Block } from '../../../src/core/net/cidr.ts'
import type { End } from '../../../src/core/net/end.ts'
import { compileGroups, letsThrough, type Ruling } from '../../../src/core/net/security-groups.ts'
import type { NetworkAclEntry, SecurityGroupRule } from '../../../src/core/records.ts'

export const RANK = { blocked: 0, unknown: 1, open: 2 } as const

export const block = (text: string): Block => parseBlock(text) as Block

/** A block within sixteen addresses, so that blocks meet often. */
export const cidr = fc
  .tuple(fc.nat(15), fc.integer({ min: 28, max: 32 }))
  .map(([last, prefix]) => `10.20.30.${last - (last % 2 ** (32 - prefix))}/${prefix}`)

const PORTS = [undefined, { from: 443, to: 443 }, { from: 22, to: 22 }, { from: 400, to: 500 }]
export const protocol = fc.constantFrom('tcp', '6', '-1', 'udp', '17', 'icmp')

const peer = fc.oneof(
  { weight: 4, arbitrary: cidr.map(text => ({ kind: 'cidr' as const, cidr: text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('sg-1', 'sg-2').map(groupId => ({ kind: 'group' as const, groupId })),
  },
)

/** Rules that cannot be read: a block that is none, ports in reverse, a list that nobody knows. */
const DARK: readonly SecurityGroupRule[] = [
  { direction: 'ingress', protocol: 'tcp', peer: { kind: 'cidr', cidr: '10.20.30.0/33' } },
  {
    direction: 'ingress',
    protocol: '6',
    ports: { from: 500, to: 400 },
    peer: { kind: 'cidr', cidr: '10.20.30.0/28' },
  },
  { direction: 'ingress', protocol: '-1', peer: { kind: 'prefix list', prefixListId: 'pl-9' } },
]

/** A rule inwards that can be read. */
export const clearRule: fc.Arbitrary<SecurityGroupRule> = fc
  .tuple(protocol, fc.constantFrom(...PORTS), peer)
  .map(([name, ports, from]) => ({
    direction: 'ingress',
    protocol: name,
    peer: from,
    ...(ports && { ports }),
  }))

export const rule = fc.oneof(
  { weight: 6, arbitrary: clearRule },
  { weight: 1, arbitrary: fc.constantFrom(...DARK) },
)

export const end: fc.Arbitrary<End> = fc
  .tuple(fc.array(cidr, { minLength: 1, maxLength: 2 }), fc.subarray(['sg-1', 'sg-3']))
  .map(([texts, groupIds]) => ({ family: 'ipv4', blocks: texts.map(block), groupIds, listIds: [] }))

/** What rules inwards say of an end on 443. */
export const askGroups = (rules: readonly SecurityGroupRule[], asked: End): Ruling =>
  letsThrough(compileGroups([{ id: 'sg-9', name: 'web', rules, tags: {} }], {}), 'ingress', asked, 443)

/** Ports on which the caller waits, few enough to try each. */
export const REPLIES = { from: 40_000, to: 40_003 }

const ENTRY_PORTS = [
  ...PORTS,
  { from: 1024, to: 65_535 },
  { from: 40_001, to: 40_002 },
  { from: 40_000, to: 40_003 },
]

export const clearEntry: fc.Arbitrary<NetworkAclEntry> = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.boolean(),
    fc.boolean(),
    protocol,
    fc.oneof(cidr, fc.constant('0.0.0.0/0')),
    fc.constantFrom(...ENTRY_PORTS),
  )
  .map(([number, egress, allow, name, text, ports]) => ({
    number,
    egress,
    allow,
    protocol: name,
    cidr: text,
    ...(ports && { ports }),
  }))

export const entry: fc.Arbitrary<NetworkAclEntry> = fc
  .tuple(clearEntry, fc.constantFrom('', '', '', '', '10.20.30/28'))
  .map(([clear, broken]) => (broken === '' ? clear : { ...clear, cidr: broken }))
