import { describe, expect, it } from 'vitest'
import { withoutClosed } from '../../src/cli/closed-regions.ts'
import type { Gap, World } from '../../src/core/snapshot.ts'
import { healthyWorld } from '../support/healthy.ts'

const DENIED = 'AccessDeniedException: not authorized with an explicit deny in a service control policy'

const worldIn = (region: string, gaps: readonly Gap[] = []): World => {
  const world = healthyWorld()
  return { ...world, scope: { ...world.scope, region }, gaps }
}

const gap = (kind: Gap['kind'], reason = DENIED): Gap => ({ kind, reason, actions: ['x:Y'] })
const closedGaps = [gap('preferencesDocuments'), gap('managedNodes'), gap('instances')]

describe('under --region all', () => {
  it('a Region that the organisation has closed is left out and told', () => {
    const worlds = withoutClosed([
      worldIn('eu-west-1'),
      worldIn('me-south-1', closedGaps),
      worldIn('sa-east-1'),
    ])
    expect(worlds.map(({ scope }) => scope.region)).toEqual(['eu-west-1', 'sa-east-1'])
    expect(worlds[0]?.scope.notes).toEqual(['skipped, closed by a service control policy: me-south-1'])
    expect(worlds[1]?.scope.notes).toEqual([])
  })

  it.each([
    ['one first read went well', closedGaps.slice(1)],
    [
      'one was denied by something else',
      [...closedGaps.slice(1), gap('preferencesDocuments', 'AccessDenied')],
    ],
    ['only a record of it is denied', closedGaps.map(one => ({ ...one, id: 'x' }))],
  ])('a Region stays where %s', (_, gaps) => {
    const worlds = [worldIn('eu-west-1'), worldIn('me-south-1', gaps)]
    expect(withoutClosed(worlds)).toEqual(worlds)
  })

  it('an account whose Regions are all closed cannot be read', () => {
    expect(() => withoutClosed([worldIn('me-south-1', closedGaps)])).toThrow(
      'a service control policy closes them all',
    )
  })
})
