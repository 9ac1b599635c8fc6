import { describe, expect, it } from 'vitest'
import { reach } from '../../../src/core/net/reach.ts'
import { viewOf } from '../../../src/core/views.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import {
  ACCOUNT,
  DHCP,
  ENDPOINT_ACL,
  ENDPOINT_GROUP,
  ENDPOINT_SUBNET,
  ENDPOINTS,
  NODE_GROUP,
  NODE_SUBNET,
  REGION,
  ROUTE_TABLE,
  S3_LIST,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import {
  addNat,
  ALL_OPEN,
  faultsIn,
  NAT,
  natWorld,
  pathIn,
  silent,
  the,
  verdicts,
  worldOf,
} from './worlds.ts'

type Target = BreakableWorld['records']['routeTables'][string]['routes'][number]['target']

const both = (): BreakableWorld => {
  const world = silent(healthyWorld())
  addNat(world)
  return world
}

const openEgress = (world: BreakableWorld): void => {
  the(world, 'securityGroups', NODE_GROUP).rules = ['0.0.0.0/0', '::/0'].map(cidr => ({
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr },
  }))
}

const routeTo = (world: BreakableWorld, destination: string, target: Target): void => {
  the(world, 'routeTables', ROUTE_TABLE).routes.push({ destination, target, state: 'active' })
}

const leadOut = (target: Target, destination = '0.0.0.0/0'): BreakableWorld => {
  const world = silent(natWorld())
  const table = the(world, 'routeTables', ROUTE_TABLE)
  table.routes = table.routes.filter(route => route.destination !== '0.0.0.0/0')
  routeTo(world, destination, target)
  return world
}

