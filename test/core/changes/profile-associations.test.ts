import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/changes/change.ts'
import { applyChange, describeChange, invertChange } from '../../../src/core/changes/specs.ts'
import { ACCOUNT, healthyWorld, REGION, WEB } from '../../support/healthy.ts'

const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:instance-profile/platform/${name}`

const replacing = (from: string, to: string): Change => ({
  type: 'replace-profile',
  region: REGION,
  instanceId: WEB,
  from: { arn: arnOf(from), id: 'AIPAOLD', unusable: true },
  to: { arn: arnOf(to), id: 'AIPANEW' },
})

const holding = (name: string, profileId: string) => {
  const world = healthyWorld()
  Object.assign(world.records.instances[WEB] ?? {}, { profileArn: arnOf(name), profileId })
  return world
}

const heldIn = (world: ReturnType<typeof applyChange>): unknown[] => {
  const { profileArn, profileId } = world.records.instances?.[WEB] ?? {}
  return [profileArn, profileId]
}

describe('a profile that EC2 does not take back', () => {
  it('is followed by another, and on the way back by none', () => {
    const change = replacing('old', 'new')
    const after = applyChange(holding('old', 'AIPAOLD'), change)
    expect(heldIn(after)).toEqual([arnOf('new'), 'AIPANEW'])
    const undone = applyChange(after, invertChange(change))
    expect(heldIn(undone)).toEqual([undefined, undefined])
    expect(applyChange(undone, invertChange(change))).toBe(undone)
  })

  it('is told from the one that bears its name now', () => {
    expect(describeChange(replacing('nodes', 'nodes'))).toBe(
      `associate instance profile nodes with ${WEB} anew`,
    )
    expect(describeChange(replacing('old', 'new'))).toBe(
      `associate instance profile new with ${WEB} in place of old`,
    )
  })

  it('is left alone where the instance holds something else', () => {
    const world = holding('old', 'AIPATHIRD')
    expect(applyChange(world, replacing('old', 'new'))).toBe(world)
  })
})
