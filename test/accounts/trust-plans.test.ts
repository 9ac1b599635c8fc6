import { describe, expect, it } from 'vitest'
import { ACCOUNT, DB, healthyWorld, HYBRID, REGION, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'
import { allow, CLEAN, outcomeOf, planOf, told, trust, trustAfter, typesOf } from './plan-words.ts'

type World = BreakableWorld

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
        'i-0batch, by its instance profile',
        'lambda.amazonaws.com, which the policy lets in too',
      ],
    ])
    expect(plan.steps[0]).toMatchObject({
      risk: 'review',
      owner: { by: 'CloudFormation', name: 'nodes' },
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
    const roomy = structuredClone(world)
    Object.assign(roomy.records.accountQuotas['account'] ?? {}, { trustPolicySize: 4096 })
    expect(typesOf(planOf(roomy))).toEqual(['put-trust-policy'])
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

  it('is refused where the policy names somebody who was deleted', () => {
    const gone = { Effect: 'Allow', Principal: { AWS: 'AROAJQABLZS4A3QDU576Q' }, Action: 'sts:AssumeRole' }
    const { steps, refused } = planOf(
      worldWith(broken => trust(broken, 'web', gone, allow('lambda.amazonaws.com'))),
    )
    expect([steps, refused.map(({ reason }) => reason)]).toEqual([
      [],
      [
        'the trust policy of role web names AROAJQABLZS4A3QDU576Q, which was deleted: IAM takes no policy that names it',
      ],
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
