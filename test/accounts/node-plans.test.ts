import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { planRepair } from '../../src/cli/repair-plan.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import type { Plan } from '../../src/core/plan/types.ts'
import { addInline } from '../checks/policies.ts'
import { ACCOUNT, DB, healthyWorld, HYBRID, policyDocument, REGION, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'

type World = BreakableWorld

const planOf = (...worlds: readonly World[]): Plan => makePlan(worlds, checks, judge(...worlds))

/** What a plan does, in words, and who is touched by each step. */
const told = ({ steps }: Plan): unknown => steps.map(({ describe: words, sharedBy }) => [words, ...sharedBy])

const typesOf = ({ steps }: Plan): string[] => steps.map(({ change }) => change.type)

const outcomeOf = ({ breaks, refused, leaves }: Plan): unknown => ({ breaks, refused, leaves })
const CLEAN = { breaks: [], refused: [], leaves: [] }

const allow = (Service: string, Condition?: object): object => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sts:AssumeRole',
  ...(Condition && { Condition }),
})

const trust = (world: World, role: string, ...statements: object[]): void => {
  Object.assign(world.records.roles[role] ?? {}, { trustPolicy: policyDocument(statements) })
}

const trustAfter = (plan: Plan): unknown => {
  const change = plan.steps.map(step => step.change).find(({ type }) => type === 'put-trust-policy')
  if (change?.type !== 'put-trust-policy') throw new Error('no step writes a trust policy')
  const { Statement }: { Statement: unknown } = JSON.parse(change.to)
  return Statement
}

const hybridStatement = (region: string, Sid = 'LetSystemsManagerAssumeRole'): object => ({
  Sid,
  ...allow('ssm.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:${region}:${ACCOUNT}:*` },
  }),
})