describe('names', () => {
  it('lead to a broken endpoint with private DNS though a NAT gateway works', () => {
    const world = both()
    openEgress(world)
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
    expect(verdicts(world)).toEqual({
      ssm: 'blocked',
      ssmmessages: 'blocked',
      logs: 'blocked',
      kms: 'blocked',
      s3: 'open',
    })
    expect(faultsIn(world).map(fault => fault.id)).toEqual([`endpoint group/${ENDPOINTS.ssm}`])
    expect(faultsIn(world)[0]?.resources).toEqual([
      ENDPOINTS.ssm,
      ENDPOINTS.ssmmessages,
      ENDPOINTS.logs,
      ENDPOINTS.kms,
    ])
    expect(pathIn(world, 'ssm')?.notes).toEqual([
      `private DNS of ${ENDPOINTS.ssm} overrides the way through ${NAT}`,
    ])
  })

  it('lead out where private DNS is off and a NAT gateway works', () => {
    const world = both()
    openEgress(world)
    the(world, 'vpcEndpoints', ENDPOINTS.kms).privateDns = false
    expect(verdicts(world)).toEqual(ALL_OPEN)
    expect(pathIn(world, 'kms')?.way).toEqual({ kind: 'internet', through: NAT })
  })

  it('lead out with DNS host names off, and nowhere that is known with DNS support off', () => {
    const world = both()
    openEgress(world)
    the(world, 'vpcDns', VPC).dnsHostnames = false
    expect(verdicts(world)).toEqual(ALL_OPEN)
    const off = both()
    openEgress(off)
    the(off, 'vpcDns', VPC).dnsSupport = false
    expect(verdicts(off)).toMatchObject({ ssm: 'unknown', s3: 'unknown' })
    expect(pathIn(off, 'ssm')?.obstacle).toMatchObject({ kind: 'vpc dns', resource: VPC })
  })

  it('need DNS support where a NAT gateway is all there is', () => {
    const world = silent(natWorld())
    the(world, 'vpcDns', VPC).dnsSupport = false
    expect(pathIn(world, 'logs')).toMatchObject({ verdict: 'unknown', obstacle: { kind: 'vpc dns' } })
  })

  it('lead past an endpoint that serves the inbound resolver alone', () => {
    const world = silent(healthyWorld())
    const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
    world.records.vpcEndpoints['vpce-0s3'] = {
      ...structuredClone(kms),
      id: 'vpce-0s3',
      serviceName: `com.amazonaws.${REGION}.s3`,
      privateDnsForInboundOnly: true,
    }
    expect(pathIn(world, 's3')?.way).toMatchObject({ kind: 'gateway endpoint', endpointId: ENDPOINTS.s3 })
  })

  it.each([{ privateDns: false }, { privateDnsForInboundOnly: true }])(
    'are not to be drawn to an interface endpoint beside a gateway endpoint: %j',
    change => {
      const world = silent(healthyWorld())
      const kms = structuredClone(the(world, 'vpcEndpoints', ENDPOINTS.kms))
      const serviceName = `com.amazonaws.${REGION}.s3`
      world.records.vpcEndpoints['vpce-0s3'] = { ...kms, id: 'vpce-0s3', serviceName, ...change }
      expect(verdicts(structuredClone(world))).toEqual(ALL_OPEN)
      const shut = structuredClone(world)
      the(shut, 'securityGroups', NODE_GROUP).rules.pop()
      expect(faultsIn(shut).map(fault => fault.id)).toEqual([`node group/${NODE_GROUP}`])
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      the(world, 'vpcEndpoints', ENDPOINTS.s3).routeTableIds = []
      expect(faultsIn(world).map(fault => fault.id)).toEqual([`route/${ROUTE_TABLE}`])
    },
  )

  it('lead to an interface endpoint of s3 though there is a gateway endpoint', () => {
    const world = silent(healthyWorld())
    const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
    world.records.vpcEndpoints['vpce-0s3'] = {
      ...structuredClone(kms),
      id: 'vpce-0s3',
      serviceName: `com.amazonaws.${REGION}.s3`,
    }
    expect(pathIn(world, 's3')?.way).toMatchObject({ kind: 'interface endpoint', endpointId: 'vpce-0s3' })
  })

  it('of a bucket in another Region lead to an endpoint across Regions', () => {
    const world = silent(healthyWorld())
    const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
    the(world, 'buckets', 'session-archive-123456789012').region = 'eu-north-1'
    world.records.vpcEndpoints['vpce-0far'] = {
      ...structuredClone(kms),
      id: 'vpce-0far',
      serviceName: 'com.amazonaws.eu-north-1.s3',
      serviceRegion: 'eu-north-1',
    }
    expect(pathIn(world, 's3')).toMatchObject({
      verdict: 'open',
      region: 'eu-north-1',
      way: { endpointId: 'vpce-0far' },
    })
  })

  it.each([
    'cn.com.amazonaws.cn-north-1.ssm',
    'com.amazonaws.cn-north-1.ssm',
    'com.amazonaws.us-gov-west-1.ssm',
  ])('are those of %s in its partition', serviceName => {
    const world = silent(healthyWorld())
    const region = serviceName.split('.').at(-2) as string
    Object.assign(world.scope, { region, partition: region.startsWith('cn') ? 'aws-cn' : 'aws-us-gov' })
    Object.assign(the(world, 'vpcEndpoints', ENDPOINTS.ssm), { serviceName, serviceRegion: region })
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'open', way: { endpointId: ENDPOINTS.ssm } })
  })

  it('asked of other resolvers are known only where both ways agree', () => {
    const world = silent(healthyWorld())
    the(world, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.53']
    expect(pathIn(world, 'kms')).toMatchObject({
      verdict: 'unknown',
      obstacle: {
        kind: 'unseen',
        resource: DHCP,
        look: "whether 192.0.2.53 forwards amazonaws.com to the VPC's resolver",
      },
    })
    const sure = both()
    openEgress(sure)
    the(sure, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.53']
    expect(verdicts(sure)).toEqual(ALL_OPEN)
  })

  it('asked of other resolvers are not known where the VPC gives no private ones either', () => {
    const world = silent(healthyWorld())
    the(world, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.53']
    the(world, 'vpcDns', VPC).dnsHostnames = false
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'unseen', resource: DHCP },
    })
    expect(faultsIn(world)).toEqual([])
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
    const shut = structuredClone(world)
    expect(pathIn(shut, 'ssm')).toMatchObject({ verdict: 'blocked', obstacle: { kind: 'endpoint group' } })
  })

  it('asked of resolvers that are not shown are not known, with what to look at', () => {
    const world = silent(healthyWorld())
    world.records.dhcpOptions = {}
    expect(pathIn(world, 'ssm')?.obstacle).toEqual({
      kind: 'unseen',
      resource: DHCP,
      verdict: 'unknown',
      reason: 'its name servers are not to be seen',
      look: `the name servers of ${DHCP}`,
    })
  })

  it('asked of other resolvers may lead to other networks where nothing leads out', () => {
    const world = silent(healthyWorld())
    the(world, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.53']
    delete world.records.vpcEndpoints[ENDPOINTS.logs]
    expect(pathIn(structuredClone(world), 'logs')).toMatchObject({ verdict: 'blocked' })
    routeTo(world, '10.0.0.0/8', { kind: 'transit gateway', id: 'tgw-0a1' })
    expect(pathIn(world, 'logs')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'unseen', resource: DHCP },
    })
    const out = silent(natWorld())
    the(out, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.53']
    routeTo(out, '10.0.0.0/8', { kind: 'transit gateway', id: 'tgw-0a1' })
    expect(verdicts(out)).toEqual(ALL_OPEN)
  })

  it('asked of the VPC resolver by its address are private all the same', () => {
    const world = silent(healthyWorld())
    the(world, 'dhcpOptions', DHCP).domainNameServers = ['10.20.0.2']
    expect(verdicts(world)).toEqual(ALL_OPEN)
  })

  it('in a private zone lead where nobody here knows', () => {
    const world = silent(healthyWorld())
    delete world.records.vpcEndpoints[ENDPOINTS.logs]
    world.records.privateZones[VPC] = { vpcId: VPC, names: [`logs.${REGION}.amazonaws.com`] }
    expect(verdicts(world)).toEqual({ ...ALL_OPEN, logs: 'unknown' })
    expect(pathIn(world, 'logs')?.obstacle).toMatchObject({ kind: 'unseen', resource: VPC })
  })

  it('of an endpoint for FIPS are asked by agents that are set to them, which nobody sees', () => {
    const world = silent(healthyWorld())
    const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
    kms.serviceName += '-fips'
    expect(verdicts(world)).toEqual({ ...ALL_OPEN, kms: 'unknown' })
    expect(pathIn(world, 'kms')?.obstacle).toMatchObject({
      kind: 'unseen',
      resource: ENDPOINTS.kms,
      look: 'whether the agent is set to the FIPS names',
    })
    const shut = structuredClone(world)
    shut.records.securityGroups['sg-0shut'] = {
      id: 'sg-0shut',
      name: 'shut',
      vpcId: VPC,
      rules: [],
      tags: {},
    }
    the(shut, 'vpcEndpoints', ENDPOINTS.kms).groupIds = ['sg-0shut']
    expect(pathIn(shut, 'kms')).toMatchObject({ verdict: 'blocked', obstacle: { kind: 'route' } })
  })

  it('lead to a young endpoint that may come', () => {
    const world = silent(healthyWorld())
    Object.assign(the(world, 'vpcEndpoints', ENDPOINTS.logs), {
      state: 'pending',
      createdAt: '2026-11-20T09:10:00.000Z',
    })
    expect(pathIn(world, 'logs')).toMatchObject({ verdict: 'unknown', obstacle: { kind: 'endpoint state' } })
  })

  it.each([true, false])(
    'wait for an endpoint that may come, whether the routes were read (%s) or not',
    read => {
      const world = silent(healthyWorld())
      Object.assign(the(world, 'vpcEndpoints', ENDPOINTS.logs), { state: 'partial', privateDns: false })
      if (!read) {
        world.records.routeTables = {}
        world.gaps.push({ kind: 'routeTables', reason: 'AccessDenied', actions: ['ec2:DescribeRouteTables'] })
      }
      expect(pathIn(world, 'logs')).toMatchObject({
        verdict: 'unknown',
        obstacle: { kind: 'endpoint state' },
      })
    },
  )

  it('lead to an endpoint that is there in part', () => {
    const world = both()
    openEgress(world)
    the(world, 'vpcEndpoints', ENDPOINTS.logs).state = 'partial'
    expect(pathIn(world, 'logs')).toMatchObject({ verdict: 'unknown', obstacle: { kind: 'endpoint state' } })
  })

  it('of a deleted endpoint lead out', () => {
    const world = both()
    openEgress(world)
    the(world, 'vpcEndpoints', ENDPOINTS.logs).state = 'deleted'
    expect(verdicts(world)).toEqual(ALL_OPEN)
  })
})

