import { TagPolicyCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { reads } from '../support/moto/call.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const FIX = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']

const begin = async () => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const Tags = [{ Key: 'aws:cloudformation:stack-name', Value: 'session-roles' }]
  // moto takes the tag that AWS keeps to itself.
  await account.clients.iam.send(new TagPolicyCommand({ PolicyArn: account.policyArn, Tags }))
  return { account, session: moto.proxy.session(account.accountId) }
}

test('what infrastructure code owns is told and not edited, until that is allowed', async () => {
  const { account, session } = await begin()
  const before = await moto.dump(account)
  const left = await runAs(moto, session, FIX)
  expect(left.code).toBe(1)
  expect(left.stdout).toContain('owner: CloudFormation session-roles')
  expect(left.stderr).toContain('1 step not taken: infrastructure code owns what it edits')
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  expect(await moto.dump(account)).toEqual(before)

  const allowed = await runAs(moto, session, [...FIX, '--allow-managed'])
  expect(allowed.code, allowed.stdout + allowed.stderr).toBe(0)
  expect(await moto.dump(account)).not.toEqual(before)
})

test('tags that cannot be read leave it open who owns a thing, and that is told', async () => {
  const { session } = await begin()
  session.faults.push({ when: call => call.operation === 'ListPolicyTags', trouble: { kind: 'deny' } })
  const { stdout } = await runAs(moto, session, [...FIX, '--dry-run'])
  expect(stdout).toMatch(/owner: not known: its tags could not be read: .*needs iam:ListPolicyTags/)
})
