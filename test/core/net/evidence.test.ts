import { describe, expect, it } from 'vitest'
import { healthyWorld } from '../../support/healthy.ts'
import { ENDPOINT_GROUP, ENDPOINTS, NODE_GROUP, ROUTE_TABLE } from '../../support/healthy-network.ts'
import { ALL_OPEN, faultsIn, natWorld, pathIn, the, verdicts, without } from './worlds.ts'

const HEARD = 'i-0a1b2c3d4e5f60001 is Online, heard at 2026-11-20T09:13:30.000Z: '

describe('a fresh ping', () => {
  it('adds nothing to a path that the model sees open', () => {
    const world = healthyWorld()
    delete world.records.vpcEndpoints[ENDPOINTS.ssmmessages]
    expect(verdicts(world)).toEqual({ ...ALL_OPEN, ssmmessages: 'blocked' })
    expect(pathIn(world, 'ssm')?.standing).toBeUndefined()
    expect(pathIn(world, 'ssmmessages')?.standing).toBeUndefined()
  })

  it('proves a path that the model cannot tell, and makes its siblings likely', () => {
    const world = natWorld()
    const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
    if (route) route.target = { kind: 'transit gateway', id: 'tgw-0a1' }
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'open',
      standing: 'proven',
      evidence: `${HEARD}what the model cannot tell carries it`,
    })
    expect(pathIn(world, 'kms')).toMatchObject({ verdict: 'unknown', standing: 'likely' })
  })

  it('proves a path that a failed read hides: its siblings stay hidden', () => {
    const world = without(natWorld(), { kind: 'natGateways' })
    expect(verdicts(world)).toEqual({ ssm: 'open', ssmmessages: 'gap', logs: 'gap', s3: 'gap', kms: 'gap' })
  })

  it('refutes a model that says blocked, and with it what the same obstacle blocks', () => {
    const world = healthyWorld()
    the(world, 'securityGroups', NODE_GROUP).rules = []
    expect(pathIn(world, 'ssm')).toMatchObject({
      verdict: 'unknown',
      standing: 'refuted',
      evidence: `${HEARD}something carries it that the model does not see`,
    })
    expect(pathIn(world, 'logs')).toMatchObject({ verdict: 'unknown', standing: 'likely' })
    expect(faultsIn(world)).toEqual([])
  })

  it('makes likely what the same groups of another endpoint block', () => {
    const world = healthyWorld()
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
    expect(pathIn(world, 'ssm')?.standing).toBe('refuted')
    expect(pathIn(world, 'ssmmessages')).toMatchObject({ verdict: 'unknown', standing: 'likely' })
  })

  it('leaves a refuted model doubtful where another obstacle blocks', () => {
    const world = healthyWorld()
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
    delete world.records.vpcEndpoints[ENDPOINTS.kms]
    expect(pathIn(world, 'ssm')?.standing).toBe('refuted')
    expect(pathIn(world, 'kms')).toMatchObject({ verdict: 'unknown', standing: 'doubtful' })
    expect(pathIn(world, 's3')?.verdict).toBe('open')
  })

  it('says nothing once it is older than a quarter of an hour, or from a node that is not Online', () => {
    for (const change of [{ lastPingAt: '2026-11-20T08:58:59.000Z' }, { pingStatus: 'ConnectionLost' }]) {
      const world = healthyWorld()
      the(world, 'securityGroups', NODE_GROUP).rules = []
      for (const node of Object.values(world.records.managedNodes)) Object.assign(node, change)
      expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'blocked' })
      expect(pathIn(world, 'ssm')?.evidence).toBeUndefined()
    }
  })
})
