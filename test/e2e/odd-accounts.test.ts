import { DeleteInstanceProfileCommand, RemoveRoleFromInstanceProfileCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { type Call } from '../support/moto/call.ts'
import type { Fault } from '../support/moto/faults.ts'
import { causes, reportOf } from '../support/moto/report.ts'
import { POLICY_NAME, STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const checkWith = async (options: AccountOptions, ...faults: Fault[]) => {
  const account = await makeAccount(moto.proxy, options)
  const session = moto.proxy.session(account.accountId)
  session.faults.push(...faults)
  const result = await runAs(moto, session, [
    'check',
    '--region',
    STORY_REGION,
    '--strict',
    '--format',
    'json',
  ])
  expect(result.stderr).not.toContain('    at ')
  return { account, session, result, report: reportOf(result) }
}

test('an instance whose profile was deleted cannot connect, and the profile is named', async () => {
  const account = await makeAccount(moto.proxy)
  const profile = { InstanceProfileName: 'web-node-profile' }
  const removal = new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName: 'web-node' })
  await account.clients.iam.send(removal)
  await account.clients.iam.send(new DeleteInstanceProfileCommand(profile))
  const session = moto.proxy.session(account.accountId)
  const result = await runAs(moto, session, ['check', '-r', STORY_REGION, '--format', 'json'])
  const report = reportOf(result)
  const found = causes(report).filter(({ check }) => check === 'identity/profile-current')
  expect(found.map(({ message }) => message).join('\n')).toContain('web-node-profile')
  expect(report.gaps).toEqual([])
  expect(result.code).toBe(1)
})

test('a log group name with an ARN in it is told for what it is', async () => {
  const arn = `arn:aws:logs:${STORY_REGION}:111122223333:log-group:${STORY_GROUP}`
  const { report, result } = await checkWith({ preferences: { cloudWatchLogGroupName: arn } })
  const found = causes(report).filter(({ check }) => check === 'preferences/schema-valid')
  expect(found.map(({ message }) => message).join('\n')).toContain('ARN')
  expect(result.code).toBe(1)
})

const isSessionPolicy = (call: Call): boolean =>
  (call.operation === 'GetPolicyVersion' && String(call.params['PolicyArn']).endsWith(POLICY_NAME)) ||
  (call.operation === 'GetRolePolicy' && call.params['PolicyName'] === POLICY_NAME)

/** Lets AWS answer with another text of the session policy than moto would have stored. */
const answered = (change: (text: string) => string): Fault => ({
  when: isSessionPolicy,
  trouble: {
    kind: 'rewrite',
    body: xml =>
      xml.replace(
        /<((?:Policy)?Document)>([^<]*)</u,
        (_, tag: string, text: string) => `<${tag}>${encodeURIComponent(change(decodeURIComponent(text)))}<`,
      ),
  },
})

const parsed = (text: string): Record<string, unknown> & { Statement: unknown[] } => JSON.parse(text)

test('a policy with a numeric Version, or without one, is read all the same', async () => {
  for (const version of [2012, undefined]) {
    const change = (text: string): string => JSON.stringify({ ...parsed(text), Version: version })
    const { report } = await checkWith({}, answered(change))
    const crashed = report.checks.filter(({ status }) => status === 'crashed')
    expect(crashed).toEqual([])
  }
})

const ENOUGH = [
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:GetEncryptionConfiguration',
  'kms:Decrypt',
  'kms:GenerateDataKey',
]

test('a policy with a single statement in the place of a list is healthy', async () => {
  const { report, result } = await checkWith(
    {},
    answered(text => {
      const { Statement, ...rest } = parsed(text)
      const [first] = Statement
      const all = { Effect: 'Allow', Action: ENOUGH, Resource: '*' }
      expect(first).toBeDefined()
      return JSON.stringify({ ...rest, Statement: all })
    }),
  )
  expect(causes(report).filter(({ severity }) => severity === 'high' || severity === 'critical')).toEqual([])
  expect(result.code).toBe(0)
})

test.each([
  ['is not JSON', () => 'Version 2012-10-17, allow everything'],
  ['has no Statement', () => '{"Version":"2012-10-17"}'],
  ['is a list', () => '[]'],
  ['is empty', () => ''],
])('a policy document that %s makes nothing healthy and crashes nothing', async (_, change) => {
  for (const holder of ['managed', 'inline'] as const) {
    const { report, result } = await checkWith({ holder }, answered(change))
    const status = new Map(report.checks.map(check => [check.id, check.status]))
    expect([...status.values()]).not.toContain('crashed')
    expect(status.get('logs/write-permissions')).toBe('unknown')
    expect(status.get('kms/node-can-decrypt')).toBe('unknown')
    expect(report.outcomes.map(({ canConnect, recorded }) => [canConnect, recorded.cloudwatch])).toEqual([
      ['unknown', 'unknown'],
    ])
    expect(result.code).toBe(3)
  }
})
