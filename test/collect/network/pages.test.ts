import { beforeEach, describe, expect, it } from 'vitest'
import type { CollectedKind } from '../../../src/core/records.ts'
import { numbered } from '../iam-account.ts'
import { linesOf, readOne } from '../reading.ts'
import { deny, hurry, offline, startWire, type Wire } from '../wire.ts'
import { nodeIn, page } from './answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

/** Kind, operation, list, an item by its id, and the size of a page. */
const LISTS: readonly (readonly [CollectedKind, string, string, (id: string) => string, string])[] = [
  ['vpcs', 'DescribeVpcs', 'vpcSet', id => `<vpcId>${id}</vpcId>`, '1000'],
  ['subnets', 'DescribeSubnets', 'subnetSet', id => `<subnetId>${id}</subnetId><vpcId>vpc-1</vpcId>`, '1000'],
  [
    'routeTables',
    'DescribeRouteTables',
    'routeTableSet',
    id => `<routeTableId>${id}</routeTableId><vpcId>vpc-1</vpcId><routeSet/>`,
    '100',
  ],
  [
    'natGateways',
    'DescribeNatGateways',
    'natGatewaySet',
    id => `<natGatewayId>${id}</natGatewayId><state>available</state>`,
    '1000',
  ],
  [
    'internetGateways',
    'DescribeInternetGateways',
    'internetGatewaySet',
    id => `<internetGatewayId>${id}</internetGatewayId>`,
    '1000',
  ],
  [
    'egressOnlyInternetGateways',
    'DescribeEgressOnlyInternetGateways',
    'egressOnlyInternetGatewaySet',
    id => `<egressOnlyInternetGatewayId>${id}</egressOnlyInternetGatewayId>`,
    '255',
  ],
  [
    'networkAcls',
    'DescribeNetworkAcls',
    'networkAclSet',
    id => `<networkAclId>${id}</networkAclId><vpcId>vpc-1</vpcId><entrySet/>`,
    '1000',
  ],
  [
    'vpcEndpoints',
    'DescribeVpcEndpoints',
    'vpcEndpointSet',
    id =>
      `<vpcEndpointId>${id}</vpcEndpointId><vpcId>vpc-1</vpcId><serviceName>s</serviceName><state>available</state>`,
    '1000',
  ],
  [
    'networkInterfaces',
    'DescribeNetworkInterfaces',
    'networkInterfaceSet',
    id => `<networkInterfaceId>${id}</networkInterfaceId><subnetId>subnet-1</subnetId>`,
    '1000',
  ],
  [
    'dhcpOptions',
    'DescribeDhcpOptions',
    'dhcpOptionsSet',
    id => `<dhcpOptionsId>${id}</dhcpOptionsId>`,
    '1000',
  ],
  [
    'impairedInstances',
    'DescribeInstanceStatus',
    'instanceStatusSet',
    id => `<instanceId>${id}</instanceId><instanceStatus><status>impaired</status></instanceStatus>`,
    '1000',
  ],
]

const calls = (operation: string) =>
  wire.calls.filter(call => call.operation === operation).map(({ params }) => params)

describe('a list', () => {
  it.each(LISTS)('is read to its last page: %s', async (kind, operation, list, item, size) => {
    wire.on(`ec2:${operation}`, ({ params: { NextToken } }) =>
      NextToken === undefined
        ? page(operation, list, [item('x-1'), item('x-2')], 'second')
        : page(operation, list, [item('x-3')]),
    )
    const { records, gaps } = await readOne([kind])
    expect(gaps).toEqual([])
    expect(Object.keys(records[kind] ?? {})).toEqual(['x-1', 'x-2', 'x-3'])
    expect(new Set(calls(operation).map(({ MaxResults }) => MaxResults))).toEqual(new Set([size]))
    expect(new Set(calls(operation).map(({ NextToken }) => NextToken))).toEqual(
      new Set([undefined, 'second']),
    )
  })

  it.each(LISTS)(
    'hides its kind where its second page is refused: %s',
    async (kind, operation, list, item) => {
      wire.on(`ec2:${operation}`, (call, nth) =>
        call.params['NextToken'] === undefined
          ? page(operation, list, [item('x-1')], 'second')
          : deny(call, nth),
      )
      const { records, gaps } = await readOne([kind])
      expect(records[kind]).toEqual({})
      expect(linesOf(gaps)).toContain(`${kind} ec2:${operation}`)
    },
  )

  it.each(LISTS)('hides its kind where an item has no id: %s', async (kind, operation, list, item) => {
    wire.on(`ec2:${operation}`, () => page(operation, list, [item('x-1'), item('')]))
    const { records, gaps } = await readOne([kind])
    expect(records[kind]).toEqual({})
    expect(linesOf(gaps)).toContain(`${kind} ec2:${operation}`)
    expect(gaps.find(gap => gap.kind === kind)?.reason).toMatch(
      /^malformed answer: it holds .* without (its id|their id|its instance)$/,
    )
  })

  it('that names its own page as the next is malformed', async () => {
    hurry()
    wire.on('ec2:DescribeSubnets', () => page('DescribeSubnets', 'subnetSet', [], 'again'))
    const { gaps } = await readOne(['subnets'])
    expect(gaps.map(({ reason }) => reason)).toEqual(['malformed answer: it names its own page as the next'])
  })
})

