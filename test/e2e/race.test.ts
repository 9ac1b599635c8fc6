import { CreatePolicyVersionCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { type Call, reads } from '../support/moto/call.ts'
import { asWritten, sessionPolicy } from '../support/moto/policies.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, POLICY_NAME, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const FIX = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']

const editedText = (account: Account): string =>
  asWritten({ ...sessionPolicy({ ...account.region.facts, logGroup: OTHER_GROUP }), Id: 'edited-meanwhile' })

const colleague: Readonly<Record<'managed' | 'inline', (account: Account) => Promise<unknown>>> = {
  managed: account =>
    account.clients.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: account.policyArn,
        PolicyDocument: editedText(account),
        SetAsDefault: true,
      }),
    ),
  inline: account =>
    account.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: account.roles[0],
        PolicyName: POLICY_NAME,
        PolicyDocument: editedText(account),
      }),
    ),
}

/** Lets a colleague edit the policy at the n-th time that the repair reads its text. */
const editAtRead = async (holder: 'managed' | 'inline', nth: number) => {
  const account = await makeAccount(moto.proxy, { holder, policyLogGroup: OTHER_GROUP })
  const session = moto.proxy.session(account.accountId)
  const operation = holder === 'managed' ? 'GetPolicyVersion' : 'GetRolePolicy'
  const isRead = (call: Call): boolean =>
    call.operation === operation &&
    (call.params['PolicyArn'] === account.policyArn || call.params['PolicyName'] === POLICY_NAME)
  let edited = false
  const edit = async (): Promise<void> => {
    await colleague[holder](account)
    edited = true
  }
  let seen = 0
  const when = (call: Call): boolean => isRead(call) && ++seen === nth
  session.faults.push({ when, trouble: { kind: 'hook', after: edit } })
  const result = await runAs(moto, session, FIX, { home: newHome() })
  return { account, result, edited, writes: session.calls.filter(call => !reads(call)) }
}

test.each(['managed', 'inline'] as const)(
  'a colleague who edits the %s policy between plan and repair is not overwritten',
  async holder => {
    const { account, result, writes } = await editAtRead(holder, 1)
    expect(result.code, result.stdout + result.stderr).not.toBe(0)
    expect(result.code).not.toBe(70)
    expect(writes).toEqual([])
    expect(JSON.stringify(await moto.dump(account))).toContain('edited-meanwhile')
  },
)

test.each(['managed', 'inline'] as const)(
  'a colleague who edits the %s policy after it was read again is not overwritten',
  async holder => {
    const { account, result, edited } = await editAtRead(holder, 2)
    expect(edited).toBe(true)
    expect(result.code, result.stdout + result.stderr).toBe(4)
    const after = await moto.dump(account)
    expect(JSON.stringify(after)).toContain('edited-meanwhile')
  },
)
