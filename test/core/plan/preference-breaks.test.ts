import { describe, expect, it } from 'vitest'
import { editInline, editShared } from '../../checks/policies.ts'
import { NAME, set, writeTwo } from '../../checks/preferences/written.ts'
import { GROUP, healthyWorld, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import {
  asked,
  declare,
  inputsAfter,
  onEc2,
  planOf,
  reasonsOf,
  setting,
  typesOf,
  wishing,
  worldWith,
} from './preferences-worlds.ts'

describe('a flag that would refuse sessions', () => {
  const OFF = { cloudWatchEncryptionEnabled: false, s3EncryptionEnabled: false }
  const off = (world: BreakableWorld): void => {
    set(world, OFF)
    declare(world, { cloudWatchEncryptionEnabled: true, s3EncryptionEnabled: true })
  }
  const ON = { cloudWatchEncryptionEnabled: true, s3EncryptionEnabled: true }

  it('is turned on where every node certainly passes', () => {
    const plan = planOf(onEc2(off))
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(inputsAfter(plan)).toMatchObject(ON)
  })

  it('is not where the way of one node is not seen', () => {
    const plan = planOf(worldWith(off))
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsOf(plan)).toEqual([
      `it would make this worse: ${NAME}: with cloudWatchEncryptionEnabled on, sessions are refused where that cannot be met, which is not ruled out for ${HYBRID}`,
      `it would make this worse: ${NAME}: with s3EncryptionEnabled on, sessions are refused where that cannot be met, which is not ruled out for ${HYBRID}`,
    ])
  })

  it('is not where one role could not be read: unknown before and after is not enough', () => {
    const world = onEc2(one => {
      off(one)
      delete one.records.roles['web']
      one.gaps.push({ kind: 'roles', id: 'web', reason: 'AccessDenied', actions: ['iam:GetRole'] })
    })
    const plan = planOf(world)
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsOf(plan)).toHaveLength(2)
  })

  it('is not where a node of the Region may be hidden', () => {
    const world = onEc2(one => {
      off(one)
      one.gaps.push({ kind: 'instances', reason: 'AccessDenied', actions: ['ec2:DescribeInstances'] })
    })
    expect(planOf(world).steps).toEqual([])
  })

  it('is not where the network was not looked at', () => {
    const world = onEc2(off)
    const { vpcEndpoints: _, ...records } = world.records
    const plan = planOf({ ...world, records })
    expect(plan.steps).toEqual([])
  })

  it('brings along the right to look, where that is all that is missing', () => {
    const world = onEc2(one => {
      set(one, { ...OFF, cloudWatchStreamingEnabled: false })
      declare(one, { cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: false })
      editInline(one, 'FindLogGroups', () => undefined)
    })
    const plan = asked(world, ['preferences/as-declared'])
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(typesOf(plan)).toEqual(['put-role-policy', 'update-document', 'set-default-document-version'])
  })

  it('is not made to bite by naming a group under it', () => {
    const world = worldWith(one => {
      set(one, { cloudWatchLogGroupName: '', cloudWatchEncryptionEnabled: true })
      declare(one, { cloudWatchLogGroupName: GROUP })
    })
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan).join()).toContain('with cloudWatchEncryptionEnabled on, sessions are refused')
  })

  it.each([
    ['inputs.cloudWatchEncryptionEnabled', false, 'cloudWatchEncryptionEnabled'],
    ['inputs.s3EncryptionEnabled', undefined, 's3EncryptionEnabled'],
    ['inputs.kmsKeyId', '', 'kmsKeyId'],
    ['inputs.s3BucketName', '', 's3BucketName'],
    ['inputs.cloudWatchLogGroupName', undefined, 'cloudWatchLogGroupName'],
    ['inputs.maxSessionDuration', undefined, 'maxSessionDuration'],
  ])('or what keeps, encrypts or ends sessions is given up by no check: %s', (path, value, field) => {
    const plan = planOf(healthyWorld(), [wishing(setting(path, value))])
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan).join()).toContain(`what version 3 sets by ${field} would be given up`)
  })

  it('is not turned on by a latest version that nobody proved', () => {
    const world = worldWith(one =>
      writeTwo(one, preferencesContent({ s3EncryptionEnabled: false }), preferencesContent()),
    )
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([expect.stringContaining('with s3EncryptionEnabled on')])
  })
})

describe('streaming', () => {
  const off = (world: BreakableWorld): void => set(world, { cloudWatchStreamingEnabled: false })

  it('is turned on where the record still arrives', () => {
    const plan = planOf(worldWith(off))
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(inputsAfter(plan)['cloudWatchStreamingEnabled']).toBe(true)
  })

  it('is left off where a role may not find the group', () => {
    const world = worldWith(one => {
      set(one, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
      editShared(one, 'FindLogGroups', () => undefined)
    })
    const plan = planOf(world)
    expect([plan.steps, plan.breaks, plan.refused]).toEqual([[], [], []])
  })

  it('that is declared brings along the right to find the group', () => {
    const world = worldWith(one => {
      set(one, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
      declare(one, { cloudWatchStreamingEnabled: true })
      editShared(one, 'FindLogGroups', () => undefined)
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(typesOf(plan)).toEqual([
      'put-role-policy',
      'put-role-policy',
      'update-document',
      'set-default-document-version',
    ])
  })

  it('that is declared is left off where a Windows may be too old for it', () => {
    const world = worldWith(one => {
      set(one, { cloudWatchStreamingEnabled: false })
      declare(one, { cloudWatchStreamingEnabled: true })
      const old = { platformType: 'Windows', platformVersion: '6.3.9600' }
      Object.assign(one.records.managedNodes[WEB] ?? {}, old)
    })
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan).join()).toContain(
      `with cloudWatchStreamingEnabled on, the record is lost where that cannot be met, which is not ruled out for ${WEB}`,
    )
  })

  it('is left off where a role cannot be read', () => {
    const unread = (world: BreakableWorld): void => {
      set(world, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
      delete world.records.roles['web']
      world.gaps.push({ kind: 'roles', id: 'web', reason: 'AccessDenied', actions: ['iam:GetRole'] })
    }
    expect(planOf(worldWith(unread)).steps).toEqual([])
    const declared = worldWith(world => {
      unread(world)
      declare(world, { cloudWatchStreamingEnabled: true })
    })
    expect(reasonsOf(planOf(declared))).toEqual([
      `it would make this worse: ${NAME}: with cloudWatchStreamingEnabled on, the record is lost where that cannot be met, which is not ruled out for ${WEB}`,
    ])
  })
})
