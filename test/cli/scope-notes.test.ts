import { describe, expect, it } from 'vitest'
import { withReadingNotes } from '../../src/cli/scope-notes.ts'
import { healthyWorld, HYBRID, WEB } from '../support/healthy.ts'

const POLICIES = 'service control policies were not read'

describe('the notes of a reading', () => {
  it('say of which nodes the control channel was not asked', () => {
    const world = healthyWorld()
    delete world.records.connections[WEB]
    expect(withReadingNotes(world).scope.notes).toEqual([
      POLICIES,
      'control channels were asked of 2 of 3 nodes; name a node with -i to ask it',
    ])
  })

  it('say nothing of channels where every node that is Online was asked', () => {
    const world = healthyWorld()
    Object.assign(world.records.managedNodes[HYBRID] ?? {}, { pingStatus: 'ConnectionLost' })
    expect(withReadingNotes(world).scope.notes).toEqual([POLICIES])
    delete world.records.connections[HYBRID]
    expect(withReadingNotes(world).scope.notes).toEqual([POLICIES])
  })

  it('count no lost node that was asked as one of those that are Online', () => {
    const world = healthyWorld()
    Object.assign(world.records.managedNodes[HYBRID] ?? {}, { pingStatus: 'ConnectionLost' })
    delete world.records.connections[WEB]
    expect(withReadingNotes(world).scope.notes).toEqual([
      POLICIES,
      'control channels were asked of 1 of 2 nodes; name a node with -i to ask it',
    ])
  })

  it('count no node that was asked in vain as one that was not asked', () => {
    const world = healthyWorld()
    delete world.records.connections[WEB]
    world.gaps.push({ kind: 'connections', id: WEB, reason: 'denied', actions: ['ssm:GetConnectionStatus'] })
    expect(withReadingNotes(world).scope.notes).toEqual([POLICIES])
  })
})