describe('egress that is limited to the endpoints', () => {
  it('leaves the missing endpoint as the only fault', () => {
    const world = silent(healthyWorld())
    delete world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    expect(faultsIn(world).map(fault => fault.id)).toEqual([`route/${ROUTE_TABLE}`])
    expect(pathIn(world, 'ssmmessages')?.factors.map(factor => factor.kind)).toEqual(['network acl', 'route'])
  })

  it('blocks the way by a NAT gateway', () => {
    const world = both()
    delete world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    expect(faultsIn(world).map(fault => fault.id)).toEqual([`node group/${NODE_GROUP}`])
  })
})

describe('what AWS does not show', () => {
  it.each<[string, Target]>([
    ['a transit gateway', { kind: 'transit gateway', id: 'tgw-0a1' }],
    ['a peering connection', { kind: 'peering connection', id: 'pcx-0a1' }],
    ['a NAT instance', { kind: 'network interface', id: 'eni-0nat' }],
    ['a VPN', { kind: 'virtual private gateway', id: 'vgw-0a1' }],
    ['a firewall', { kind: 'VPC endpoint', id: 'vpce-0fw' }],
    ['a core network', { kind: 'core network', id: 'core-network-0a1' }],
    ['a local gateway', { kind: 'local gateway', id: 'lgw-0a1' }],
  ])('behind %s is not known, with what to look at', (_name, target) => {
    const path = pathIn(leadOut(target), 'ssm')
    expect(path).toMatchObject({
      verdict: 'unknown',
      way: { kind: 'unknown' },
      obstacle: { kind: 'unseen', resource: target.id },
    })
    expect(path?.obstacle?.look).toMatch(/^(whether|the|where) /)
    expect(faultsIn(leadOut(target))).toEqual([])
  })

  it('does not count where a route leads to private addresses alone', () => {
    const world = leadOut({ kind: 'peering connection', id: 'pcx-0a1' }, '10.0.0.0/8')
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'blocked',
      obstacle: {
        kind: 'route',
        resource: ROUTE_TABLE,
        reason:
          'no 0.0.0.0/0, no endpoint ssm, unless a Route 53 profile or a resolver rule leads the name through pcx-0a1',
      },
    })
  })

  it('may stand between a subnet and an endpoint: a route within the VPC, more specific than the local one', () => {
    const world = silent(healthyWorld())
    routeTo(world, '10.20.2.0/24', { kind: 'network interface', id: 'eni-0fw' })
    routeTo(world, '10.20.0.0/16', { kind: 'VPC endpoint', id: 'vpce-0fw' })
    expect(pathIn(world, 'kms')).toMatchObject({
      verdict: 'unknown',
      way: { kind: 'interface endpoint' },
      obstacle: { kind: 'unseen', resource: 'eni-0fw' },
    })
    expect(pathIn(world, 's3')?.verdict).toBe('open')
    const dead = structuredClone(world)
    for (const route of the(dead, 'routeTables', ROUTE_TABLE).routes)
      if (route.target.id === 'eni-0fw') route.state = 'blackhole'
    expect(faultsIn(dead).map(fault => [fault.id, fault.services])).toEqual([
      [`route/${ROUTE_TABLE}`, ['ssm', 'ssmmessages', 'logs', 'kms']],
    ])
    expect(pathIn(dead, 'kms')?.obstacle?.reason).toBe('10.20.2.0/24 is a blackhole')
  })

  it('may not stand within a subnet, nor for routes that lead out of the VPC', () => {
    const world = silent(healthyWorld())
    routeTo(world, '10.0.0.0/8', { kind: 'transit gateway', id: 'tgw-0a1' })
    routeTo(world, '10.20.1.0/24', { kind: 'network interface', id: 'eni-0fw' })
    expect(verdicts(world)).toEqual(ALL_OPEN)
    const beside = silent(healthyWorld())
    routeTo(beside, '10.20.0.0/16', { kind: 'network interface', id: 'eni-0fw' })
    for (const one of Object.values(beside.records.networkInterfaces))
      Object.assign(one, { subnetId: NODE_SUBNET, addresses: ['10.20.1.200'] })
    expect(verdicts(beside)).toEqual(ALL_OPEN)
  })

  it('may lie behind a route to some public addresses', () => {
    const world = leadOut({ kind: 'transit gateway', id: 'tgw-0a1' }, '52.0.0.0/8')
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'route', resource: ROUTE_TABLE },
    })
  })

  it('lies behind two halves that beat the default route', () => {
    const world = silent(natWorld())
    routeTo(world, '0.0.0.0/1', { kind: 'transit gateway', id: 'tgw-0a1' })
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'unknown' })
    routeTo(world, '128.0.0.0/1', { kind: 'transit gateway', id: 'tgw-0a1' })
    expect(pathIn(silent(structuredClone(world)), 'ssm')).toMatchObject({ obstacle: { resource: 'tgw-0a1' } })
  })

  it('does not matter for a service whose prefix list is led elsewhere', () => {
    const world = leadOut({ kind: 'transit gateway', id: 'tgw-0a1' })
    routeTo(world, S3_LIST, { kind: 'NAT gateway', id: NAT })
    expect(pathIn(structuredClone(world), 's3')).toMatchObject({ verdict: 'open', way: { through: NAT } })
    expect(pathIn(structuredClone(world), 'kms')?.verdict).toBe('unknown')
    const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
    if (route) route.state = 'blackhole'
    expect(pathIn(world, 's3')?.obstacle?.reason).toContain(`${S3_LIST} is a blackhole`)
  })

  it('is a subnet that another account shares: what is not seen there is not missing', () => {
    const world = silent(healthyWorld())
    the(world, 'vpcs', VPC).ownerId = '210987654321'
    the(world, 'subnets', NODE_SUBNET).ownerId = '210987654321'
    world.records.vpcEndpoints = {}
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: {
        kind: 'unseen',
        reason: 'it belongs to account 210987654321, which does not show its endpoints',
      },
    })
    expect(pathIn(world, 'ssm')?.obstacle?.gap).toBeUndefined()
  })

  it('is an endpoint in a shared subnet, to which groups let out that let nothing out to the public', () => {
    const world = silent(healthyWorld())
    the(world, 'vpcs', VPC).ownerId = '210987654321'
    Object.assign(world.records, { vpcEndpoints: {}, routeTables: {} })
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: { look: 'the endpoint of ssm in account 210987654321' },
    })
    const shut = structuredClone(world)
    the(shut, 'securityGroups', NODE_GROUP).rules = []
    expect(pathIn(shut, 'ssm')).toMatchObject({ verdict: 'blocked', obstacle: { kind: 'node group' } })
  })

  it('is a NAT gateway that another account does not list', () => {
    const world = silent(natWorld())
    the(world, 'vpcs', VPC).ownerId = '210987654321'
    world.records.natGateways = {}
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'unseen', resource: NAT },
    })
  })
})

