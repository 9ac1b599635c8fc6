import { expect, test } from 'vitest'
import type { End } from '../../../src/core/net/end.ts'
import { aclRuling } from '../../../src/core/net/network-acl.ts'
import type { NetworkAclEntry, PortRange } from '../../../src/core/records.ts'
import { block } from './law-support.ts'

const entry = (
  number: number,
  way: 'in' | 'out',
  act: 'allow' | 'deny',
  protocol: string,
  cidr: string,
  ports?: [number, number],
): NetworkAclEntry => ({
  number,
  egress: way === 'out',
  allow: act === 'allow',
  protocol,
  cidr,
  ...(ports && { ports: { from: ports[0], to: ports[1] } }),
})

const LINUX: PortRange = { from: 32_768, to: 60_999 }
const WINDOWS: PortRange = { from: 49_152, to: 65_535 }
const FAR: End = { family: 'ipv4', blocks: [block('10.20.2.0/24')], groupIds: [], listIds: [] }
const OUT = entry(100, 'out', 'allow', '-1', '0.0.0.0/0')
const IN = entry(100, 'in', 'allow', '-1', '0.0.0.0/0')

const ask = (
  entries: readonly NetworkAclEntry[],
  replies = LINUX,
  end = FAR,
  side: 'client' | 'server' = 'client',
) => aclRuling({ id: 'acl-1', vpcId: 'vpc-1', subnetIds: [], entries }, side, end, replies)

// aws: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
test.each<[string, NetworkAclEntry[], string, string]>([
  ['the default ACL', [OUT, IN], 'open', 'rule 100 allows all traffic to 0.0.0.0/0'],
  [
    '443 denied by a lower number',
    [OUT, IN, entry(90, 'out', 'deny', '6', '0.0.0.0/0', [443, 443])],
    'blocked',
    'rule 90 denies tcp 443 to 0.0.0.0/0',
  ],
  [
    '443 denied by a higher number',
    [OUT, IN, entry(110, 'out', 'deny', '6', '0.0.0.0/0', [443, 443])],
    'open',
    'rule 100 allows all traffic to 0.0.0.0/0',
  ],
  [
    'UDP denied',
    [OUT, IN, entry(90, 'out', 'deny', '17', '0.0.0.0/0')],
    'open',
    'rule 100 allows all traffic to 0.0.0.0/0',
  ],
  ['nothing lets answers in', [OUT], 'blocked', 'rule * denies all in'],
  [
    'the last rule of EC2',
    [OUT, entry(32_767, 'in', 'deny', '-1', '0.0.0.0/0')],
    'blocked',
    'rule * denies all traffic from 0.0.0.0/0',
  ],
  [
    'the ports of Linux alone',
    [OUT, entry(100, 'in', 'allow', '6', '0.0.0.0/0', [32_768, 60_999])],
    'open',
    'rule 100 allows all traffic to 0.0.0.0/0',
  ],
  [
    'a part of the ports',
    [OUT, entry(100, 'in', 'allow', '6', '0.0.0.0/0', [49_152, 65_535])],
    'unknown',
    'rule * denies all in',
  ],
  [
    'a narrower denial',
    [OUT, IN, entry(90, 'out', 'deny', '-1', '10.20.2.64/26')],
    'unknown',
    'rule 90 denies all traffic to 10.20.2.64/26',
  ],
  [
    'a denial of others',
    [OUT, IN, entry(90, 'out', 'deny', '-1', '10.20.3.0/24')],
    'open',
    'rule 100 allows all traffic to 0.0.0.0/0',
  ],
  [
    'a denial that cannot be read',
    [OUT, IN, entry(90, 'out', 'deny', '-1', '10.20/16')],
    'unknown',
    'rule 90 denies all traffic to 10.20/16',
  ],
  [
    'an allowance that cannot be read, before one that can',
    [OUT, IN, entry(90, 'out', 'allow', '-1', '10.20/16')],
    'open',
    'rule 100 allows all traffic to 0.0.0.0/0',
  ],
  [
    'ports in reverse',
    [OUT, IN, entry(90, 'out', 'deny', '6', '0.0.0.0/0', [500, 400])],
    'unknown',
    'rule 90 denies tcp 500-400 to 0.0.0.0/0',
  ],
  [
    'the other family alone',
    [entry(100, 'out', 'allow', '-1', '::/0'), IN],
    'blocked',
    'rule * denies all out',
  ],
])('%s', (_, entries, verdict, rule) => {
  const ruling = ask(entries)
  expect(ruling.verdict).toBe(verdict)
  expect(ruling.rule).toBe(rule)
})

// aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#nacl-ephemeral-ports
test('the ports of Windows are others than those of Linux', () => {
  const entries = [OUT, entry(100, 'in', 'allow', '6', '0.0.0.0/0', [49_152, 65_535])]
  expect(ask(entries, WINDOWS).verdict).toBe('open')
  expect(ask(entries, LINUX).verdict).toBe('unknown')
})

test('the last rule of IPv6 is told as that of IPv4 is', () => {
  const far: End = { ...FAR, family: 'ipv6', blocks: [block('2001:db8::/64')] }
  const last = entry(32_768, 'out', 'deny', '-1', '::/0')
  expect(ask([OUT, IN, last], LINUX, far)).toMatchObject({
    verdict: 'blocked',
    rule: 'rule * denies all traffic to ::/0',
    reason: 'rule * denies 443 out to 2001:db8::/64',
  })
})

test('the side that is called takes 443 in and answers out', () => {
  const entries = [
    entry(7, 'in', 'allow', '6', '10.20.0.0/16', [443, 443]),
    entry(7, 'out', 'allow', '6', '10.20.0.0/16', [1024, 65_535]),
  ]
  expect(ask(entries, LINUX, FAR, 'server').verdict).toBe('open')
  expect(ask(entries, LINUX, FAR, 'client').verdict).toBe('blocked')
})

test('an end of which no address is known is never open by that', () => {
  expect(
    ask([entry(100, 'out', 'allow', '-1', '10.0.0.0/8'), IN], LINUX, { ...FAR, blocks: [] }).verdict,
  ).toBe('unknown')
})
