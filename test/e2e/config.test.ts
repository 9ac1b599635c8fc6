import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { UpdateDocumentCommand, UpdateDocumentDefaultVersionCommand } from '@aws-sdk/client-ssm'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { preferencesText, type PreferenceOptions } from '../support/moto/account-region.ts'
import { asWritten, trustPolicy } from '../support/moto/policies.ts'
import { reads } from '../support/moto/call.ts'
import { type JsonReport, reportOf } from '../support/moto/report.ts'
import { newHome, runCli } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const DRIFT = 'preferences/as-declared'

/** An account, and somebody who works in a folder with a config for it. */
const begin = async (config: object, options: Parameters<typeof makeAccount>[1] = {}) => {
  const account = await makeAccount(moto.proxy, options)
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  writeFileSync(join(home, 'ssm-doctor.json'), `// of the platform team\n${JSON.stringify(config, null, 2)}`)
  const env = credentialsOf(moto.proxy, session)
  const run = (...args: string[]) => runCli(args, { home, cwd: home, env })
  return { account, session, home, run }
}

/** Writes preferences anew, as a version that is then the default. */
const prefer = async ({ region, clients }: Account, differing: PreferenceOptions): Promise<void> => {
  const Name = 'SSM-SessionManagerRunShell'
  const Content = preferencesText(region.facts, differing)
  const written = await clients.ssm.send(
    new UpdateDocumentCommand({ Name, Content, DocumentVersion: '$LATEST', DocumentFormat: 'JSON' }),
  )
  const DocumentVersion = written.DocumentDescription?.DocumentVersion ?? ''
  await clients.ssm.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }))
}

const DECLARED = {
  regions: [STORY_REGION],
  expect: {
    preferences: {
      cloudWatchLogGroupName: STORY_GROUP,
      cloudWatchStreamingEnabled: 'true',
      s3BucketName: 'onetime-sessions-${region}-${account}',
      s3KeyPrefix: 'shell/',
      idleSessionTimeout: 15,
    },
    logRetentionDays: { atLeast: 365 },
  },
}

const failing = ({ findings }: JsonReport): string[] =>
  findings
    .filter(({ verdict, causedBy, baselined }) => verdict === 'fail' && causedBy === undefined && !baselined)
    .filter(({ severity }) => severity !== 'low' && severity !== 'info')
    .map(({ check }) => check)

test('a config is found, the account is as it declares, and nothing is read back for that', async () => {
  const { session, run } = await begin(DECLARED)
  const result = await run('check', '--format', 'json')
  expect(failing(reportOf(result))).toEqual([])
  expect([result.code, result.stderr]).toEqual([0, ''])
  expect(session.calls.map(({ operation }) => operation)).not.toContain('ListDocumentVersions')
})

test('drift is told with both values and since which version; a baseline accepts it; a new fault fails again', async () => {
  const { account, session, home, run } = await begin(DECLARED)
  await prefer(account, { maxSessionDuration: '61' })
  await prefer(account, { s3KeyPrefix: 'elsewhere', cloudWatchStreamingEnabled: false })
  await prefer(account, {
    s3KeyPrefix: 'elsewhere',
    cloudWatchStreamingEnabled: false,
    maxSessionDuration: '90',
  })

  const drifted = await run('check', '--format', 'json=before.json', '--format', 'table')
  expect(drifted.code, drifted.stderr).toBe(1)
  const day = new Date(Date.now() - 48 * 3_600_000).toISOString().slice(0, 7)
  expect(drifted.stdout).toContain(
    `cloudWatchStreamingEnabled is false, and the config declares true, since version 3 of ${day}`,
  )
  expect(drifted.stdout).toContain(
    's3KeyPrefix is elsewhere, and the config declares shell/, since version 3',
  )
  const asked = session.calls.filter(({ operation }) => operation === 'ListDocumentVersions')
  expect(asked).toHaveLength(1)
  const before: JsonReport = JSON.parse(readFileSync(join(home, 'before.json'), 'utf8'))
  const drift = before.findings.find(({ check, about }) => check === DRIFT && about === 's3KeyPrefix')
  expect(drift?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    's3KeyPrefix: elsewhere',
    'declared: shell/',
    expect.stringMatching(/^so since: version 3, written 20/),
    'as declared in: version 2',
  ])

  const accepted = await run('check', '--baseline', 'before.json')
  expect([accepted.code, accepted.stderr]).toEqual([0, ''])
  expect(accepted.stdout).toMatch(/in the baseline, and fails nothing:\n {2}.*preferences\/as-declared/s)

  await account.clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'web-node',
      PolicyName: 'guard',
      PolicyDocument: asWritten({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' },
      }),
    }),
  )
  const again = await run('check', '--baseline', 'before.json', '--format', 'json')
  expect(failing(reportOf(again))).toEqual(['logs/write-permissions'])
  expect(again.code).toBe(1)

  await prefer(account, { maxSessionDuration: '75' })
  const mended = reportOf(await run('check', '--baseline', 'before.json', '--format', 'json'))
  expect(mended.baseline?.gone.map(({ check }) => check)).toContain(DRIFT)
})

