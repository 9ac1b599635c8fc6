import { describe, expect, it } from 'vitest'
import { trustAnswer } from '../../../src/core/session/trust.ts'
import { trustRepair } from '../../../src/core/words/trust-repair.ts'
import { ACCOUNT, healthyWorld, REGION, WEB } from '../../support/healthy.ts'

const EC2 = 'ec2.amazonaws.com'
const added = {
  Sid: 'LetEC2AssumeRole',
  Effect: 'Allow',
  Principal: { Service: EC2 },
  Action: 'sts:AssumeRole',
}
const { scope, records } = healthyWorld()

const repairOf = (trustPolicy: string) => {
  const web = records.roles['web']
  if (!web) throw new Error('the healthy account has role web')
  const role = { ...web, trustPolicy }
  const node = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${WEB}`
  return trustRepair(role, trustAnswer(role, 'instance profile', node, scope), 'instance profile', scope)
}

describe('the repair of a trust policy', () => {
  it('keeps what the policy holds', () => {
    const old = {
      Version: '2008-10-17',
      Id: 'lent',
      Statement: { Effect: 'Deny', Principal: '*', Action: 'x' },
    }
    const document = JSON.stringify({ ...old, Statement: [old.Statement, added] })
    const { remedy, fix } = repairOf(JSON.stringify(old))
    expect(remedy.commands).toEqual([
      `aws iam update-assume-role-policy --role-name web --policy-document '${document}'`,
    ])
    expect(fix).toMatchObject([{ type: 'allow-assume', role: 'web', statement: { sid: 'LetEC2AssumeRole' } }])
  })

  it('takes a name that is free for its statement', () => {
    const other = { ...added, Principal: { Service: 'lambda.amazonaws.com' } }
    expect(repairOf(JSON.stringify({ Statement: [other] })).remedy.commands?.[0]).toContain(
      '"Sid":"LetEC2AssumeRole2"',
    )
  })

  it('is advice alone where a statement denies it', () => {
    const denial = { ...added, Effect: 'Deny' }
    const { remedy, fix } = repairOf(JSON.stringify({ Statement: [added, denial] }))
    expect(fix).toBeUndefined()
    expect(remedy.commands).toEqual([
      'aws iam get-role --role-name web --query Role.AssumeRolePolicyDocument',
    ])
  })

  it.each(['', '[]', 'null', '"text"', '{"Statement":'])(
    'is advice alone for a policy that cannot be read: %j',
    text => {
      const { remedy, fix } = repairOf(text)
      expect(fix).toBeUndefined()
      expect(remedy.commands?.join()).not.toContain('update-assume-role-policy')
    },
  )
})