/** The healthy world with IPv6 addresses besides, or instead. */
const onIpv6 = (world: BreakableWorld, only: boolean): BreakableWorld => {
  const blocks = { [NODE_SUBNET]: '2001:db8:1:1::/64', [ENDPOINT_SUBNET]: '2001:db8:1:2::/64' }
  for (const [id, cidr] of Object.entries(blocks)) the(world, 'subnets', id).cidrs.push(cidr)
  for (const acl of Object.values(world.records.networkAcls))
    for (const egress of [false, true])
      acl.entries.push({ number: 101, egress, allow: true, protocol: '-1', cidr: '::/0' })
  for (const id of [WEB, DB])
    for (const one of the(world, 'instances', id).interfaces ?? [])
      one.addresses = [...(only ? [] : one.addresses), `2001:db8:1:1::${id === WEB ? 1 : 2}`]
  if (only) the(world, 'subnets', NODE_SUBNET).cidrs = [blocks[NODE_SUBNET]]
  return world
}

const toDualStack = (world: BreakableWorld): BreakableWorld => {
  for (const endpoint of Object.values(world.records.vpcEndpoints)) endpoint.ipAddressType = 'dualstack'
  Object.values(world.records.networkInterfaces).forEach((one, at) =>
    one.addresses.push(`2001:db8:1:2::${at + 1}`),
  )
  return world
}

