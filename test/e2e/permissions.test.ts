import { expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { brokenAccount, FIX, fullAccount, ROLLBACK } from '../support/moto/crash.ts'
import { newHome, runCli } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const listed = async (...flags: string[]): Promise<ReadonlySet<string>> => {
  const printed = await runCli(['permissions', ...flags])
  const policy: { Statement: { Action: string | string[] }[] } = JSON.parse(printed.stdout)
  return new Set(policy.Statement.flatMap(({ Action }) => Action))
}

/** Actions that a run needed and a policy does not list; GetCallerIdentity needs none. */
const lacking = (made: Iterable<string>, policy: ReadonlySet<string>): string[] =>
  [...new Set(made)].filter(action => action !== 'sts:GetCallerIdentity' && !policy.has(action)).sort()

const repairAndUndo = async (account: Account, ...flags: string[]): Promise<string[]> => {
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  for (const command of [[...FIX, ...flags], ROLLBACK]) {
    const { code, stdout, stderr } = await runAs(moto, session, command, { home })
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${stdout}${stderr}`)
  }
  return session.calls.map(({ action }) => action)
}

test('permissions --fix lists every action that repairs and rollbacks call', async () => {
  const accounts = [
    await brokenAccount(moto),
    await fullAccount(moto),
    await makeAccount(moto.proxy, { holder: 'inline', policyLogGroup: '/aws/ssm/onetime-sessions-de' }),
  ]
  const made: string[] = []
  for (const account of accounts) made.push(...(await repairAndUndo(account)))
  expect(made).toContain('iam:CreatePolicyVersion')
  expect(made).toContain('iam:CreatePolicy')
  expect(made).toContain('iam:PutRolePolicy')
  expect(lacking(made, await listed('--fix'))).toEqual([])
})

test('permissions --fix --only lists what the repairs of the selected checks call, and no other write', async () => {
  const made = await repairAndUndo(await brokenAccount(moto), '--only', 'logs/log-group-arn-match')
  const listedToo = await listed('--fix', '--only', 'logs/log-group-arn-match')
  expect(made).toContain('iam:CreatePolicyVersion')
  expect(lacking(made, listedToo)).toEqual([])
  const others = [
    'ssm:UpdateDocument',
    'logs:CreateLogGroup',
    'ec2:CreateTags',
    's3:PutBucketPolicy',
    'kms:PutKeyPolicy',
  ]
  expect(others.filter(action => listedToo.has(action))).toEqual([])
})

test.each(['preferences', 'logs/log-group-exists', 'kms/key-usable', 's3', 'node'])(
  'check --only %s calls nothing that permissions --only does not list, and no more than it needs',
  async selected => {
    const account = await makeAccount(moto.proxy)
    const session = moto.proxy.session(account.accountId)
    const { code, stderr } = await runAs(moto, session, [
      'check',
      '--region',
      STORY_REGION,
      '--only',
      selected,
    ])
    expect(`${code}${stderr}`).toBe('0')
    const made = session.calls.map(({ action }) => action)
    expect(made).toContain('ssm:GetDocument')
    expect(lacking(made, await listed('--only', selected))).toEqual([])
  },
)

test('a check of the preferences alone reads no policy', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  await runAs(moto, session, ['check', '--region', STORY_REGION, '--only', 'preferences/logging-enabled'])
  const services = new Set(session.calls.map(({ service }) => service))
  expect(services).not.toContain('kms')
  expect(services).not.toContain('s3')
  expect(services).not.toContain('logs')
})
