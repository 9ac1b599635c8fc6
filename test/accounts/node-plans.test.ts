import { describe, expect, it } from 'vitest'
import { addInline } from '../checks/policies.ts'
import { ACCOUNT, DB, policyDocument, REGION } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { worldWith } from './judge.ts'
import { CLEAN, outcomeOf, planOf, told, typesOf } from './plan-words.ts'

type World = BreakableWorld

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