describe('IPv6', () => {
  it('serves a node without IPv4 by dual-stack endpoints', () => {
    const world = toDualStack(onIpv6(silent(healthyWorld()), true))
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'open', family: 'ipv6' })
  })

  it('is not served by an endpoint for IPv4', () => {
    const world = onIpv6(silent(healthyWorld()), true)
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'blocked',
      obstacle: { kind: 'endpoint state', resource: ENDPOINTS.ssm },
    })
  })

  it('is not served by a gateway endpoint for IPv4', () => {
    const world = toDualStack(onIpv6(silent(healthyWorld()), true))
    openEgress(world)
    expect(pathIn(structuredClone(world), 's3')?.way).toMatchObject({ endpointId: ENDPOINTS.s3 })
    the(world, 'vpcEndpoints', ENDPOINTS.s3).ipAddressType = 'ipv4'
    expect(pathIn(structuredClone(world), 's3')).toMatchObject({
      verdict: 'blocked',
      obstacle: { kind: 'route', reason: `no ::/0, ${ENDPOINTS.s3} does not serve ipv6` },
    })
    routeTo(world, '::/0', { kind: 'egress-only internet gateway', id: 'eigw-0a1' })
    world.records.egressOnlyInternetGateways['eigw-0a1'] = { id: 'eigw-0a1', vpcIds: [VPC] }
    expect(pathIn(world, 's3')).toMatchObject({ verdict: 'open', way: { through: 'eigw-0a1' } })
  })

  it('leads a node without IPv4 out by an egress-only gateway', () => {
    const world = onIpv6(silent(natWorld()), true)
    openEgress(world)
    routeTo(world, '::/0', { kind: 'egress-only internet gateway', id: 'eigw-0a1' })
    world.records.egressOnlyInternetGateways['eigw-0a1'] = { id: 'eigw-0a1', vpcIds: [VPC] }
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'open',
      family: 'ipv6',
      way: { kind: 'internet', through: 'eigw-0a1' },
      notes: ['on IPv6 alone the agent has to use the names of api.aws'],
    })
  })

  it('leads a node without IPv4 out by NAT64 where its subnet has DNS64', () => {
    const world = onIpv6(silent(natWorld()), true)
    openEgress(world)
    routeTo(world, '64:ff9b::/96', { kind: 'NAT gateway', id: NAT })
    expect(pathIn(structuredClone(world), 'ssm')).toMatchObject({
      verdict: 'blocked',
      obstacle: { kind: 'route' },
    })
    the(world, 'subnets', NODE_SUBNET).dns64 = true
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'open', way: { through: NAT } })
  })

  it('makes a node whose IPv4 is blocked depend on the settings of its agent', () => {
    const world = onIpv6(silent(natWorld()), false)
    openEgress(world)
    const table = the(world, 'routeTables', ROUTE_TABLE)
    table.routes = table.routes.filter(route => route.destination !== '0.0.0.0/0')
    routeTo(world, '::/0', { kind: 'egress-only internet gateway', id: 'eigw-0a1' })
    world.records.egressOnlyInternetGateways['eigw-0a1'] = { id: 'eigw-0a1', vpcIds: [VPC] }
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      family: 'ipv4',
      obstacle: { look: 'whether the agent is set to the dual-stack names (api.aws)' },
    })
  })

  it('changes nothing for a node whose IPv4 serves', () => {
    expect(verdicts(toDualStack(onIpv6(silent(healthyWorld()), false)))).toEqual(ALL_OPEN)
  })
})