/** Of the same kind, an item that lacks what its record cannot do without. */
const PARTS: readonly (readonly [CollectedKind, string, string, string])[] = [
  ['subnets', 'DescribeSubnets', 'subnetSet', '<subnetId>x-2</subnetId>'],
  [
    'routeTables',
    'DescribeRouteTables',
    'routeTableSet',
    '<routeTableId>x-2</routeTableId><vpcId>vpc-1</vpcId>',
  ],
  ['natGateways', 'DescribeNatGateways', 'natGatewaySet', '<natGatewayId>x-2</natGatewayId>'],
  ['networkAcls', 'DescribeNetworkAcls', 'networkAclSet', '<networkAclId>x-2</networkAclId><entrySet/>'],
  [
    'networkAcls',
    'DescribeNetworkAcls',
    'networkAclSet',
    '<networkAclId>x-2</networkAclId><vpcId>vpc-1</vpcId><entrySet><item><ruleNumber>100</ruleNumber></item></entrySet>',
  ],
  [
    'vpcEndpoints',
    'DescribeVpcEndpoints',
    'vpcEndpointSet',
    '<vpcEndpointId>x-2</vpcEndpointId><vpcId>vpc-1</vpcId><serviceName>s</serviceName>',
  ],
  [
    'networkInterfaces',
    'DescribeNetworkInterfaces',
    'networkInterfaceSet',
    '<networkInterfaceId>x-2</networkInterfaceId>',
  ],
  [
    'securityGroups',
    'DescribeSecurityGroups',
    'securityGroupInfo',
    '<groupId>x-2</groupId><groupName>g</groupName><ipPermissions/>',
  ],
]

describe('an item that lacks what it must have', () => {
  it.each(PARTS)('is a gap of its own: %s', async (kind, operation, list, odd) => {
    const whole = LISTS.find(([one]) => one === kind)?.[3]
    wire.on(`ec2:${operation}`, () => page(operation, list, [...(whole ? [whole('x-1')] : []), odd]))
    const { records, gaps } = await readOne([kind])
    expect(Object.keys(records[kind] ?? {})).toEqual(whole ? ['x-1'] : [])
    expect(linesOf(gaps.filter(gap => gap.kind === kind))).toEqual([`${kind} x-2 ec2:${operation}`])
  })
})

const nodes = (items: readonly string[]): void =>
  wire.on('ec2:DescribeInstances', () => page('DescribeInstances', 'reservationSet', items))

describe('a filter', () => {
  it('holds at most 200 values', async () => {
    const vpcs = numbered('vpc-', 450)
    nodes(vpcs.map((vpc, index) => nodeIn(`i-${index}`, vpc, `sg-${index}`)))
    wire.on('ec2:DescribeSubnets', () => page('DescribeSubnets', 'subnetSet', []))
    wire.on('ec2:DescribeVpcEndpoints', () => page('DescribeVpcEndpoints', 'vpcEndpointSet', []))
    wire.on('ec2:DescribeSecurityGroups', () => page('DescribeSecurityGroups', 'securityGroupInfo', []))
    const { gaps } = await readOne(['subnets', 'securityGroups'])
    expect(gaps).toEqual([])
    for (const [operation, stem] of [
      ['DescribeSubnets', 'vpc-'],
      ['DescribeSecurityGroups', 'sg-'],
    ] as const) {
      const values = calls(operation).map(params =>
        Object.entries(params).flatMap(([name, value]) => (name.includes('.Value.') ? [value] : [])),
      )
      expect(values.map(({ length }) => length).toSorted()).toEqual([200, 200, 50])
      expect(values.flat().toSorted()).toEqual(numbered(stem, 450).toSorted())
    }
  })
})

const NETWORK: readonly CollectedKind[] = [
  'vpcs',
  'vpcDns',
  'subnets',
  'routeTables',
  'natGateways',
  'internetGateways',
  'egressOnlyInternetGateways',
  'networkAcls',
  'securityGroups',
  'prefixLists',
  'vpcEndpoints',
  'networkInterfaces',
  'dhcpOptions',
  'privateZones',
]

describe('the number of calls', () => {
  it('is the same for one node and for a thousand in the same VPC', async () => {
    nodes([nodeIn('i-0', 'vpc-1')])
    const one = await readOne(NETWORK)
    const few = wire.counts()
    wire = startWire()
    nodes(numbered('i-', 1000).map(id => nodeIn(id, 'vpc-1')))
    const many = await readOne(NETWORK)
    expect([...one.gaps, ...many.gaps]).toEqual([])
    expect(Object.keys(many.records.instances ?? {})).toHaveLength(1000)
    expect(wire.counts()).toEqual(few)
    expect(few).toMatchObject({ 'ec2:DescribeVpcAttribute': 2, 'ec2:DescribeVpcEndpoints': 1 })
  })
})
