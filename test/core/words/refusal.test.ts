import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { decide } from '../../../src/core/iam/decide.ts'
import { refusalOf } from '../../../src/core/words/refusal.ts'
import { checks } from '../../../checks/index.ts'
import { CORE_POLICY, healthyWorld, LOGGING_POLICY, policyDocument } from '../../support/healthy.ts'

const decisionOn = (action: string) =>
  decide(
    { principal: 'arn:aws:iam::123456789012:role/web', action, resource: '*' },
    {
      identityPolicies: [
        {
          name: 'own',
          document: policyDocument([
            { Sid: 'Elsewhere', Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:x' },
            { Effect: 'Allow', Action: 's3:*', Resource: '*' },
          ]),
        },
      ],
    },
  )

describe('a refusal', () => {
  it('explains the call and those for the same purpose, without the statements about other actions', () => {
    const [first, second] = ['logs:PutLogEvents', 'ssm:GetDocument'].map(action => ({
      action,
      decision: decisionOn(action),
    }))
    if (!first || !second) throw new Error('two calls')
    const { explanation } = refusalOf(first.action, first.decision, [second])
    expect(explanation.map(({ action }) => action)).toEqual(['logs:PutLogEvents', 'ssm:GetDocument'])
    expect(explanation[0]?.layers).toMatchObject([
      {
        layer: 'identity policy',
        verdict: 'implicit-deny',
        statements: [{ statement: { sid: 'Elsewhere' }, part: 'resource' }],
        others: 1,
      },
    ])
    expect(explanation[1]?.layers).toMatchObject([{ statements: [], others: 2 }])
  })
})

/** A world in which every check of a role's permissions finds something. */
const brokenWorld = () => {
  const world = healthyWorld()
  const core = world.records.policies[CORE_POLICY]
  if (core) core.document = policyDocument([])
  const logging = world.records.policies[LOGGING_POLICY]
  if (logging)
    logging.document = logging.document.replaceAll('onetime', 'once').replaceAll('/sessions/*', '/other/*')
  for (const role of Object.values(world.records.roles))
    role.trustPolicy = role.trustPolicy.replace(/(ec2|ssm)\.amazonaws/, 'lambda.amazonaws')
  for (const policy of Object.values(world.records.keyPolicies))
    policy.document = policy.document.replaceAll(/kms:[A-Z*][^"]*/g, 'kms:List*')
  return world
}

it.each([
  ['identity/core-permissions', 'ssmmessages:OpenDataChannel'],
  ['identity/role-trust', 'sts:AssumeRole'],
  ['logs/log-group-arn-match', 'logs:PutLogEvents'],
  ['logs/key-allows-logs-service', 'kms:'],
  ['s3/prefix-match', 's3:PutObject'],
  ['kms/node-can-decrypt', 'kms:Decrypt'],
])('a finding of %s carries how its calls were decided', (id, action) => {
  const { findings } = audit([brokenWorld()], checks)
  const actions = findings
    .filter(({ check }) => check === id)
    .flatMap(({ explanation = [] }) => explanation.map(one => one.action))
  expect(actions.filter(one => one.startsWith(action)).length).toBeGreaterThan(0)
})
