import { describe, expect, it } from 'vitest'
import { withoutClosed, withoutNotEnabled, withSkipped } from '../../src/cli/closed-regions.ts'
import { AwsError } from '../../src/core/errors.ts'
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

describe('of Regions that are named', () => {
  const INVALID = 'UnrecognizedClientException: The security token included in the request is invalid.'
  const unknown = (reason = INVALID): readonly Gap[] => [
    gap('preferencesDocuments', reason),
    gap('managedNodes', reason),
    gap('instances', 'AuthFailure: AWS was not able to validate the provided access credentials'),
  ]
  const listing = (notEnabled: readonly string[]) => async () => ({ enabled: ['eu-west-1'], notEnabled })
  const unasked = async () => {
    throw new Error('nobody has to list the Regions')
  }

  it('one that the account has not enabled is left out and told', async () => {
    const worlds = await withoutNotEnabled(
      [worldIn('eu-west-1'), worldIn('me-south-1', unknown()), worldIn('sa-east-1')],
      listing(['af-south-1', 'me-south-1']),
    )
    expect(worlds.map(({ scope }) => scope.region)).toEqual(['eu-west-1', 'sa-east-1'])
    expect(worlds[0]?.scope.notes).toEqual(['skipped, not enabled in the account: me-south-1'])
  })

  it.each<readonly [string, readonly Gap[]]>([
    ['all is well', []],
    ['something else was refused', closedGaps],
    ['something was read', unknown().slice(1)],
  ])('none is asked about where %s', async (_, gaps) => {
    const worlds = [worldIn('eu-west-1'), worldIn('me-south-1', gaps)]
    expect(await withoutNotEnabled(worlds, unasked)).toEqual(worlds)
  })

  it('one that is enabled, or of which nobody may ask, stays with what could not be read', async () => {
    const worlds = [worldIn('eu-west-1'), worldIn('me-south-1', unknown())]
    expect(await withoutNotEnabled(worlds, listing([]))).toEqual(worlds)
    const refused = () => Promise.reject(new AwsError('no'))
    expect(await withoutNotEnabled(worlds, refused)).toEqual(worlds)
  })

  it('none being enabled ends the run', async () => {
    await expect(
      withoutNotEnabled([worldIn('me-south-1', unknown())], listing(['me-south-1'])),
    ).rejects.toThrow('reading me-south-1: not enabled in the account; enable it')
  })

  it('nothing is told where nothing was skipped', () => {
    expect(withSkipped([worldIn('eu-west-1')], [], 'whatever')[0]?.scope.notes).toEqual([])
  })
})