describe('interfaces', () => {
  it('of a node: the primary one decides, the others are told', () => {
    const world = silent(healthyWorld())
    const web = the(world, 'instances', WEB)
    const second = structuredClone(web.interfaces?.[0])
    if (!web.interfaces || !second) throw new Error('the node has an interface')
    Object.assign(second, { id: 'eni-0second', groupIds: ['sg-0none'], primary: false })
    web.interfaces.unshift(second)
    expect(verdicts(world)).toEqual(ALL_OPEN)
    expect(pathIn(world, 'ssm')?.notes).toEqual([
      'the node has another interface too: the primary one decides',
    ])
    expect(pathIn(world, 'ssm', DB)?.notes).toEqual([])
  })

  it('of a node that are not told leave its groups open', () => {
    const world = silent(healthyWorld())
    delete the(world, 'instances', WEB).interfaces
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'unknown', obstacle: { kind: 'node group' } })
  })

  const withSecond = (world: BreakableWorld): void => {
    const subnet = 'subnet-0a1b2c3d4e5f60005'
    world.records.subnets[subnet] = { id: subnet, vpcId: VPC, ownerId: ACCOUNT, cidrs: ['10.20.5.0/24'] }
    const acl = structuredClone(the(world, 'networkAcls', ENDPOINT_ACL))
    world.records.networkAcls['acl-0second'] = { ...acl, id: 'acl-0second', subnetIds: [subnet] }
    const endpoint = the(world, 'vpcEndpoints', ENDPOINTS.ssm)
    endpoint.interfaceIds.push('eni-0second')
    endpoint.subnetIds.push(subnet)
    world.records.networkInterfaces['eni-0second'] = {
      id: 'eni-0second',
      subnetId: subnet,
      vpcId: VPC,
      groupIds: [ENDPOINT_GROUP],
      addresses: ['10.20.5.9'],
      publicAddresses: [],
    }
  }

  it('of an endpoint: all open, some closed, all closed', () => {
    const open = silent(healthyWorld())
    withSecond(open)
    expect(verdicts(open)).toEqual(ALL_OPEN)
    const some = silent(healthyWorld())
    withSecond(some)
    the(some, 'networkAcls', 'acl-0second').entries = []
    expect(pathIn(some, 'ssm')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'network acl', resource: 'acl-0second' },
    })
    expect(pathIn(some, 'ssm')?.obstacle?.reason).toMatch(/^1 of 2 interfaces: /)
    const none = silent(healthyWorld())
    withSecond(none)
    the(none, 'networkAcls', 'acl-0second').entries = []
    the(none, 'networkAcls', ENDPOINT_ACL).entries = []
    expect(pathIn(none, 'ssm')).toMatchObject({ verdict: 'blocked' })
  })

  it('of an endpoint that are closed one by one close it together', () => {
    const world = silent(healthyWorld())
    withSecond(world)
    the(world, 'networkAcls', 'acl-0second').entries = []
    the(world, 'securityGroups', NODE_GROUP).rules = [
      { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '10.20.5.0/24' } },
    ]
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'blocked',
      obstacle: { kind: 'node group' },
      furtherObstacles: [{ kind: 'network acl', resource: 'acl-0second' }],
    })
  })
})

