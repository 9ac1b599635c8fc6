import { expect, test } from 'vitest'
import type { End } from '../../../src/core/net/end.ts'
import { compileGroups, letsThrough, type Ruling } from '../../../src/core/net/security-groups.ts'
import type { Peer, PortRange, SecurityGroupRule } from '../../../src/core/records.ts'
import { block } from './law-support.ts'

const LISTS = { 'pl-1': { id: 'pl-1', cidrs: ['10.20.1.0/25', '10.20.1.128/25'] } }

const to = (protocol: string, peer: string, ports?: PortRange): SecurityGroupRule => ({
  direction: 'egress',
  protocol,
  peer: peerOf(peer),
  ...(ports && { ports }),
})

const peerOf = (text: string): Peer => {
  if (text.startsWith('sg-')) return { kind: 'group', groupId: text }
  return text.startsWith('pl-') ? { kind: 'prefix list', prefixListId: text } : { kind: 'cidr', cidr: text }
}

const HTTPS = { from: 443, to: 443 }
const NEAR: End = { family: 'ipv4', blocks: [block('10.20.1.0/24')], groupIds: ['sg-1'], listIds: [] }
const PUBLIC: End = { family: 'ipv4', blocks: 'public', groupIds: [], listIds: ['pl-s3'] }
const PUBLIC6: End = { family: 'ipv6', blocks: 'public', groupIds: [], listIds: [] }

const ask = (rules: readonly SecurityGroupRule[], end: End): Ruling =>
  letsThrough(compileGroups([{ id: 'sg-9', name: 'web', rules, tags: {} }], LISTS), 'egress', end, 443)

// aws: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
test.each<[string, SecurityGroupRule[], End, string, string?]>([
  ['all traffic', [to('-1', '0.0.0.0/0')], NEAR, 'open', 'all traffic to 0.0.0.0/0'],
  ['443 by number of protocol', [to('6', '10.20.0.0/16', HTTPS)], NEAR, 'open', '443 to 10.20.0.0/16'],
  ['a range with 443', [to('tcp', 'sg-1', { from: 400, to: 500 })], NEAR, 'open', '400-500 to sg-1'],
  ['a list known to hold it', [to('tcp', 'pl-1', HTTPS)], NEAR, 'open', '443 to pl-1'],
  [
    'two halves',
    [to('tcp', '10.20.1.0/25'), to('tcp', '10.20.1.128/25')],
    NEAR,
    'open',
    'all TCP to 10.20.1.0/25',
  ],
  ['UDP and ICMP alone', [to('udp', '0.0.0.0/0', HTTPS), to('icmp', '0.0.0.0/0')], NEAR, 'blocked'],
  ['another port', [to('tcp', '0.0.0.0/0', { from: 80, to: 80 })], NEAR, 'blocked'],
  ['another group', [to('-1', 'sg-2')], NEAR, 'blocked'],
  ['the other family', [to('-1', '::/0')], NEAR, 'blocked'],
  ['a mapped block', [to('-1', '::ffff:0:0/96')], NEAR, 'blocked'],
  ['no rule', [], NEAR, 'blocked'],
  ['a part', [to('tcp', '10.20.1.0/25', HTTPS)], NEAR, 'unknown', '443 to 10.20.1.0/25'],
  [
    'a part, beside a rule about others',
    [to('tcp', '10.9.0.0/16'), to('tcp', '10.20.1.7')],
    NEAR,
    'unknown',
    'all TCP to 10.20.1.7',
  ],
  ['a list that was not read', [to('tcp', 'pl-9', HTTPS)], NEAR, 'unknown', '443 to pl-9'],
  [
    'a list that was not read, beside another rule',
    [to('tcp', 'pl-9'), to('-1', '0.0.0.0/0')],
    NEAR,
    'open',
    'all traffic to 0.0.0.0/0',
  ],
  ['a block that is none', [to('tcp', '10.20.1/24', HTTPS)], NEAR, 'unknown', '443 to 10.20.1/24'],
  [
    'ports in reverse',
    [to('tcp', '0.0.0.0/0', { from: 500, to: 400 })],
    NEAR,
    'unknown',
    '500-400 to 0.0.0.0/0',
  ],
  ['everything, to public addresses', [to('tcp', '0.0.0.0/0', HTTPS)], PUBLIC, 'open', '443 to 0.0.0.0/0'],
  [
    'both halves, to public addresses',
    [to('tcp', '0.0.0.0/1', HTTPS), to('tcp', '128.0.0.0/1', HTTPS)],
    PUBLIC,
    'open',
    '443 to 0.0.0.0/1',
  ],
  ['a part of them', [to('tcp', '52.0.0.0/8', HTTPS)], PUBLIC, 'unknown', '443 to 52.0.0.0/8'],
  ['the list of the service', [to('tcp', 'pl-s3', HTTPS)], PUBLIC, 'open', '443 to pl-s3'],
  ['everything of IPv6', [to('-1', '::/0')], PUBLIC6, 'open', 'all traffic to ::/0'],
])('%s', (_, rules, end, verdict, rule) => {
  const ruling = ask(rules, end)
  expect(ruling.verdict).toBe(verdict)
  expect(ruling.rule).toBe(rule)
})

test.each([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
])('%s holds no public address', cidr => {
  for (const end of [PUBLIC, PUBLIC6]) {
    expect(ask([to('-1', cidr)], end).verdict).toBe('blocked')
    expect(ask([to('-1', cidr)], end).reason).toBe('no rule lets 443 out to public addresses')
  }
})

test('an end of which no address is known is open only where all addresses are', () => {
  const end: End = { family: 'ipv4', blocks: [], groupIds: [], listIds: [] }
  expect(ask([to('-1', '0.0.0.0/0')], end).verdict).toBe('open')
  expect(ask([to('-1', '10.20.0.0/16')], end).verdict).toBe('unknown')
})
