import { describe, expect, it } from 'vitest'
import { addInline } from '../checks/policies.ts'
import { ACCOUNT, DB, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'
import { allow, CLEAN, outcomeOf, planOf, told, trust, trustAfter, typesOf, reasonsIn } from './plan-words.ts'

type World = BreakableWorld

const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'

/** Default Host Management serves the instances whose own role may not report in. */
const hosted = (alter: (world: World) => void): World =>
  worldWith(world => {
    world.records.serviceSettings = {
      [SETTING]: { id: SETTING, value: 'service-role/hosts', status: 'Customized' },
    }
    const db = structuredClone(world.records.roles['db'])
    const arn = `arn:aws:iam::${ACCOUNT}:role/service-role/hosts`
    if (db) world.records.roles['hosts'] = { ...db, name: 'hosts', arn }
    trust(world, 'hosts', allow('ssm.amazonaws.com'))
    alter(world)
  })

const withoutCore = (world: World, role: string): void => {
  const found = world.records.roles[role]
  if (found) found.attached = found.attached.filter(({ name }) => name !== 'AmazonSSMManagedInstanceCore')
}

describe('a plan for Default Host Management', () => {
  it('lets Systems Manager assume its role again', () => {
    const world = hosted(broken => trust(broken, 'hosts', allow('lambda.amazonaws.com')))
    const plan = planOf(world)
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(plan.fixes.map(print => print.split('|', 1)[0])).toEqual(['identity/dhmc-role'])
    expect(trustAfter(plan)).toEqual([
      allow('lambda.amazonaws.com'),
      { Sid: 'LetSystemsManagerAssumeRole', ...allow('ssm.amazonaws.com') },
    ])
  })

  it('grants its role what it lacks, whether a node runs under it or not', () => {
    const idle = planOf(hosted(broken => withoutCore(broken, 'hosts')))
    expect(outcomeOf(idle)).toEqual(CLEAN)
    expect(idle.fixes.map(print => print.split('|', 1)[0])).toEqual(['identity/dhmc-role'])
    const used = planOf(
      hosted(broken => {
        withoutCore(broken, 'hosts')
        withoutCore(broken, 'web')
      }),
    )
    expect(outcomeOf(used)).toEqual(CLEAN)
    expect(used.steps.map(({ describe: words }) => words)).toEqual([
      'add inline policy ssm-doctor-session-access to role hosts',
    ])
  })

  it('grants nothing to a role that AWS keeps', () => {
    const world = hosted(broken => {
      withoutCore(broken, 'hosts')
      const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ssm.amazonaws.com/hosts`
      Object.assign(broken.records.roles['hosts'] ?? {}, { arn })
    })
    const { steps, refused } = planOf(world)
    expect([steps, refused.map(({ reason }) => reason)]).toEqual([
      [],
      ['role hosts is kept by AWS, which lets nobody edit its policies'],
    ])
  })

  it('offers nothing where the role is gone, or something denies what it needs', () => {
    const gone = hosted(broken => delete broken.records.roles['hosts'])
    const denied = hosted(broken =>
      addInline(broken, 'hosts', 'guard', {
        Effect: 'Deny',
        Action: 'ssm:UpdateInstanceInformation',
        Resource: '*',
      }),
    )
    for (const world of [gone, denied]) {
      expect(judge(world).findings.map(({ check }) => check)).toContain('identity/dhmc-role')
      expect(planOf(world).steps).toEqual([])
    }
  })
})

/** Node web is served by Default Host Management and node db, with the same profile, is too old for that. */
const halfHosted = (alter: (world: World) => void): World =>
  hosted(world => {
    const { profileArn, profileId } = world.records.instances[WEB] ?? {}
    Object.assign(world.records.instances[DB] ?? {}, { profileArn, profileId })
    Object.assign(world.records.managedNodes[DB] ?? {}, { agentVersion: '3.1.1927.0' })
    withoutCore(world, 'web')
    alter(world)
  })

describe('a plan that takes a node away from Default Host Management', () => {
  it('is made where the role of its profile does all that the other did, and says so', () => {
    const plan = planOf(halfHosted(() => {}))
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(told(plan)).toEqual([
      [
        'add inline policy ssm-doctor-session-access to role web',
        `role web (${DB})`,
        `${WEB}, which takes its credentials from role web then`,
      ],
    ])
  })

  it('is refused where that role would not record its sessions', () => {
    const plan = planOf(
      halfHosted(broken =>
        addInline(broken, 'web', 'guard', { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }),
      ),
    )
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsIn(plan)).toEqual([
      `it would make this worse: ${WEB}: recorded in CloudWatch turns from yes to no`,
    ])
  })

  it('is refused where that role could not decrypt for its sessions', () => {
    const plan = planOf(
      halfHosted(broken =>
        addInline(broken, 'web', 'guard', { Effect: 'Deny', Action: 'kms:*', Resource: '*' }),
      ),
    )
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsIn(plan)).toEqual([`it would make this worse: ${WEB}: can connect turns from yes to no`])
  })

  it('by its trust policy is held to the same', () => {
    const untrusted = (alter: (world: World) => void): World =>
      hosted(world => {
        const { profileArn, profileId } = world.records.instances[WEB] ?? {}
        Object.assign(world.records.instances[DB] ?? {}, { profileArn, profileId })
        Object.assign(world.records.managedNodes[DB] ?? {}, { agentVersion: '3.1.1927.0' })
        trust(world, 'web', allow('lambda.amazonaws.com'))
        alter(world)
      })
    const plan = planOf(untrusted(() => {}))
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(plan.steps[0]?.sharedBy).toContain(`${WEB}, which takes its credentials from role web then`)
    const worse = planOf(
      untrusted(broken =>
        addInline(broken, 'web', 'guard', { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }),
      ),
    )
    expect([worse.steps, worse.breaks]).toEqual([[], []])
    expect(reasonsIn(worse)).toEqual([
      `it would make this worse: ${WEB}: recorded in S3 turns from yes to no`,
    ])
  })

  it('is refused alone: what else is wrong is mended', () => {
    const plan = planOf(
      halfHosted(broken => {
        addInline(broken, 'web', 'guard', { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' })
        Object.assign(broken.records.instances[DB] ?? {}, { metadataEndpoint: 'disabled' })
      }),
    )
    expect(plan.breaks).toEqual([])
    expect(typesOf(plan)).toEqual(['set-metadata-options'])
    expect(plan.refused.map(({ fingerprint }) => fingerprint.split('|', 1)[0])).toEqual([
      'identity/core-permissions',
    ])
  })
})