describe('nodes in one subnet', () => {
  it('are told apart where a rule splits it', () => {
    const world = silent(healthyWorld())
    const [rule] = the(world, 'securityGroups', ENDPOINT_GROUP).rules
    if (rule) rule.peer = { kind: 'cidr', cidr: '10.20.1.11/32' }
    expect(pathIn(world, 'ssm')?.verdict).toBe('open')
    expect(pathIn(world, 'ssm', DB)?.verdict).toBe('blocked')
    expect(faultsIn(world)[0]?.nodes).toEqual([DB])
  })

  it('share one answer on both sides of a split that does not part them', () => {
    const world = silent(healthyWorld())
    const [rule] = the(world, 'securityGroups', ENDPOINT_GROUP).rules
    if (rule) rule.peer = { kind: 'cidr', cidr: '10.20.1.0/28' }
    const { [WEB]: web, [DB]: db } = viewOf(worldOf(world), 'judgedNodes').records
    if (!web || !db) throw new Error('the nodes are judged')
    expect(reach(worldOf(world), web, 'ssm')).toBe(reach(worldOf(world), db, 'ssm'))
    expect(reach(worldOf(world), web, 'ssm').verdict).toBe('open')
  })

  it('have the ports of their own system', () => {
    const world = silent(healthyWorld())
    the(world, 'networkAcls', 'acl-0a1b2c3d4e5f60001').entries = [
      { number: 10, egress: true, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
      {
        number: 10,
        egress: false,
        allow: true,
        protocol: '6',
        cidr: '0.0.0.0/0',
        ports: { from: 49152, to: 65535 },
      },
    ]
    for (const system of ['Windows', 'MacOS']) {
      the(world, 'managedNodes', DB).platformType = system
      expect(pathIn(structuredClone(world), 'ssm', DB)?.verdict).toBe('open')
    }
    expect(pathIn(world, 'ssm')?.verdict).toBe('unknown')
  })
})
