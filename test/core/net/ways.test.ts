import { describe, expect, it } from 'vitest'
import { waysOf } from '../../../src/core/net/ways.ts'
import { readingOf, viewOf } from '../../../src/core/views.ts'
import { healthyWorld, HYBRID, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, REGION, ROUTE_TABLE, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { NAT, natWorld, silent, the, without, worldOf } from './worlds.ts'

const waysIn = (world: BreakableWorld, id = WEB) => {
  const node = viewOf(worldOf(world), 'judgedNodes').records[id]
  if (!node) throw new Error(`${id} is not judged`)
  return waysOf(readingOf(worldOf(world)), node)
}

describe('the ways of a node', () => {
  it('are its endpoints, with the address by which they know it', () => {
    const by = { vpcId: VPC, sourceIp: '10.20.1.11' }
    expect(waysIn(healthyWorld())).toEqual({
      ssm: { kind: 'interface endpoint', endpointId: ENDPOINTS.ssm, ...by },
      ssmmessages: { kind: 'interface endpoint', endpointId: ENDPOINTS.ssmmessages, ...by },
      logs: { kind: 'interface endpoint', endpointId: ENDPOINTS.logs, ...by },
      s3: { kind: 'gateway endpoint', endpointId: ENDPOINTS.s3, ...by },
      kms: { kind: 'interface endpoint', endpointId: ENDPOINTS.kms, ...by },
    })
  })

  it('are a NAT gateway, an end, or not known', () => {
    const world = natWorld()
    expect(waysIn(world)?.kms).toEqual({ kind: 'internet', through: NAT })
    const none = silent(structuredClone(world))
    the(none, 'routeTables', ROUTE_TABLE).routes.pop()
    expect(waysIn(none)?.kms).toEqual({ kind: 'none' })
    const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
    if (route) route.target = { kind: 'transit gateway', id: 'tgw-0a1' }
    expect(waysIn(structuredClone(world))?.kms).toEqual({ kind: 'unknown' })
  })

  it('leave out what a fresh ping refutes', () => {
    const world = natWorld()
    the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    expect(waysIn(world)).toEqual({})
  })

  it('leave out what a failed read hides', () => {
    expect(waysIn(without(natWorld(), { kind: 'routeTables' }))).toEqual({})
    const neither = without(without(healthyWorld(), { kind: 'routeTables' }), { kind: 'vpcEndpoints' })
    expect(waysIn(neither)).toBeUndefined()
    const bucket = without(healthyWorld(), { kind: 'buckets' })
    expect(Object.keys(waysIn(bucket) ?? {})).toEqual(['ssm', 'ssmmessages', 'logs', 'kms'])
  })

  it('of a node in no VPC are none', () => {
    expect(waysIn(healthyWorld(), HYBRID)).toBeUndefined()
  })

  it('hang on no role and on no policy of an endpoint', () => {
    const world = without(healthyWorld(), { kind: 'roles' })
    const policy = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }
    the(world, 'vpcEndpoints', ENDPOINTS.logs).policy = JSON.stringify({ Statement: [policy] })
    expect(waysIn(world)?.logs).toMatchObject({ endpointId: ENDPOINTS.logs })
  })

  it('lead to the Region of the bucket', () => {
    const world = healthyWorld()
    the(world, 'buckets', 'session-archive-123456789012').region = 'eu-north-1'
    expect(waysIn(world)?.s3).toEqual({ kind: 'none' })
    expect(REGION).not.toBe('eu-north-1')
  })

  it('are given to the nodes of a role', () => {
    const [node] = viewOf(worldOf(healthyWorld()), 'nodeRoles').records['web']?.nodes ?? []
    expect(node?.ways?.ssm).toMatchObject({ kind: 'interface endpoint', sourceIp: '10.20.1.11' })
  })
})
