import { describe, expect, it } from 'vitest'
import type { CollectedKind } from '../../../src/core/records.ts'
import { viewOf } from '../../../src/core/views.ts'
import { healthyWorld, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, NODE_GROUP, ROUTE_TABLE, S3_LIST, VPC } from '../../support/healthy-network.ts'
import { addNat, ALL_OPEN, natWorld, pathIn, silent, the, verdicts, without, worldOf } from './worlds.ts'

const gapped = { ssm: 'gap', ssmmessages: 'gap', logs: 'gap', s3: 'gap', kms: 'gap' }

describe('a kind that was not read, in a private network', () => {
  const cases: Readonly<Partial<Record<CollectedKind, Record<string, string>>>> = {
    vpcs: { ...gapped, s3: 'open' },
    vpcDns: gapped,
    // Where the node and the endpoints are is known by their addresses.
    subnets: ALL_OPEN,
    routeTables: { ...ALL_OPEN, s3: 'gap' },
    natGateways: ALL_OPEN,
    internetGateways: ALL_OPEN,
    egressOnlyInternetGateways: ALL_OPEN,
    networkAcls: gapped,
    securityGroups: gapped,
    prefixLists: ALL_OPEN,
    vpcEndpoints: gapped,
    // The endpoints' groups are named by rules on both sides.
    networkInterfaces: ALL_OPEN,
    dhcpOptions: { ...gapped, s3: 'open' },
    privateZones: ALL_OPEN,
  }
  it.each(Object.entries(cases))('%s', (kind, wanted) => {
    expect(verdicts(without(silent(healthyWorld()), { kind: kind as CollectedKind }))).toEqual(wanted)
  })
})

describe('a kind that was not read, with a NAT gateway', () => {
  const cases: Readonly<Partial<Record<CollectedKind, Record<string, string>>>> = {
    vpcs: ALL_OPEN,
    vpcDns: gapped,
    subnets: ALL_OPEN,
    routeTables: gapped,
    natGateways: gapped,
    internetGateways: gapped,
    egressOnlyInternetGateways: ALL_OPEN,
    networkAcls: gapped,
    securityGroups: gapped,
    prefixLists: ALL_OPEN,
    vpcEndpoints: gapped,
    networkInterfaces: ALL_OPEN,
    dhcpOptions: ALL_OPEN,
    privateZones: ALL_OPEN,
  }
  it.each(Object.entries(cases))('%s', (kind, wanted) => {
    expect(verdicts(without(silent(natWorld()), { kind: kind as CollectedKind }))).toEqual(wanted)
  })
})

describe('a read that failed', () => {
  it('hides no block that stands whatever it would have said', () => {
    const world = silent(healthyWorld())
    the(world, 'securityGroups', NODE_GROUP).rules = []
    for (const kind of ['networkAcls', 'vpcEndpoints', 'routeTables', 'networkInterfaces'] as const)
      expect(verdicts(without(structuredClone(world), { kind })).ssm).toBe('blocked')
  })

  it('of endpoints never makes one missing', () => {
    const world = without(silent(natWorld()), { kind: 'vpcEndpoints' })
    the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    expect(verdicts(world)).toEqual(gapped)
  })

  it("of one route table may hide the subnet's own", () => {
    const world = without(silent(natWorld()), { kind: 'routeTables', id: 'rtb-0hidden' })
    expect(verdicts(world)).toEqual(gapped)
  })

  it('of one group leaves open what another group opens', () => {
    const world = silent(natWorld())
    for (const instance of Object.values(world.records.instances))
      for (const one of instance.interfaces ?? []) one.groupIds.push('sg-0hidden')
    expect(verdicts(without(world, { kind: 'securityGroups', id: 'sg-0hidden' }))).toEqual(ALL_OPEN)
  })

  it('of a prefix list hides what a rule by it lets through', () => {
    const world = silent(healthyWorld())
    const list = 'pl-0hidden'
    the(world, 'securityGroups', NODE_GROUP).rules = [
      { direction: 'egress', protocol: '-1', peer: { kind: 'prefix list', prefixListId: list } },
    ]
    delete world.records.prefixLists[S3_LIST]
    expect(verdicts(without(world, { kind: 'prefixLists', id: list }))).toEqual(gapped)
  })

  it('of the zones matters where private DNS is off', () => {
    const world = silent(healthyWorld())
    the(world, 'vpcEndpoints', ENDPOINTS.logs).privateDns = false
    expect(verdicts(without(world, { kind: 'privateZones', id: VPC }))).toEqual({ ...ALL_OPEN, logs: 'gap' })
    const both = silent(natWorld())
    addNat(both)
    expect(verdicts(without(both, { kind: 'privateZones', id: VPC }))).toEqual(ALL_OPEN)
  })

  it('of the resolvers matters where private DNS is off and nothing leads out', () => {
    const world = silent(healthyWorld())
    the(world, 'vpcEndpoints', ENDPOINTS.logs).privateDns = false
    const unread = without(structuredClone(world), { kind: 'dhcpOptions' })
    expect(verdicts(world).logs).toBe('blocked')
    expect(verdicts(unread).logs).toBe('gap')
    the(world, 'vpcDns', VPC).dnsHostnames = false
    expect(verdicts(without(structuredClone(world), { kind: 'dhcpOptions' })).ssm).toBe('gap')
  })

  it('of the bucket hides the Region in which it is asked', () => {
    const world = without(silent(healthyWorld()), { kind: 'buckets', id: 'session-archive-123456789012' })
    expect(verdicts(world)).toEqual({ ...ALL_OPEN, s3: 'gap' })
    const gone = silent(healthyWorld())
    gone.records.buckets = {}
    expect(verdicts(gone)).toEqual({ ssm: 'open', ssmmessages: 'open', logs: 'open', kms: 'open' })
  })

  it('of the preferences hides what they need', () => {
    const world = without(silent(healthyWorld()), { kind: 'preferencesDocuments' })
    expect(verdicts(world)).toEqual({ ssm: 'open', ssmmessages: 'open', logs: 'gap', s3: 'gap', kms: 'gap' })
  })

  it('of the nodes hides all paths and all faults', () => {
    const world = worldOf(without(silent(healthyWorld()), { kind: 'instances' }))
    expect(viewOf(world, 'networkPaths').whole?.kind).toBe('instances')
    expect(viewOf(world, 'networkFaults').whole?.kind).toBe('instances')
  })

  it('of VPC and subnet leaves open who owns them, and so whether an endpoint is hidden', () => {
    const world = silent(healthyWorld())
    delete world.records.vpcEndpoints[ENDPOINTS.kms]
    expect(verdicts(without(structuredClone(world), { kind: 'vpcs' })).kms).toBe('blocked')
    expect(verdicts(without(structuredClone(world), { kind: 'subnets' })).kms).toBe('blocked')
    expect(verdicts(without(without(world, { kind: 'vpcs' }), { kind: 'subnets' })).kms).toBe('gap')
  })

  it('is named in the path that it hides', () => {
    const world = without(silent(natWorld()), { kind: 'natGateways' })
    expect(viewOf(worldOf(world), 'networkPaths').missing.get(`${WEB}/ssm`)).toMatchObject({
      kind: 'natGateways',
    })
    expect(pathIn(world, 'ssm')).toBeUndefined()
  })
})
