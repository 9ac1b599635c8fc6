import { describe, expect, it } from 'vitest'
import { inboundReach, type Surroundings } from '../../../src/core/net/inbound.ts'
import type { NetworkAclEntry, NetworkInterface } from '../../../src/core/records.ts'

const face: NetworkInterface = {
  id: 'eni-1',
  subnetId: 'subnet-1',
  vpcId: 'vpc-1',
  groupIds: ['sg-1'],
  addresses: ['10.20.1.11', 'fd00::11', '2600:1f18::11'],
  publicAddresses: ['203.0.113.7'],
}

const all = (egress: boolean, cidr: string, number = 100): NetworkAclEntry => ({
  number,
  egress,
  allow: true,
  protocol: '-1',
  cidr,
})

const open = [
  all(false, '0.0.0.0/0'),
  all(true, '0.0.0.0/0'),
  all(false, '::/0', 110),
  all(true, '::/0', 110),
]

const around = (entries: readonly NetworkAclEntry[] = open): Surroundings => ({
  routeTables: [
    {
      id: 'rtb-main',
      vpcId: 'vpc-1',
      main: true,
      subnetIds: [],
      routes: [
        { destination: '0.0.0.0/0', target: { kind: 'internet gateway', id: 'igw-1' }, state: 'active' },
        { destination: '::/0', target: { kind: 'internet gateway', id: 'igw-1' }, state: 'active' },
      ],
    },
  ],
  internetGateways: { 'igw-1': { id: 'igw-1', vpcIds: ['vpc-1'] } },
  networkAcls: [{ id: 'acl-1', vpcId: 'vpc-1', subnetIds: ['subnet-1'], entries }],
})

const own = (state: 'active' | 'blackhole', kind: 'internet gateway' | 'NAT gateway'): Surroundings => ({
  ...around(),
  routeTables: [
    ...around().routeTables,
    {
      id: 'rtb-own',
      vpcId: 'vpc-1',
      main: false,
      subnetIds: ['subnet-1'],
      routes: [{ destination: '0.0.0.0/0', target: { kind, id: 'igw-1' }, state }],
    },
  ],
})

const ssh = { from: 22, to: 22 }
const entry = (egress: boolean, allow: boolean, more: Partial<NetworkAclEntry> = {}): NetworkAclEntry => ({
  number: 50,
  egress,
  allow,
  protocol: 'tcp',
  cidr: '0.0.0.0/0',
  ...more,
})

describe('inboundReach', () => {
  it('is open by a public address, a route and an ACL, and tells the address', () => {
    expect(inboundReach(face, 22, 'ipv4', around())).toEqual({ verdict: 'open', reason: '203.0.113.7' })
    expect(inboundReach(face, 22, 'ipv6', around())).toEqual({ verdict: 'open', reason: '2600:1f18::11' })
  })

  it('is blocked where the gateway is for some addresses alone', () => {
    const to = (...destinations: readonly string[]): Surroundings => ({
      ...around(),
      routeTables: around().routeTables.map(table => ({
        ...table,
        routes: destinations.map(destination => ({
          destination,
          target: { kind: 'internet gateway', id: 'igw-1' },
          state: 'active',
        })),
      })),
    })
    expect(inboundReach(face, 22, 'ipv4', to('198.51.100.0/24', '::/0'))).toEqual({
      verdict: 'blocked',
      reason: 'rtb-main leads only some addresses to an internet gateway',
    })
    expect(inboundReach(face, 22, 'ipv6', to('2001:db8::/32')).verdict).toBe('blocked')
    expect(inboundReach(face, 22, 'ipv4', to('0.0.0.0/1', '128.0.0.0/1')).verdict).toBe('open')
    expect(inboundReach(face, 22, 'ipv6', to('2000::/3')).verdict).toBe('open')
  })

  it('is blocked without a public address of the family', () => {
    const hidden = { ...face, publicAddresses: [], addresses: ['10.20.1.11', 'fd00::11'] }
    expect(inboundReach(hidden, 22, 'ipv4', around()).reason).toBe('no public IPv4 address')
    expect(inboundReach(hidden, 22, 'ipv6', around()).reason).toBe('no global IPv6 address')
  })

  it.each([
    ['a NAT gateway', own('active', 'NAT gateway')],
    ['a blackhole', own('blackhole', 'internet gateway')],
  ])("is blocked where the subnet's own table leads to %s", (_name, surroundings) => {
    const answer = inboundReach(face, 22, 'ipv4', surroundings)
    expect(answer).toEqual({ verdict: 'blocked', reason: 'rtb-own leads to no internet gateway' })
  })

  it('is blocked by a gateway that is attached elsewhere', () => {
    const elsewhere = { ...around(), internetGateways: { 'igw-1': { id: 'igw-1', vpcIds: ['vpc-2'] } } }
    expect(inboundReach(face, 22, 'ipv4', elsewhere).verdict).toBe('blocked')
  })

  it.each([
    ['denies the port', [entry(false, false, { ports: ssh }), ...open]],
    ['denies the answers', [entry(true, false, { ports: { from: 1024, to: 65_535 } }), ...open]],
    ['lets in an office alone', [all(false, '198.51.100.0/24'), all(true, '0.0.0.0/0')]],
    ['has no rule', []],
  ])('is blocked by an ACL that %s', (_name, entries) => {
    const answer = inboundReach(face, 22, 'ipv4', around(entries))
    expect(answer).toEqual({ verdict: 'blocked', reason: 'acl-1 does not let 22 in from the whole internet' })
  })

  it.each([
    ['denies a part of the internet', [entry(false, false, { cidr: '198.51.100.0/24' }), ...open]],
    ['denies UDP', [entry(false, false, { protocol: 'udp', ports: ssh }), ...open]],
    ['denies later than it allows', [...open, entry(false, false, { number: 200, ports: ssh })]],
    ['denies the other family', [entry(false, false, { cidr: '::/0' }), ...open]],
    ['lets the port in and answers out', [entry(false, true, { ports: ssh }), entry(true, true)]],
  ])('stays open by an ACL that %s', (_name, entries) => {
    expect(inboundReach(face, 22, 'ipv4', around(entries)).verdict).toBe('open')
  })

  it.each([
    ['route table', { ...around(), routeTables: [] }],
    ['network ACL', { ...around(), networkAcls: [] }],
  ])('is not known where the %s is not to be seen', (name, surroundings) => {
    const answer = inboundReach(face, 22, 'ipv4', surroundings)
    expect(answer).toEqual({ verdict: 'unknown', reason: `the ${name} of subnet-1 is not to be seen` })
  })
})
