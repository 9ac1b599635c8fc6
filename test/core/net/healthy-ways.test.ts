import { describe, expect, it } from 'vitest'
import { reach } from '../../../src/core/net/reach.ts'
import { viewOf } from '../../../src/core/views.ts'
import { DB, healthyWorld, HYBRID, WEB } from '../../support/healthy.ts'
import { ENDPOINTS } from '../../support/healthy-network.ts'
import {
  ALL_OPEN,
  faultsIn,
  IGW,
  NAT,
  natWorld,
  pathIn,
  publicWorld,
  silent,
  verdicts,
  worldOf,
} from './worlds.ts'

describe('a private network with endpoints', () => {
  it('has an open path to every needed service, by its endpoint', () => {
    const world = silent(healthyWorld())
    expect(verdicts(world)).toEqual(ALL_OPEN)
    expect(verdicts(world, DB)).toEqual(ALL_OPEN)
    expect(pathIn(world, 'ssmmessages')?.way).toEqual({
      kind: 'interface endpoint',
      endpointId: ENDPOINTS.ssmmessages,
      vpcId: 'vpc-0a1b2c3d4e5f60001',
    })
    expect(pathIn(world, 's3')?.way).toMatchObject({ kind: 'gateway endpoint', endpointId: ENDPOINTS.s3 })
    expect(faultsIn(world)).toEqual([])
  })

  it('gives hybrid nodes no path', () => {
    expect(verdicts(healthyWorld(), HYBRID)).toEqual({})
  })

  it('shares one answer among nodes that it cannot tell apart', () => {
    const world = worldOf(healthyWorld())
    const nodes = viewOf(world, 'judgedNodes').records
    const [web, db] = [nodes[WEB], nodes[DB]] as const
    if (!web || !db) throw new Error('the nodes are judged')
    expect(reach(world, web, 'logs')).toBe(reach(world, db, 'logs'))
  })
})

describe('a private network with a NAT gateway', () => {
  it('has an open path to every needed service through it', () => {
    const world = silent(natWorld())
    expect(verdicts(world)).toEqual(ALL_OPEN)
    for (const service of Object.keys(ALL_OPEN))
      expect(pathIn(world, service)?.way).toEqual({ kind: 'internet', through: NAT })
    expect(faultsIn(world)).toEqual([])
  })
})

describe('a public subnet', () => {
  it('has an open path to every needed service by the internet gateway', () => {
    const world = silent(publicWorld())
    expect(verdicts(world)).toEqual(ALL_OPEN)
    expect(pathIn(world, 'kms')?.way).toEqual({ kind: 'internet', through: IGW })
    expect(faultsIn(world)).toEqual([])
  })
})
