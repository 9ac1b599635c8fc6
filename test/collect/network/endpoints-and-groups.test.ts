import { beforeEach, describe, expect, it } from 'vitest'
import { readOne } from '../reading.ts'
import { offline, recorded, startWire, type Wire } from '../wire.ts'
import { page } from './answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const VPC = 'vpc-0123456789abcdef0'
const NODES = 'subnet-0123456789abcdef0'
const ENDPOINTS = 'subnet-0fedcba9876543210'
const GROUP = 'sg-0a1b2c3d4e5f60002'

const filters = (operation: string): unknown[] =>
  wire.calls
    .filter(call => call.operation === operation)
    .map(({ params }) =>
      Object.entries(params)
        .filter(([name]) => name.startsWith('Filter.'))
        .map(([, value]) => value),
    )

describe('an endpoint', () => {
  it('of the interface kind keeps what EC2 tells', async () => {
    const { records } = await readOne(['vpcEndpoints'])
    const [ssm, pending] = Object.values(records.vpcEndpoints ?? {})
    expect(ssm).toEqual({
      id: 'vpce-0a1b2c3d4e5f60001',
      vpcId: VPC,
      ownerId: '123456789012',
      serviceName: 'com.amazonaws.ap-southeast-1.ssm',
      serviceRegion: 'ap-southeast-1',
      type: 'Interface',
      state: 'available',
      privateDns: false,
      ipAddressType: 'dualstack',
      subnetIds: [NODES, ENDPOINTS],
      routeTableIds: [],
      groupIds: [GROUP],
      interfaceIds: ['eni-0a1b2c3d4e5f60011', 'eni-0a1b2c3d4e5f60012'],
      policy: '{"Statement":[{"Action":"ssm:*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
      createdAt: '2023-11-01T10:20:30.000Z',
      tags: { Name: 'ssm' },
    })
    expect(pending).toMatchObject({
      state: 'pendingacceptance',
      privateDns: true,
      privateDnsForInboundOnly: true,
      groupIds: [],
    })
    expect(pending).not.toHaveProperty('policy')
  })

  it('of the gateway kind has route tables', async () => {
    const { records } = await readOne(['vpcEndpoints'])
    expect(records.vpcEndpoints?.['vpce-0a1b2c3d4e5f60009']).toEqual({
      id: 'vpce-0a1b2c3d4e5f60009',
      vpcId: VPC,
      ownerId: '444455556666',
      serviceName: 'com.amazonaws.ap-southeast-1.s3',
      type: 'Gateway',
      state: 'available',
      privateDns: false,
      subnetIds: [],
      routeTableIds: ['rtb-0a1b2c3d4e5f60001', 'rtb-0a1b2c3d4e5f60002'],
      groupIds: [],
      interfaceIds: [],
      policy: '{"Statement":[]}',
      createdAt: '2023-11-03T10:20:30.000Z',
      tags: {},
    })
  })

  it.each([
    ['Resource', 'resourceConfigurationArn', 'resourceconfiguration/rcfg-1'],
    ['ServiceNetwork', 'serviceNetworkArn', 'servicenetwork/sn-1'],
  ])('of the kind %s leads to no service, and that is no gap', async (type, member, thing) => {
    wire.on('ec2:DescribeVpcEndpoints', () =>
      page('DescribeVpcEndpoints', 'vpcEndpointSet', [
        `<vpcEndpointId>vpce-7</vpcEndpointId><vpcEndpointType>${type}</vpcEndpointType><vpcId>${VPC}</vpcId>
         <state>Available</state><privateDnsEnabled>false</privateDnsEnabled>
         <${member}>arn:aws:vpc-lattice:ap-southeast-1:123456789012:${thing}</${member}>`,
      ]),
    )
    const { records, gaps } = await readOne(['vpcEndpoints'])
    expect(gaps).toEqual([])
    expect(records.vpcEndpoints?.['vpce-7']).toMatchObject({ type, serviceName: '', state: 'available' })
  })

  it('has its interfaces read, with the addresses of both families', async () => {
    const { records } = await readOne(['networkInterfaces'])
    expect(records.networkInterfaces).toEqual({
      'eni-0a1b2c3d4e5f60011': {
        id: 'eni-0a1b2c3d4e5f60011',
        subnetId: NODES,
        vpcId: VPC,
        groupIds: [GROUP],
        addresses: ['10.0.4.11', '2001:db8:1234:1a04::11'],
        publicAddresses: [],
      },
      'eni-0a1b2c3d4e5f60012': {
        id: 'eni-0a1b2c3d4e5f60012',
        subnetId: ENDPOINTS,
        vpcId: VPC,
        groupIds: [GROUP],
        addresses: ['10.0.8.12'],
        publicAddresses: [],
      },
    })
    expect(filters('DescribeNetworkInterfaces')).toEqual([
      ['network-interface-id', 'eni-0a1b2c3d4e5f60011', 'eni-0a1b2c3d4e5f60012'],
    ])
  })
})

