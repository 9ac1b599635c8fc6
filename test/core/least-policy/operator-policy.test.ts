import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import { newPolicy } from '../../../src/core/iam/edit.ts'
import type { ContextValue } from '../../../src/core/iam/types.ts'
import { operatorPolicy, type OperatorOptions } from '../../../src/core/least-policy/operator-policy.ts'
import { openKeySide } from '../../../src/core/session/session-key.ts'
import { ACCOUNT, healthyWorld, HYBRID, REGION, SESSION_KEY, WEB } from '../../support/healthy.ts'

const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/ops`
const SSM = `arn:aws:ssm:${REGION}:${ACCOUNT}`
const WEB_ARN = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${WEB}`
const HYBRID_ARN = `${SSM}:managed-instance/${HYBRID}`
const DOCUMENT = `${SSM}:document/SSM-SessionManagerRunShell`
const OWN = { 'ssm:resourceTag/aws:ssmmessages:session-id': 'AROAOPS:mona', 'aws:userid': 'AROAOPS:mona' }
const OTHERS = { ...OWN, 'ssm:resourceTag/aws:ssmmessages:session-id': 'AROAOPS:otto' }
const ANYBODY: OperatorOptions = { instances: [], tags: {}, mfa: false }

const asked = (
  options: Partial<OperatorOptions>,
  action: string,
  resource: string,
  context: Record<string, ContextValue> = {},
): string => {
  const { statements } = operatorPolicy(healthyWorld(), { ...ANYBODY, ...options })
  const identityPolicies = [{ name: 'operator', document: newPolicy(statements) }]
  // A key's policy has to let the account's own policies decide.
  const { resourcePolicy } = openKeySide(healthyWorld().scope)
  const policies = { identityPolicies, ...(action.startsWith('kms:') && { resourcePolicy }) }
  return decide({ principal: OPERATOR, action, resource, context }, policies).verdict
}

const NO = 'implicit-deny'

describe('the policy for an operator', () => {
  it.each([
    ['ssm:StartSession', WEB_ARN, {}, 'allowed'],
    ['ssm:StartSession', HYBRID_ARN, {}, 'allowed'],
    ['ssm:StartSession', DOCUMENT, {}, 'allowed'],
    ['ssm:StartSession', `arn:aws:ssm:${REGION}::document/AWS-StartSSHSession`, {}, NO],
    ['ssm:StartSession', WEB_ARN.replace(REGION, 'eu-west-1'), {}, NO],
    ['ssmmessages:OpenDataChannel', '*', {}, 'allowed'],
    ['ssm:TerminateSession', `${SSM}:session/mona-0a1b2c3d`, OWN, 'allowed'],
    ['ssm:ResumeSession', `${SSM}:session/mona-0a1b2c3d`, OWN, 'allowed'],
    ['ssm:ResumeSession', `${SSM}:session/otto-0a1b2c3d`, OTHERS, NO],
    ['kms:GenerateDataKey', SESSION_KEY, {}, 'allowed'],
    ['kms:Decrypt', SESSION_KEY, {}, NO],
    ['ssm:SendCommand', WEB_ARN, {}, NO],
    ['ssm:UpdateDocument', DOCUMENT, {}, NO],
  ])('%s on %s', (action, resource, context, verdict) => {
    expect(asked({}, action, resource, context)).toBe(verdict)
  })

  it('holds for the nodes that are named, and for no other', () => {
    const instances = [WEB, HYBRID]
    expect(asked({ instances }, 'ssm:StartSession', WEB_ARN)).toBe('allowed')
    expect(asked({ instances }, 'ssm:StartSession', HYBRID_ARN)).toBe('allowed')
    expect(asked({ instances }, 'ssm:StartSession', WEB_ARN.replace(/1$/, '2'))).toBe(NO)
    expect(asked({ instances: [WEB] }, 'ssm:StartSession', HYBRID_ARN)).toBe(NO)
  })

  it('holds for nodes with the tag, while the document has none', () => {
    const tags = { team: 'web' }
    const tagged = { 'ssm:resourceTag/team': 'web' }
    expect(asked({ tags }, 'ssm:StartSession', WEB_ARN, tagged)).toBe('allowed')
    expect(asked({ tags }, 'ssm:StartSession', WEB_ARN, { 'ssm:resourceTag/team': 'db' })).toBe(NO)
    expect(asked({ tags }, 'ssm:StartSession', WEB_ARN)).toBe(NO)
    expect(asked({ tags }, 'ssm:StartSession', DOCUMENT)).toBe('allowed')
  })

  it('asks for a second factor where long-term keys would carry none', () => {
    const mfa = { mfa: true }
    expect(asked(mfa, 'ssm:StartSession', WEB_ARN, { 'aws:MultiFactorAuthPresent': true })).toBe('allowed')
    expect(asked(mfa, 'ssm:StartSession', WEB_ARN, { 'aws:MultiFactorAuthPresent': false })).toBe(NO)
    expect(asked(mfa, 'ssm:StartSession', WEB_ARN)).toBe(NO)
    expect(asked(mfa, 'ssm:StartSession', DOCUMENT)).toBe(NO)
  })

  it('follows the partition', () => {
    const world = healthyWorld()
    Object.assign(world.scope, { partition: 'aws-cn', region: 'cn-north-1' })
    const [nodes] = operatorPolicy(world, ANYBODY).statements
    expect(nodes?.resources[0]).toBe(`arn:aws-cn:ec2:cn-north-1:${ACCOUNT}:instance/*`)
  })
})
