import { describe, expect, it } from 'vitest'
import { addInline } from '../checks/policies.ts'
import { ACCOUNT, DB, REGION, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'
import { allow, CLEAN, outcomeOf, planOf, told, trust, typesOf, reasonsIn } from './plan-words.ts'

type World = BreakableWorld

const NODES = `arn:aws:iam::${ACCOUNT}:instance-profile/platform/ssm-nodes`

/** The account has a profile that the config names, with the healthy role db in it; node db holds it, node web shall. */
const declaring = (alter: (world: World) => void): World =>
  worldWith(world => {
    world.records.instanceProfiles[NODES] = {
      arn: NODES,
      name: 'ssm-nodes',
      id: 'AIPASSMNODES',
      roleName: 'db',
    }
    Object.assign(world.records.instances[DB] ?? {}, { profileArn: NODES, profileId: 'AIPASSMNODES' })
    world.declared = { instanceProfile: 'ssm-nodes', named: [WEB] }
    alter(world)
  })

/** Node web holds this, and nobody hears of it. */
const holding = (world: World, held: { profileArn?: string; profileId?: string }): void => {
  const { profileArn: _arn, profileId: _id, ...bare } = world.records.instances[WEB] ?? ({} as never)
  world.records.instances[WEB] = { ...bare, ...held }
  delete world.records.managedNodes[WEB]
}

const GAIN = `all software on ${WEB} gets the credentials of role db`

describe('a plan for an instance profile', () => {
  it('associates the one that the config names, and says what comes with it', () => {
    const world = declaring(broken => {
      holding(broken, {})
      Object.assign(broken.records.instances[WEB]?.tags ?? {}, { 'aws:autoscaling:groupName': 'web-fleet' })
    })
    const plan = planOf(world)
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        `associate instance profile ssm-nodes with ${WEB}`,
        GAIN,
        'Auto Scaling group web-fleet, whose next instances follow its launch template: change that too',
        `role db (${DB})`,
      ],
    ])
    expect(plan.steps[0]?.undo).toMatchObject({ type: 'disassociate-profile', profileArn: NODES })
  })

  it('says whose code owns the instance', () => {
    const world = declaring(broken => {
      holding(broken, {})
      Object.assign(broken.records.instances[WEB]?.tags ?? {}, { 'managed-by': 'terraform' })
    })
    expect(planOf(world).steps.map(({ owner }) => owner)).toEqual([{ by: 'Terraform' }])
  })

  const NOT_OFFERED: Readonly<Record<string, (world: World) => void>> = {
    'the config names none': world => (world.declared = { named: [WEB] }),
    'there is no such profile': world => delete world.records.instanceProfiles[NODES],
    'it holds no role': world => delete world.records.instanceProfiles[NODES]?.roleName,
    'its role is gone': world =>
      Object.assign(world.records.instanceProfiles[NODES] ?? {}, { roleName: 'gone' }),
    'its role does not trust EC2': world => {
      const roleName = 'hybrid-node'
      Object.assign(world.records.instanceProfiles[NODES] ?? {}, { roleName })
    },
    'profiles could not be read': world =>
      world.gaps.push({ kind: 'instanceProfiles', id: 'ssm-nodes', reason: 'denied', actions: [] }),
  }

  it.each(Object.entries(NOT_OFFERED))('is not made where %s', (_, alter) => {
    const world = declaring(broken => {
      holding(broken, {})
      alter(broken)
    })
    const found = judge(world).findings.filter(({ check }) => check === 'identity/instance-profile-attached')
    expect(found.map(({ remediation }) => remediation.fixable)).toEqual([false])
    expect(typesOf(planOf(world)).filter(type => type.endsWith('-profile'))).toEqual([])
  })

  it('is not made for a node that is heard without one', () => {
    const world = declaring(broken => {
      const managed = broken.records.managedNodes[WEB]
      holding(broken, {})
      if (managed) broken.records.managedNodes[WEB] = managed
    })
    expect(planOf(world).steps).toEqual([])
  })

  it('is refused where the role that comes with it would not record sessions', () => {
    const world = declaring(broken => {
      holding(broken, {})
      addInline(broken, 'db', 'guard', { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' })
      for (const id of [DB]) {
        delete broken.records.instances[id]
        delete broken.records.managedNodes[id]
      }
    })
    const plan = planOf(world)
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsIn(plan)).toEqual([
      expect.stringMatching(
        /^it would make this worse: .* role db may not call logs:PutLogEvents .* denies it/,
      ),
    ])
  })

  const STALE = { profileArn: NODES, profileId: 'AIPADELETED' }

  it('associates one anew that was deleted and made anew, and says that there is no way back', () => {
    const plan = planOf(declaring(broken => holding(broken, STALE)))
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        `associate instance profile ssm-nodes with ${WEB} anew`,
        GAIN,
        `role db (${WEB}, ${DB})`,
        `a rollback leaves ${WEB} without a profile: EC2 does not take back ssm-nodes, which gives it no credentials`,
      ],
    ])
    expect(plan.steps[0]?.undo).toEqual({
      type: 'replace-profile',
      region: REGION,
      instanceId: WEB,
      from: { arn: NODES, id: 'AIPASSMNODES' },
      to: { arn: NODES, id: 'AIPADELETED', unusable: true },
    })
  })

  it('leaves one that was made anew to people where the config names another', () => {
    const web = `arn:aws:iam::${ACCOUNT}:instance-profile/web`
    const world = declaring(broken => holding(broken, { profileArn: web, profileId: 'AIPADELETED' }))
    expect(judge(world).findings.map(({ check }) => check)).toContain('identity/profile-current')
    expect(planOf(world).steps).toEqual([])
  })

  it('replaces one that is gone', () => {
    const gone = `arn:aws:iam::${ACCOUNT}:instance-profile/gone`
    const plan = planOf(declaring(broken => holding(broken, { profileArn: gone, profileId: 'AIPAGONE' })))
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(plan.steps.map(step => step.describe)).toEqual([
      `associate instance profile ssm-nodes with ${WEB} in place of gone`,
    ])
  })

  it('replaces one without a role by the one that the config names', () => {
    const world = declaring(broken => {
      delete broken.records.instanceProfiles[`arn:aws:iam::${ACCOUNT}:instance-profile/web`]?.roleName
      delete broken.records.managedNodes[WEB]
    })
    const plan = planOf(world)
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(plan.steps.map(step => step.describe)).toEqual([
      `associate instance profile ssm-nodes with ${WEB} in place of web`,
    ])
  })

  it('puts the role into an empty one that the config names and that bears its name', () => {
    const world = worldWith(broken => {
      delete broken.records.instanceProfiles[`arn:aws:iam::${ACCOUNT}:instance-profile/web`]?.roleName
      delete broken.records.managedNodes[WEB]
      delete broken.records.managedNodes[DB]
      delete broken.records.instances[DB]
      const idle = { ...broken.records.instances[WEB], id: 'i-0idle', state: 'stopped' }
      broken.records.instances['i-0idle'] = idle as World['records']['instances'][string]
      broken.declared = { instanceProfile: 'web', named: [WEB] }
      broken.records.accountTags['instanceProfile web'] = { tags: { 'pulumi:project': 'fleet' } }
    })
    const plan = planOf(world)
    expect(plan.steps.map(({ owner }) => owner)).toEqual([{ by: 'Pulumi', name: 'fleet' }])
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        'put role web into instance profile web',
        `all software on ${WEB}, i-0idle gets the credentials of role web`,
        'role web',
        `instances outside of ${REGION} that hold the profile are not seen`,
      ],
    ])
  })

  it.each([
    ['no role bears its name', (world: World) => delete world.records.roles['web']],
    ['that role does not trust EC2', (world: World) => trust(world, 'web', allow('ssm.amazonaws.com'))],
  ])('puts nothing into an empty one where %s', (_, alter) => {
    const world = worldWith(broken => {
      delete broken.records.instanceProfiles[`arn:aws:iam::${ACCOUNT}:instance-profile/web`]?.roleName
      broken.declared = { instanceProfile: 'web' }
      alter(broken)
    })
    expect(planOf(world).steps).toEqual([])
  })
})
