import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const LINE = 'Error Creating Log Stream for CloudWatchLogs output: AccessDeniedException'

test('explain says in an account which cause it is, and only reads', async () => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const session = moto.proxy.session(account.accountId)
  const result = await runAs(moto, session, ['explain', LINE, '-r', STORY_REGION])
  expect(result.stdout).toMatch(/1\. .*names another group\n +here +this is it: .*logs\/log-group-arn-match/)
  expect(result.code).toBe(1)
  expect(
    session.calls.map(({ operation }) => operation).filter(name => !/^(Get|List|Describe|Head)/.test(name)),
  ).toEqual([])
})

test('preflight asks the account who calls, and nothing else', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  const result = await runAs(moto, session, ['preflight', '-r', STORY_REGION, '--format', 'json'])
  const { statements }: { statements: { id: string; holds: string }[] } = JSON.parse(result.stdout)
  const holds = (id: string) => statements.find(one => one.id === id)?.holds
  expect(['credentials', 'region', 'clock', 'ssmmessages-tls'].map(holds)).toEqual([
    'yes',
    'yes',
    'yes',
    'yes',
  ])
  expect(session.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity'])
})
