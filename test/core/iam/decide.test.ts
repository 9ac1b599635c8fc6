import { expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'

const role = 'arn:aws:iam::123456789012:role/app/web'
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Sid: 'Write',
    Effect: 'Allow',
    Action: 'logs:Put*',
    Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/own:*',
  },
})
const identityPolicies = [{ name: 'own', document }]

test('an Allow that matches is named as what decided', () => {
  const decision = decide(
    {
      principal: role,
      action: 'logs:putlogevents',
      resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/own:log-stream:s',
    },
    { identityPolicies },
  )
  expect(JSON.parse(JSON.stringify(decision))).toEqual({
    verdict: 'allowed',
    statements: [{ layer: 'identity policy', policy: 'own', index: 0, sid: 'Write' }],
    lacking: [],
    explanation: [
      {
        layer: 'identity policy',
        verdict: 'allowed',
        statements: [
          {
            statement: { layer: 'identity policy', policy: 'own', index: 0, sid: 'Write' },
            effect: 'Allow',
            matches: 'yes',
          },
        ],
      },
    ],
  })
})

test('the explanation of a denied request names the part that missed and the value it met', () => {
  const decision = decide(
    {
      principal: role,
      action: 'logs:PutLogEvents',
      resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/other:log-stream:s',
    },
    { identityPolicies },
  )
  expect(decision.verdict).toBe('implicit-deny')
  expect(decision.blockedBy).toBe('identity policy')
  expect(decision.explanation[0]?.statements[0]).toMatchObject({
    matches: 'no',
    part: 'resource',
    detail:
      'Resource arn:aws:logs:eu-west-1:123456789012:log-group:/own:* against arn:aws:logs:eu-west-1:123456789012:log-group:/other:log-stream:s',
  })
})