describe('a plan for a trust policy', () => {
  it('adds a statement behind those of others, and says who has the role and who else is let in', () => {
    const lambda = allow('lambda.amazonaws.com')
    const world = worldWith(broken => {
      trust(broken, 'web', lambda)
      Object.assign(broken.records.roles['web'] ?? {}, { tags: { 'aws:cloudformation:stack-name': 'nodes' } })
      const batch = { ...broken.records.instances[WEB], id: 'i-0batch', operatedByService: true }
      broken.records.instances['i-0batch'] = batch as World['records']['instances'][string]
    })
    const plan = planOf(world)
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(trustAfter(plan)).toEqual([lambda, { Sid: 'LetEC2AssumeRole', ...allow('ec2.amazonaws.com') }])
    expect(told(plan)).toEqual([
      [
        'write the trust policy of role web',
        `role web (${WEB})`,
        'i-0batch, which hold it by their instance profile',
        'lambda.amazonaws.com, which the policy lets in too',
        'CloudFormation stack nodes, which owns it: change its template too',
      ],
    ])
    expect(plan.steps[0]).toMatchObject({
      risk: 'review',
      actions: ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'],
    })
  })

  it('names the service of the partition', () => {
    const world = worldWith(broken => {
      broken.scope.partition = 'aws-cn'
      trust(broken, 'web', allow('lambda.amazonaws.com'))
    })
    expect(trustAfter(planOf(world))).toContainEqual({
      Sid: 'LetEC2AssumeRole',
      ...allow('ec2.amazonaws.com.cn'),
    })
  })

  it('keeps a condition that names another Region, and adds a statement for this one', () => {
    const elsewhere = hybridStatement('eu-west-1')
    const plan = planOf(worldWith(broken => trust(broken, 'hybrid-node', elsewhere)))
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(trustAfter(plan)).toEqual([elsewhere, hybridStatement(REGION, 'LetSystemsManagerAssumeRole2')])
  })

  it('writes one policy for what two Regions ask of a role', () => {
    const worlds = ['eu-west-1', 'us-west-2'].map(region => {
      const world = healthyWorld()
      trust(world, 'hybrid-node', allow('lambda.amazonaws.com'))
      world.scope.region = region
      for (const id of [WEB, DB]) {
        delete world.records.instances[id]
        delete world.records.managedNodes[id]
      }
      world.records.preferencesDocuments = {}
      return world
    })
    const plan = planOf(...worlds)
    expect(typesOf(plan)).toEqual(['put-trust-policy'])
    expect(trustAfter(plan)).toEqual([
      allow('lambda.amazonaws.com'),
      hybridStatement('eu-west-1'),
      hybridStatement('us-west-2', 'LetSystemsManagerAssumeRole2'),
    ])
    expect(plan.steps[0]?.sharedBy[0]).toBe(`role hybrid-node (${HYBRID}, ${HYBRID})`)
  })

  const long = Array.from({ length: 20 }, (_, at) => ({
    Sid: `Team${at}`,
    ...allow(`service-${at}.amazonaws.com`),
  }))

  it('is refused where the quota of the account leaves no room', () => {
    const world = worldWith(broken => trust(broken, 'web', ...long))
    const { steps, refused } = planOf(world)
    expect([steps, refused.map(({ reason }) => reason)]).toEqual([
      [],
      ['the trust policy of role web has no room for another statement: it may hold 2048 characters'],
    ])
    Object.assign(world.records.accountQuotas['account'] ?? {}, { trustPolicySize: 4096 })
    expect(typesOf(planOf(world))).toEqual(['put-trust-policy'])
  })

  it('is refused for a role that AWS keeps', () => {
    const world = worldWith(broken => {
      trust(broken, 'web', allow('lambda.amazonaws.com'))
      const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ssm.amazonaws.com/web`
      Object.assign(broken.records.roles['web'] ?? {}, { arn })
    })
    const { steps, refused } = planOf(world)
    expect(steps).toEqual([])
    expect(refused.map(({ reason }) => reason)).toEqual([
      'role web is kept by AWS, which lets nobody edit its trust policy',
    ])
  })

  it.each([
    ['a Deny', [allow('lambda.amazonaws.com'), { ...allow('ec2.amazonaws.com'), Effect: 'Deny' }]],
    [
      'a condition that nobody knows',
      [allow('ec2.amazonaws.com', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })],
    ],
  ])('is not made against %s', (_, statements) => {
    const world = worldWith(broken => trust(broken, 'web', ...statements))
    expect(judge(world).findings.map(({ remediation }) => remediation.fixable)).toContain(false)
    expect(planOf(world).steps).toEqual([])
  })
})

const NODES = `arn:aws:iam::${ACCOUNT}:instance-profile/platform/ssm-nodes`

/** The account has a profile that the config names, with the healthy role db in it, and node web is to hold it. */
const declaring = (alter: (world: World) => void): World =>
  worldWith(world => {
    world.records.instanceProfiles[NODES] = {
      arn: NODES,
      name: 'ssm-nodes',
      id: 'AIPASSMNODES',
      roleName: 'db',
    }
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
    expect(typesOf(planOf(world))).toEqual([])
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
    expect(planOf(world).breaks).toContain(`${WEB}: recorded in CloudWatch turns from unknown to no`)
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
      const idle = { ...broken.records.instances[WEB], id: 'i-0idle', state: 'stopped' }
      broken.records.instances['i-0idle'] = idle as World['records']['instances'][string]
      broken.declared = { instanceProfile: 'web', named: [WEB] }
    })
    const plan = planOf(world)
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
    expect(plan.steps.length).toBeGreaterThan(0)
    expect(plan.breaks).toEqual([`${WEB}: recorded in CloudWatch turns from yes to no`])
  })

  it('is refused where that role could not decrypt for its sessions', () => {
    const plan = planOf(
      halfHosted(broken =>
        addInline(broken, 'web', 'guard', { Effect: 'Deny', Action: 'kms:*', Resource: '*' }),
      ),
    )
    expect(plan.breaks).toEqual([
      `${WEB}: can connect turns from yes to no`,
      `${WEB}: encrypted turns from yes to no`,
    ])
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
    expect(worse.breaks).toEqual([`${WEB}: recorded in S3 turns from yes to no`])
  })
})

describe('a plan for the deprecated policy', () => {
  const arn = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'
  const resting = (alter: (world: World) => void = () => {}): World =>
    worldWith(world => {
      const name = 'AmazonEC2RoleforSSM'
      world.records.policies[arn] = {
        arn,
        name,
        document: policyDocument([
          { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*', 'logs:*'], Resource: '*' },
        ]),
      }
      const web = world.records.roles['web']
      if (web) web.attached = [{ arn, name }, ...web.attached.filter(one => !one.name.startsWith('Amazon'))]
      alter(world)
    })

  it('grants the five actions that rest on it alone, and leaves it attached', () => {
    const plan = planOf(resting())
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(plan.fixes).toEqual([`identity/deprecated-policy|${ACCOUNT}|${REGION}|role/web|replacement`])
    expect(plan.steps.map(({ diff }) => JSON.parse(diff?.after ?? '{}').Statement)).toEqual([
      [
        {
          Sid: 'SessionManagerCore',
          Effect: 'Allow',
          Action: [
            'ssm:UpdateInstanceInformation',
            'ssmmessages:CreateControlChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenDataChannel',
          ],
          Resource: '*',
        },
      ],
    ])
  })

  it('grants only what no other policy gives', () => {
    const world = resting(broken =>
      addInline(broken, 'web', 'channels', { Effect: 'Allow', Action: 'ssmmessages:*', Resource: '*' }),
    )
    const [step] = planOf(world).steps
    expect(JSON.parse(step?.diff?.after ?? '{}').Statement[0].Action).toEqual([
      'ssm:UpdateInstanceInformation',
    ])
  })
})

describe('a plan for the metadata endpoint', () => {
  const off = (
    id: string,
    tokens: 'optional' | 'required',
    alter: (world: World) => void = () => {},
  ): World =>
    worldWith(world => {
      Object.assign(world.records.instances[id] ?? {}, {
        metadataEndpoint: 'disabled',
        metadataTokens: tokens,
      })
      alter(world)
    })

  it('turns it on with tokens required at once, and says who gets credentials', () => {
    const plan = planOf(off(DB, 'optional'))
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        `turn the metadata endpoint of ${DB} on, with tokens required`,
        `all software on ${DB} gets the credentials of role db`,
      ],
    ])
    expect(plan.steps[0]?.undo).toMatchObject({ to: { endpoint: 'disabled', tokens: 'optional' } })
  })

  it('is not made for an agent that knows no tokens, or where EC2 does not tell the options', () => {
    const old = off(DB, 'optional', broken =>
      Object.assign(broken.records.managedNodes[DB] ?? {}, { agentVersion: '2.3.1644.0' }),
    )
    const untold = worldWith(broken => delete broken.records.instances[DB]?.metadataEndpoint)
    for (const world of [old, untold]) expect(typesOf(planOf(world))).not.toContain('set-metadata-options')
  })
})

describe('a plan for agents that nothing updates', () => {
  const idle = (alter: (world: World) => void = () => {}): World =>
    worldWith(world => {
      world.records.agentUpdates = {}
      alter(world)
    })

  const targetsOf = ({ steps }: Plan): unknown =>
    steps.map(({ change }) => (change.type === 'create-association' ? change.targets : change.type))

  it('updates all nodes where nothing updates any of them, and says what an update does', () => {
    const plan = planOf(idle())
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        'create association ssm-doctor-update-agents, which updates the agents of all nodes by cron(0 2 ? * SUN *) in UTC, 10% of them at a time, and stops once more than 10% have failed',
        `the agents of 3 nodes (${WEB}, ${DB}, ${HYBRID}): an update restarts the agent and may end the sessions of that moment`,
        'all nodes that are registered later',
      ],
    ])
  })

  it('names the nodes where something else updates one of the Region', () => {
    const plan = planOf(
      idle(world => {
        world.records.agentUpdates['8dfe3659'] = {
          id: '8dfe3659',
          name: 'ssm-doctor-update-agents',
          targets: [{ key: 'InstanceIds', values: [DB] }],
        }
      }),
    )
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB, HYBRID] }]])
    expect(plan.steps[0]?.change).toMatchObject({ name: 'ssm-doctor-update-agents-2' })
  })

  it('names the nodes where the image of one replaces its agent', () => {
    const plan = planOf(
      idle(world => Object.assign(world.records.managedNodes[DB] ?? {}, { platformName: 'Bottlerocket OS' })),
    )
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB, HYBRID] }]])
  })

  it('names at most fifty nodes in an association', () => {
    const plan = planOf(
      idle(world => {
        const rack = world.records.managedNodes[HYBRID] ?? ({} as never)
        for (let at = 0; at < 101; at++) {
          const id = `mi-0000000000000${String(at).padStart(4, '0')}`
          world.records.managedNodes[id] = { ...rack, id, name: `rack-${at}` }
        }
        Object.assign(world.records.managedNodes[DB] ?? {}, { platformName: 'Bottlerocket OS' })
      }),
    )
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    const targets = plan.steps.map(({ change }) =>
      change.type === 'create-association' ? change.targets : [],
    )
    expect(targets.map(([one]) => one?.values.length)).toEqual([50, 50, 3])
    expect(plan.steps.map(({ change }) => 'name' in change && change.name)).toEqual([
      'ssm-doctor-update-agents',
      'ssm-doctor-update-agents-2',
      'ssm-doctor-update-agents-3',
    ])
  })

  it('is not made where images keep agents current', () => {
    const image = idle(world => (world.declared = { agentUpdates: 'image' }))
    expect(planOf(image).steps).toEqual([])
  })

  it('goes by the tags where they chose the nodes, and tells those that get them later', () => {
    const world = idle(broken => {
      Object.assign(broken.records.instances[WEB]?.tags ?? {}, { stage: 'test' })
      Object.assign(broken.records.instances[DB]?.tags ?? {}, { stage: 'live' })
    })
    const aim = { selected: checks, nodes: new Set([WEB]), tags: { stage: 'test' } }
    const plan = planRepair([world], aim)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(targetsOf(plan)).toEqual([[{ key: 'tag:stage', values: ['test'] }]])
    expect(plan.steps[0]?.sharedBy).toEqual([
      `the agents of 1 node (${WEB}): an update restarts the agent and may end the sessions of that moment`,
      'all nodes that get the tags later',
    ])
  })

  it('names the nodes where more tags chose them than an association takes', () => {
    const tags = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(key => [key, '1']))
    const world = idle(broken => Object.assign(broken.records.instances[WEB]?.tags ?? {}, tags))
    const plan = planRepair([world], { selected: checks, nodes: new Set([WEB]), tags })
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB] }]])
  })
})
