import { describe, expect, it } from 'vitest'
import { trustCommand } from '../../../src/core/words/trust-command.ts'
import { healthyWorld } from '../../support/healthy.ts'

const added = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }

const commandFor = (trustPolicy: string): string | undefined => {
  const role = healthyWorld().records.roles['web']
  return role && trustCommand({ ...role, trustPolicy }, added)
}

describe('the command that adds to a trust policy', () => {
  it('keeps what the policy holds', () => {
    const old = {
      Version: '2008-10-17',
      Id: 'lent',
      Statement: { Effect: 'Deny', Principal: '*', Action: 'x' },
    }
    const document = JSON.stringify({ ...old, Statement: [old.Statement, added] })
    expect(commandFor(JSON.stringify(old))).toBe(
      `aws iam update-assume-role-policy --role-name web --policy-document '${document}'`,
    )
  })

  it.each(['', '[]', 'null', '{"Statement":'])('is none for a policy that cannot be read: %j', text => {
    expect(commandFor(text)).toBeUndefined()
  })
})
