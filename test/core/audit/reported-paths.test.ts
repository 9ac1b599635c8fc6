import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { reportedPaths } from '../../../src/core/audit/reported-paths.ts'
import type { ReportedPath, World } from '../../../src/core/index.ts'
import { DB, healthyWorld, HYBRID, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, NODE_GROUP, nodeInterface, ROUTE_TABLE, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const pathTo = (world: World, service: ReportedPath['service'], node = DB): ReportedPath => {
  const path = reportedPaths(world).find(one => one.service === service && one.nodes.includes(node))
  if (!path) throw new Error(`no path of ${node} to ${service}`)
  return path
}

/** Both nodes in a public subnet, with a public address or without. */
const publicWorld = (...withAddress: readonly string[]): BreakableWorld => {
  const world = healthyWorld()
  world.records.vpcEndpoints = {}
  world.records.internetGateways['igw-0a7'] = { id: 'igw-0a7', vpcIds: [VPC] }
  const table = world.records.routeTables[ROUTE_TABLE]
  if (table)
    table.routes = [
      { destination: '0.0.0.0/0', target: { kind: 'internet gateway', id: 'igw-0a7' }, state: 'active' },
    ]
  world.records.securityGroups[NODE_GROUP]?.rules.push({
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  })
  for (const id of withAddress) {
    const [first] = world.records.instances[id]?.interfaces ?? []
    if (first) first.publicAddresses = ['203.0.113.7']
  }
  return world
}

/** As many nodes as wanted beside each other in the healthy network. */
const fleet = (count: number): BreakableWorld => {
  const world = healthyWorld()
  const { [WEB]: instance } = world.records.instances
  const { [WEB]: managed } = world.records.managedNodes
  if (!instance || !managed) throw new Error('no node to copy')
  for (let at = 0; at < count; at++) {
    const id = `i-0f${at.toString(16).padStart(15, '0')}`
    const address = `10.20.1.${20 + (at % 200)}`
    world.records.instances[id] = { ...instance, id, interfaces: [nodeInterface(id, address)] }
    world.records.managedNodes[id] = { ...managed, id }
  }
  return world
}

describe('the reported paths', () => {
  it('are those of all EC2 nodes to every service that sessions need, equal ones once', () => {
    const paths = reportedPaths(healthyWorld())
    expect(paths.map(({ service, nodes, verdict }) => [service, nodes, verdict])).toEqual(
      (['ssm', 'ssmmessages', 'logs', 's3', 'kms'] as const).map(service => [service, [WEB, DB], 'open']),
    )
    expect(paths[3]).toMatchObject({
      accountId: '123456789012',
      region: 'ap-southeast-1',
      serviceRegion: 'ap-southeast-1',
      way: { kind: 'gateway endpoint', endpointId: ENDPOINTS.s3, vpcId: VPC },
    })
    expect(paths.flatMap(path => path.nodes)).not.toContain(HYBRID)
  })

  it('are in the report of an audit', () => {
    const world = healthyWorld()
    expect(audit([world], []).paths).toEqual(reportedPaths(world))
  })

  it('have the Region of the bucket', () => {
    const world = healthyWorld()
    for (const bucket of Object.values(world.records.buckets)) bucket.region = 'eu-west-3'
    expect(pathTo(world, 's3')).toMatchObject({ serviceRegion: 'eu-west-3', region: 'ap-southeast-1' })
  })

  it('are apart where they differ, by service and then by the first of their nodes', () => {
    const world = publicWorld(DB)
    const kept = reportedPaths(world).map(({ service, nodes }) => [service, ...nodes])
    expect(kept.slice(0, 4)).toEqual([
      ['ssm', WEB],
      ['ssm', DB],
      ['ssmmessages', WEB],
      ['ssmmessages', DB],
    ])
  })

  it('call the node itself by no id, so that nodes that fare alike share a path', () => {
    for (const world of [publicWorld(WEB, DB), publicWorld()]) {
      const path = pathTo(world, 'kms')
      expect(path.nodes).toEqual([WEB, DB])
      expect(path.factors.filter(one => one.kind === 'public address')).toMatchObject([{ resource: 'node' }])
    }
  })

  it('keep the evidence of the first node and stay together', () => {
    const world = publicWorld()
    const path = pathTo(world, 'ssm')
    expect(path).toMatchObject({ nodes: [WEB, DB], verdict: 'unknown', standing: 'refuted' })
    expect(path.evidence).toContain(`${WEB} is Online`)
  })

  it('are unknown where only a failed read could tell, and name it', () => {
    const world = healthyWorld()
    const gap = { kind: 'routeTables', reason: 'UnauthorizedOperation', actions: ['ec2:X'] } as const
    world.gaps.push({ ...gap, actions: [...gap.actions] })
    world.records.routeTables = {}
    expect(pathTo(world, 's3')).toMatchObject({ verdict: 'unknown', way: { kind: 'unknown' } })
    expect(pathTo(world, 's3').factors).toEqual([
      {
        kind: 'unseen',
        resource: 'routeTables',
        verdict: 'unknown',
        reason: 'could not be read: UnauthorizedOperation',
      },
    ])
    expect(pathTo(world, 'kms').verdict).toBe('open')
  })

  it('tell no gap in their factors', () => {
    const world = healthyWorld()
    world.gaps.push({ kind: 'networkAcls', reason: 'UnauthorizedOperation', actions: ['ec2:X'] })
    world.records.networkAcls = {}
    const factors = reportedPaths(world).flatMap(path => path.factors)
    expect(factors.length).toBeGreaterThan(0)
    for (const factor of factors) expect(factor).not.toHaveProperty('gap')
  })

  it('are none where nobody asked for the network', () => {
    const { vpcEndpoints: _endpoints, ...records } = healthyWorld().records
    expect(reportedPaths({ ...healthyWorld(), records })).toEqual([])
  })

  it('do not hang on the order in which nodes were read', () => {
    const world = healthyWorld()
    const { instances, managedNodes } = world.records
    const turned: World = {
      ...world,
      records: {
        ...world.records,
        instances: Object.fromEntries(Object.entries(instances).toReversed()),
        managedNodes: Object.fromEntries(Object.entries(managedNodes).toReversed()),
      },
    }
    expect(reportedPaths(turned)).toEqual(reportedPaths(world))
  })

  it('of ten thousand nodes are as few as those of one', () => {
    const paths = reportedPaths(fleet(10_000))
    expect(paths.map(({ nodes }) => nodes.length)).toEqual([10_002, 10_002, 10_002, 10_002, 10_002])
    const { nodes: _nodes, ...rest } = paths[0] as ReportedPath
    expect(JSON.stringify(rest).length).toBeLessThan(2_000)
  })
})
