import { beforeEach, describe, expect, it } from 'vitest'
import { readOne } from '../reading.ts'
import { offline, startWire, type Wire } from '../wire.ts'
import { described } from './answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const VPC = 'vpc-0123456789abcdef0'
const NODES = 'subnet-0123456789abcdef0'
const ENDPOINTS = 'subnet-0fedcba9876543210'

describe('a record', () => {
  it('of a VPC has the blocks of both families that are associated', async () => {
    const { records } = await readOne(['vpcs'])
    expect(records.vpcs).toEqual({
      [VPC]: {
        id: VPC,
        ownerId: '123456789012',
        cidrs: ['10.0.0.0/16', '100.64.0.0/20', '2001:db8:1234:1a00::/56'],
        dhcpOptionsId: 'dopt-0a1b2c3d4e5f60001',
      },
    })
  })

  it('of a VPC’s DNS tells one attribute from the other', async () => {
    wire.on('ec2:DescribeVpcAttribute', ({ params: { Attribute } }) =>
      described(
        'DescribeVpcAttribute',
        `<${String(Attribute)}><value>${Attribute === 'enableDnsSupport'}</value></${String(Attribute)}>`,
      ),
    )
    const { records, gaps } = await readOne(['vpcDns'])
    expect(gaps).toEqual([])
    expect(records.vpcDns).toEqual({ [VPC]: { vpcId: VPC, dnsSupport: true, dnsHostnames: false } })
  })

  it('of a subnet has its blocks, zone and owner', async () => {
    const { records } = await readOne(['subnets'])
    expect(records.subnets).toEqual({
      [NODES]: {
        id: NODES,
        vpcId: VPC,
        ownerId: '123456789012',
        cidrs: ['10.0.4.0/24', '2001:db8:1234:1a04::/64'],
        zone: 'ap-southeast-1b',
        dns64: true,
      },
      [ENDPOINTS]: {
        id: ENDPOINTS,
        vpcId: VPC,
        ownerId: '444455556666',
        cidrs: ['10.0.8.0/24'],
        zone: 'ap-southeast-1c',
        dns64: false,
      },
    })
  })

  it('of a route table says where each route leads, and to which subnets it applies', async () => {
    const { records } = await readOne(['routeTables'])
    const [main, own] = Object.values(records.routeTables ?? {})
    expect(main).toEqual({
      id: 'rtb-0a1b2c3d4e5f60001',
      vpcId: VPC,
      ownerId: '123456789012',
      main: true,
      subnetIds: [],
      routes: [
        { destination: '10.0.0.0/16', target: { kind: 'local', id: 'local' }, state: 'active' },
        {
          destination: '0.0.0.0/0',
          target: { kind: 'internet gateway', id: 'igw-0a1b2c3d4e5f60001' },
          state: 'active',
        },
      ],
    })
    expect(own).toMatchObject({ id: 'rtb-0a1b2c3d4e5f60002', main: false, subnetIds: [NODES] })
    expect(
      own?.routes.map(({ destination, target: { kind, id }, state }) => [destination, kind, id, state]),
    ).toEqual([
      ['10.0.0.0/16', 'local', 'local', 'active'],
      ['2001:db8:1234:1a00::/56', 'local', 'local', 'active'],
      ['0.0.0.0/0', 'NAT gateway', 'nat-0a1b2c3d4e5f60001', 'active'],
      ['::/0', 'egress-only internet gateway', 'eigw-0a1b2c3d4e5f60001', 'active'],
      ['pl-6fa54006', 'VPC endpoint', 'vpce-0a1b2c3d4e5f60009', 'active'],
      ['172.16.0.0/16', 'transit gateway', 'tgw-0a1b2c3d4e5f60001', 'active'],
      ['172.17.0.0/16', 'peering connection', 'pcx-0a1b2c3d4e5f60001', 'blackhole'],
      ['172.18.0.0/16', 'virtual private gateway', 'vgw-0a1b2c3d4e5f60001', 'active'],
      ['172.19.0.0/16', 'network interface', 'i-0a1b2c3d4e5f60009', 'active'],
      ['172.20.0.0/16', 'network interface', 'eni-0a1b2c3d4e5f60008', 'active'],
      ['172.21.0.0/16', 'carrier gateway', 'cagw-0a1b2c3d4e5f60001', 'active'],
      ['172.22.0.0/16', 'local gateway', 'lgw-0a1b2c3d4e5f60001', 'active'],
      [
        '172.23.0.0/16',
        'core network',
        'arn:aws:networkmanager::123456789012:core-network/core-network-0a1b2c3d4e5f60001',
        'active',
      ],
    ])
  })

  it('of a route that leads to something new keeps its id, and one that is not taken is left out', async () => {
    wire.on('ec2:DescribeRouteTables', () =>
      described(
        'DescribeRouteTables',
        `<routeTableSet><item><routeTableId>rtb-7</routeTableId><vpcId>${VPC}</vpcId><routeSet>
          <item><destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><gatewayId>odb-1</gatewayId><state>active</state></item>
          <item><destinationCidrBlock>10.2.0.0/16</destinationCidrBlock><gatewayId>eigw-1</gatewayId><state>active</state></item>
          <item><destinationCidrBlock>10.3.0.0/16</destinationCidrBlock><state>blackhole</state></item>
          <item><gatewayId>igw-1</gatewayId><state>active</state></item>
          <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>vgw-1</gatewayId><state>filtered</state></item>
        </routeSet></item></routeTableSet>`,
      ),
    )
    const { records } = await readOne(['routeTables'])
    expect(records.routeTables).toEqual({
      'rtb-7': {
        id: 'rtb-7',
        vpcId: VPC,
        main: false,
        subnetIds: [],
        routes: [
          { destination: '10.1.0.0/16', target: { kind: 'other', id: 'odb-1' }, state: 'active' },
          {
            destination: '10.2.0.0/16',
            target: { kind: 'egress-only internet gateway', id: 'eigw-1' },
            state: 'active',
          },
          { destination: '10.3.0.0/16', target: { kind: 'other' }, state: 'blackhole' },
        ],
      },
    })
  })

  it('of a NAT gateway has its state and whether it is public', async () => {
    const { records } = await readOne(['natGateways'])
    const place = { vpcId: VPC, subnetId: ENDPOINTS }
    expect(Object.values(records.natGateways ?? {})).toEqual([
      { id: 'nat-0a1b2c3d4e5f60001', ...place, state: 'available', connectivity: 'public' },
      { id: 'nat-0a1b2c3d4e5f60002', ...place, state: 'deleting', connectivity: 'private' },
    ])
    const asked = wire.calls.find(({ operation }) => operation === 'DescribeNatGateways')
    expect(asked?.params).toMatchObject({ 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': VPC })
  })

  it('of a gateway has the VPCs to which it is attached', async () => {
    const { records } = await readOne(['internetGateways', 'egressOnlyInternetGateways'])
    expect(records.internetGateways).toEqual({
      'igw-0a1b2c3d4e5f60001': { id: 'igw-0a1b2c3d4e5f60001', vpcIds: [VPC] },
    })
    expect(records.egressOnlyInternetGateways).toEqual({
      'eigw-0a1b2c3d4e5f60001': { id: 'eigw-0a1b2c3d4e5f60001', vpcIds: [VPC] },
      'eigw-0a1b2c3d4e5f60002': { id: 'eigw-0a1b2c3d4e5f60002', vpcIds: [] },
    })
  })

  it('of an ACL has its entries inwards, then outwards, by number', async () => {
    const { records } = await readOne(['networkAcls'])
    const [inwards, outwards] = [{ egress: false }, { egress: true }]
    const any = { from: 0, to: 65535 }
    expect(records.networkAcls).toEqual({
      'acl-0a1b2c3d4e5f60001': {
        id: 'acl-0a1b2c3d4e5f60001',
        vpcId: VPC,
        subnetIds: [NODES, ENDPOINTS],
        entries: [
          {
            number: 100,
            ...inwards,
            allow: true,
            protocol: '6',
            cidr: '0.0.0.0/0',
            ports: { from: 1024, to: 65535 },
          },
          { number: 105, ...inwards, allow: true, protocol: '58', cidr: '::/0' },
          { number: 32767, ...inwards, allow: false, protocol: '-1', cidr: '0.0.0.0/0' },
          { number: 100, ...outwards, allow: false, protocol: '6', cidr: '198.51.100.0/24', ports: any },
          {
            number: 110,
            ...outwards,
            allow: true,
            protocol: '6',
            cidr: '0.0.0.0/0',
            ports: { from: 443, to: 443 },
          },
          { number: 32767, ...outwards, allow: false, protocol: '-1', cidr: '0.0.0.0/0' },
          { number: 32768, ...outwards, allow: false, protocol: '-1', cidr: '::/0' },
        ],
      },
    })
  })

  it('of DHCP options has the name servers', async () => {
    const { records } = await readOne(['dhcpOptions'])
    expect(records.dhcpOptions).toEqual({
      'dopt-0a1b2c3d4e5f60001': {
        id: 'dopt-0a1b2c3d4e5f60001',
        domainNameServers: ['10.2.5.1', '10.2.5.2'],
      },
    })
  })
})

describe('the egress-only gateways', () => {
  it('are not asked for where no route leads to one', async () => {
    wire.on('ec2:DescribeRouteTables', () => described('DescribeRouteTables', '<routeTableSet/>'))
    const { records, gaps } = await readOne(['egressOnlyInternetGateways'])
    expect({ found: records.egressOnlyInternetGateways, gaps }).toEqual({ found: {}, gaps: [] })
    expect(wire.counts()).not.toHaveProperty('ec2:DescribeEgressOnlyInternetGateways')
  })
})

describe('DHCP options', () => {
  it('are not asked for where a VPC has none', async () => {
    wire.on('ec2:DescribeVpcs', () =>
      described(
        'DescribeVpcs',
        `<vpcSet><item><vpcId>${VPC}</vpcId><dhcpOptionsId>default</dhcpOptionsId></item></vpcSet>`,
      ),
    )
    const { records, gaps } = await readOne(['dhcpOptions'])
    expect({ found: records.dhcpOptions, gaps }).toEqual({ found: {}, gaps: [] })
    expect(wire.counts()).not.toHaveProperty('ec2:DescribeDhcpOptions')
  })
})
