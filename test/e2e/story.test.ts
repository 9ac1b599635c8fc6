import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { asWritten, sessionPolicy, sessionStatements } from '../support/moto/policies.ts'
import { causes, graveFindings, reportOf } from '../support/moto/report.ts'
import { newHome, runCli } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, POLICY_NAME, STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const ARN_MATCH = 'logs/log-group-arn-match'

/** The story's account and a user in front of it: one home, one set of credentials. */
const begin = async (options: AccountOptions) => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP, ...options })
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  const env = credentialsOf(moto.proxy, session)
  const run = (command: string, ...flags: string[]) =>
    runCli([command, '--region', STORY_REGION, ...flags], { home, env })
  return { account, session, run }
}

const VARIANTS: Readonly<Record<string, AccountOptions>> = {
  'a customer-managed policy with one version': {},
  'a customer-managed policy with five versions': { versions: 5 },
  'an inline policy': { holder: 'inline' },
  'a policy shared by two roles': { roles: ['web-node', 'batch-node'] },
  'a policy and a role under a path, in a text that is not what URLs are made of': {
    path: '/platform/nodes+/',
    policyText: facts =>
      asWritten({
        ...sessionPolicy({ ...facts, logGroup: OTHER_GROUP }),
        Id: 'a+b 100% %41 é "quoted" \\ &amp; <x>',
      }),
  },
  'an inline policy of each of two roles': { holder: 'inline', roles: ['web-node', 'batch-node'] },
}

describe.each(Object.entries(VARIANTS))('the story with %s', (_, options) => {
  test('is found, repaired, clean, and rolled back to the same bytes', async () => {
    const { account, run } = await begin(options)
    const before = await moto.dump(account)

    const broken = await run('check', '--format', 'json')
    expect(broken.code).toBe(1)
    const found = causes(reportOf(broken)).filter(({ check }) => check === ARN_MATCH)
    expect(found.map(({ subject }) => subject.id).sort()).toEqual([...account.roles].sort())
    for (const { evidence } of found) {
      const values = evidence.map(({ value }) => value).join('\n')
      expect(values).toContain(STORY_GROUP)
      expect(values).toContain(OTHER_GROUP)
    }
    expect(reportOf(broken).outcomes.map(({ recorded }) => recorded.cloudwatch)).toEqual(
      account.nodes.map(() => 'no'),
    )

    const fixed = await run('fix', '--yes', '--allow-review')
    expect(fixed.stderr).not.toContain('    at ')
    expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)

    const clean = await run('check', '--format', 'json')
    expect(graveFindings(reportOf(clean))).toEqual([])
    expect(clean.code).toBe(0)
    expect(await moto.dump(account)).not.toEqual(before)

    const undone = await run('rollback', '--yes')
    expect(undone.code, undone.stdout + undone.stderr).toBe(0)
    expect(await moto.dump(account)).toEqual(before)
    expect((await run('check')).code).toBe(1)
  })
})

test('the table shows both names one above the other', async () => {
  const { run } = await begin({})
  const { stdout, code } = await run('check')
  expect(code).toBe(1)
  const lines = stdout.split('\n')
  const one = lines.findIndex(line => line.includes(STORY_GROUP) && !line.includes(OTHER_GROUP))
  const near = [lines[one - 1], lines[one + 1]].join('\n')
  expect(near, stdout).toContain(OTHER_GROUP)
})

test('the plan names both roles that share the policy before it asks', async () => {
  const { account, session, run } = await begin({ roles: ['web-node', 'batch-node'] })
  const before = await moto.dump(account)
  const shown = await run('fix')
  expect(shown.code).toBe(1)
  expect(shown.stdout).toContain(POLICY_NAME)
  expect(shown.stdout).toContain('web-node')
  expect(shown.stdout).toContain('batch-node')
  expect(session.calls.filter(call => !/^(Get|List|Describe|Head)/u.test(call.operation))).toEqual([])
  expect(await moto.dump(account)).toEqual(before)
})

test('a step of risk review is not taken with --yes alone', async () => {
  const { account, run } = await begin({})
  const before = await moto.dump(account)
  expect((await run('fix', '--yes')).code).toBe(1)
  expect(await moto.dump(account)).toEqual(before)
})

test('the flag --endpoint-url leads to the same account as the environment', async () => {
  const { session } = await begin({})
  const { AWS_ENDPOINT_URL = '', ...env } = credentialsOf(moto.proxy, session)
  const flags = ['--region', STORY_REGION, '--endpoint-url', AWS_ENDPOINT_URL, '--format', 'json']
  const result = await runCli(['check', ...flags], { env })
  expect(result.code).toBe(1)
  expect(causes(reportOf(result)).map(({ check }) => check)).toContain(ARN_MATCH)
})

test('an account with every repairable fault at once is repaired in one go, and rolled back', async () => {
  const { account, run } = await begin({
    core: false,
    policyText: facts => {
      const wrong = { ...facts, logGroup: OTHER_GROUP, prefix: 'shel', keyArn: `${facts.keyArn}0` }
      const statements = sessionStatements(wrong).filter(
        ({ Action }) => Action !== 's3:GetEncryptionConfiguration',
      )
      const narrow = { Sid: 'FindLogGroup', Effect: 'Allow', Action: 'logs:DescribeLogGroups' }
      const Resource = `arn:aws:logs:${facts.region}:${facts.accountId}:log-group:${STORY_GROUP}`
      const Statement = statements.map(one => (one['Sid'] === narrow.Sid ? { ...narrow, Resource } : one))
      return asWritten({ Version: '2012-10-17', Statement })
    },
  })
  const before = await moto.dump(account)
  const found = new Set(causes(reportOf(await run('check', '--format', 'json'))).map(({ check }) => check))
  expect([...found].sort()).toEqual([
    'identity/core-permissions',
    'kms/node-can-decrypt',
    'logs/describe-log-groups',
    'logs/log-group-arn-match',
    's3/encryption-readable',
    's3/prefix-match',
  ])
  const fixed = await run('check', '--fix', '--yes', '--allow-review')
  expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)
  expect(graveFindings(reportOf(await run('check', '--format', 'json')))).toEqual([])
  expect((await run('rollback', '--yes')).code).toBe(0)
  expect(await moto.dump(account)).toEqual(before)
})

test('--profile takes Region, credentials and endpoint from the shared config file, and check is the default command', async () => {
  const { session } = await begin({})
  const home = newHome()
  mkdirSync(join(home, '.aws'))
  const lines = [
    '[profile story]',
    `region = ${STORY_REGION}`,
    `endpoint_url = ${moto.proxy.url}`,
    `aws_access_key_id = ${session.accessKey}`,
    'aws_secret_access_key = none',
  ]
  writeFileSync(join(home, '.aws/config'), lines.join('\n'))
  const result = await runCli(['--profile', 'story', '--format', 'json'], { home })
  const report = reportOf(result)
  expect(report.gaps).toEqual([])
  expect(causes(report).map(({ check }) => check)).toEqual([ARN_MATCH])
  expect(result.code).toBe(1)
})