test('a drift whose versions may not be listed is told all the same, and what is missing', async () => {
  const { account, session, run } = await begin(DECLARED)
  await prefer(account, { idleSessionTimeout: '50' })
  session.faults.push({ when: call => call.operation === 'ListDocumentVersions', trouble: { kind: 'deny' } })
  const result = await run('check', '--format', 'json')
  const report = reportOf(result)
  expect(failing(report)).toEqual([DRIFT])
  expect(report.gaps.map(({ kind, actions }) => [kind, ...actions])).toEqual([
    ['documentVersions', 'ssm:ListDocumentVersions'],
  ])
  expect(result.code).toBe(1)
})

test('flags go before the file, and a snapshot keeps what is needed to judge it again', async () => {
  const config = { ...DECLARED, failOn: 'none' }
  const { account, run } = await begin(config, { policyLogGroup: OTHER_GROUP })
  await prefer(account, { maxSessionDuration: '33', idleSessionTimeout: '50' })
  expect((await run('check')).code).toBe(0)
  expect((await run('check', '--fail-on', 'medium')).code).toBe(1)
  expect((await run('check', '--region', 'eu-central-1', '--fail-on', 'low')).stdout).toContain(
    'eu-central-1',
  )
  await run('snapshot', '-o', 'account.json')
  const again = await run('check', '--from', 'account.json', '--format', 'json')
  const drift = reportOf(again).findings.find(({ check }) => check === DRIFT)
  expect(drift?.message).toContain(', since version 2')
})

test('a waiver holds until its day: then it is told, and what it covered fails again', async () => {
  const waiver = {
    check: 'logs/log-group-arn-match',
    subject: 'web-*',
    reason: 'the move',
    until: '2099-12-31',
  }
  const { home, session, run } = await begin(
    { regions: [STORY_REGION], waivers: [waiver] },
    { policyLogGroup: OTHER_GROUP },
  )
  const waived = await run('check')
  expect(waived.stdout).toContain('waived until 2099-12-31: the move')
  expect(waived.code).toBe(0)
  const fixed = await run('fix', '--yes', '--allow-review')
  expect(fixed.code).toBe(0)
  expect(fixed.stdout).toContain('waived until 2099-12-31')
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  const past = { regions: [STORY_REGION], waivers: [{ ...waiver, until: '2020-02-29' }] }
  writeFileSync(join(home, 'ssm-doctor.json'), JSON.stringify(past))
  const result = await run('check', '--format', 'json')
  expect(failing(reportOf(result)).sort()).toEqual(['logs/log-group-arn-match', 'report/waiver-expired'])
  expect(result.code).toBe(1)
})

test('operators are found by their patterns, each is judged, and one that names nobody is told', async () => {
  const patterns = [
    'arn:aws:iam::${account}:role/AWSReservedSSO_Ops_*',
    'arn:aws:iam::${account}:user/people/*',
    'arn:aws:iam::${account}:role/Nobody',
  ]
  const { account, session, run } = await begin({ regions: [STORY_REGION], operators: patterns })
  const { iam } = account.clients
  const may = (Action: string): string =>
    asWritten({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })
  const AssumeRolePolicyDocument = asWritten(trustPolicy('ec2.amazonaws.com'))
  const sso = { Path: '/aws-reserved/sso.amazonaws.com/', AssumeRolePolicyDocument }
  await iam.send(new CreateRoleCommand({ RoleName: 'AWSReservedSSO_Ops_0a1b', ...sso }))
  await iam.send(new CreateUserCommand({ UserName: 'amelia', Path: '/people/' }))
  await iam.send(new CreateUserCommand({ UserName: 'bert', Path: '/people/' }))
  await iam.send(new CreateGroupCommand({ GroupName: 'support' }))
  const key = { GroupName: 'support', PolicyName: 'key', PolicyDocument: may('kms:GenerateDataKey') }
  await iam.send(new PutGroupPolicyCommand(key))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'support', UserName: 'bert' }))
  const result = await run('check', '--format', 'json')
  const report = reportOf(result)
  const found = report.findings.filter(({ check }) => check === 'kms/operator-can-generate')
  expect(found.map(({ subject }) => `${subject.kind} ${subject.id}`).sort()).toEqual([
    'role AWSReservedSSO_Ops_0a1b',
    'user amelia',
  ])
  expect(report.gaps).toEqual([])
  expect(report.scopes[0]?.notes).toContain(
    `operator arn:aws:iam::${account.accountId}:role/Nobody of the config names no role or user of account ${account.accountId}`,
  )
  const made = session.calls.map(({ action }) => action)
  const policy: { Statement: { Action: string[] }[] } = JSON.parse((await run('permissions')).stdout)
  const listed = new Set(policy.Statement.flatMap(({ Action }) => Action))
  expect(made.filter(action => !listed.has(action))).toEqual([])
})