describe('a security group', () => {
  it('has one rule for each peer of a permission', async () => {
    const { records } = await readOne(['securityGroups'])
    const https = { direction: 'egress', protocol: 'tcp', ports: { from: 443, to: 443 } }
    expect(records.securityGroups?.['sg-0a1b2c3d4e5f60001']).toEqual({
      id: 'sg-0a1b2c3d4e5f60001',
      name: 'nodes',
      vpcId: VPC,
      ownerId: '123456789012',
      rules: [
        { ...https, peer: { kind: 'cidr', cidr: '203.0.113.0/24' } },
        { ...https, peer: { kind: 'cidr', cidr: '10.0.0.0/8' }, description: 'inside' },
        { ...https, peer: { kind: 'cidr', cidr: '2001:db8::/32' } },
        {
          ...https,
          peer: { kind: 'prefix list', prefixListId: 'pl-0a1b2c3d4e5f60001' },
          description: 'offices',
        },
        {
          ...https,
          peer: { kind: 'group', groupId: GROUP, ownerId: '123456789012' },
          description: 'to the endpoints',
        },
      ],
      tags: { team: 'platform' },
    })
  })

  it('may let all in, have no way out, and name a group beyond a peering', async () => {
    const { records } = await readOne(['securityGroups'])
    expect(records.securityGroups?.[GROUP]?.rules).toEqual([
      { direction: 'ingress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
      {
        direction: 'ingress',
        protocol: 'icmp',
        ports: { from: 8, to: -1 },
        peer: { kind: 'group', groupId: 'sg-0a1b2c3d4e5f60099', ownerId: '777788889999' },
      },
    ])
  })

  it('is asked for by id, and the default one by the VPC of an endpoint without any', async () => {
    await readOne(['securityGroups'])
    expect(filters('DescribeSecurityGroups')).toEqual([
      ['group-id', 'sg-0a1b2c3d4e5f60001', GROUP],
      ['vpc-id', VPC, 'group-name', 'default'],
    ])
  })

  it('found in two ways is one record', async () => {
    const group = (id: string): string =>
      `<groupId>${id}</groupId><groupName>default</groupName><ipPermissions/><ipPermissionsEgress/>`
    wire.on('ec2:DescribeSecurityGroups', () =>
      page('DescribeSecurityGroups', 'securityGroupInfo', [group('sg-both')]),
    )
    const { records, gaps } = await readOne(['securityGroups'])
    expect(gaps).toEqual([])
    expect(records.securityGroups).toEqual({
      'sg-both': { id: 'sg-both', name: 'default', rules: [], tags: {} },
    })
  })

  it('without a peer in its rule is a gap of its own', async () => {
    wire.on('ec2:DescribeSecurityGroups', (call, nth) => {
      const found = recorded(call, nth)
      const body = typeof found === 'string' ? '' : found.body
      return typeof found === 'string'
        ? found
        : { ...found, body: body.replace('<cidrIp>0.0.0.0/0</cidrIp>', '<description>gone</description>') }
    })
    const { records, gaps } = await readOne(['securityGroups'])
    expect(Object.keys(records.securityGroups ?? {})).toEqual(['sg-0a1b2c3d4e5f60001'])
    expect(gaps).toEqual([
      {
        kind: 'securityGroups',
        id: GROUP,
        reason: 'malformed answer: it holds a rule without its peer',
        actions: ['ec2:DescribeSecurityGroups'],
      },
    ])
  })
})
