import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { DeleteDocumentCommand } from '@aws-sdk/client-ssm'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Account, type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { preferencesText, type PreferenceOptions } from '../support/moto/account-region.ts'
import { runAws } from '../support/moto/aws-command.ts'
import { reads } from '../support/moto/call.ts'
import { clientsFor } from '../support/moto/clients.ts'
import { asWritten } from '../support/moto/policies.ts'
import { type JsonReport, reportOf } from '../support/moto/report.ts'
import { type CliResult, newHome, runCli, userEnvironment } from '../support/moto/run-cli.ts'
import { STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'
import { stored } from '../support/pages.ts'

const moto = useMoto()
const DRIFT = 'preferences/as-declared'
const CONFIG = 'ssm-doctor.json'
const WORKFLOW = '.github/workflows/ssm-doctor.yml'

/** An account, and somebody in an empty folder. */
const begin = async (options: AccountOptions = {}) => {
  const account = await makeAccount(moto.proxy, options)
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  const env = credentialsOf(moto.proxy, session)
  const run = (...args: string[]): Promise<CliResult> => runCli(args, { home, cwd: home, env })
  const aws = (line: string): Promise<void> =>
    runAws(line, home, { ...userEnvironment(home), ...env, AWS_DEFAULT_REGION: STORY_REGION })
  return { account, session, home, run, aws }
}

interface WrittenConfig {
  readonly regions: readonly string[]
  readonly expect: {
    readonly preferences?: Readonly<Record<string, unknown>>
    readonly logRetentionDays?: { readonly atLeast: number }
    readonly logGroupKey?: string
    readonly managed?: string
    readonly instanceProfile?: string
  }
  readonly waivers?: readonly object[]
}

const configIn = (home: string): WrittenConfig => {
  const config: WrittenConfig = JSON.parse(readFileSync(join(home, CONFIG), 'utf8'))
  return config
}

/** The commands with which somebody gives an account the preferences of a file. */
const EDITS = [
  "aws ssm update-document --name SSM-SessionManagerRunShell --document-version '$LATEST' --content file://edited.json",
  'aws ssm update-document-default-version --name SSM-SessionManagerRunShell --document-version',
] as const

type Begun = Awaited<ReturnType<typeof begin>>

/** Somebody else's edit of the preferences, by another client, as the version of that number. */
const edit = async ({ account, home, aws }: Begun, version: number, to: PreferenceOptions): Promise<void> => {
  writeFileSync(join(home, 'edited.json'), preferencesText(account.region.facts, to))
  await aws(EDITS[0])
  await aws(`${EDITS[1]} ${version}`)
}

const failing = ({ findings }: JsonReport): string[] =>
  findings
    .filter(({ verdict, causedBy, baselined }) => verdict === 'fail' && causedBy === undefined && !baselined)
    .filter(({ severity }) => severity !== 'low' && severity !== 'info')
    .map(({ check }) => check)

/** A text in which all that is drawn anew for each run is always the same. */
const settled = (text: string, { accountId, nodes, region }: Account, home: string): string =>
  text
    .replaceAll(home, '~')
    .replaceAll(accountId, '123456789012')
    .replaceAll(nodes[0] ?? '', 'i-0a1b2c3d4e5f60001')
    .replaceAll(region.facts.keyArn.split('/')[1] ?? '', '11111111-2222-4333-8444-555555555555')
    .replaceAll(/(?<=^Plan )[0-9a-f]{16}/gm, 'd087c1f2beba3754')
    .replaceAll(/(?<=journal\/)\S+(?=-123456789012-)/g, '2026-11-20T09-14-12-345Z')
    .replaceAll(/(?<=-123456789012-)[0-9a-f]{8}(?=\.jsonl)/g, 'd087c1f2')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '2026-11-20 09:14 UTC')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-11-18T09:14:00.000Z')
    .replaceAll(/(?<= of )\d{4}-\d\d-\d\d\b/g, '2026-11-18')

test("a newcomer's five commands are what the transcript says", async () => {
  const begun = await begin()
  const { account, home, run } = begun
  const lines: string[] = []
  const codes: (number | null)[] = []
  const typed = async (...args: string[]): Promise<void> => {
    const { stdout, stderr, code } = await run(...args)
    codes.push(code)
    lines.push(`$ npx ssm-doctor ${args.join(' ')}\n${stdout}${stderr}exit code ${code}\n`)
  }
  await typed('init', '--region', STORY_REGION)
  await typed('check', '--quiet')
  await edit(begun, 2, { cloudWatchStreamingEnabled: false })
  lines.push(
    `# meanwhile, by somebody else: edited.json turns streaming off\n$ ${EDITS[0]}\n$ ${EDITS[1]} 2\n`,
  )
  await typed('check')
  await typed('fix', '--yes', '--allow-review', '--quiet')
  await typed('check', '--quiet')
  expect(codes).toEqual([0, 0, 1, 0, 0])
  const fresh = settled(lines.join('\n'), account, home)
  expect(fresh).toBe(stored('fixtures/transcripts/newcomer.txt', fresh))
})

test("what init writes is the account's, calls for nothing but reads, and none that permissions does not list", async () => {
  const { account, session, home, run } = await begin({ roles: ['web-node'], nodesPerRole: 2 })
  const { code, stdout, stderr } = await run('init', '--region', STORY_REGION)
  expect([code, stdout], stderr).toEqual([0, ''])
  expect(configIn(home)).toEqual({
    $schema: expect.stringMatching(/^https:.*\/config\.schema\.json$/),
    regions: [STORY_REGION],
    failOn: 'medium',
    expect: {
      preferences: {
        s3BucketName: account.region.facts.bucket,
        s3KeyPrefix: 'shell',
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: STORY_GROUP,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: account.region.facts.keyArn,
        runAsEnabled: false,
        runAsDefaultUser: '',
        idleSessionTimeout: 15,
        maxSessionDuration: 60,
        shellProfile: { linux: '', windows: '' },
      },
      logRetentionDays: { atLeast: 365 },
      managed: 'all',
      instanceProfile: 'web-node-profile',
      logGroupKey: account.region.facts.keyArn,
    },
  })
  expect(readFileSync(join(home, WORKFLOW), 'utf8')).toContain(
    `role-to-assume: arn:aws:iam::${account.accountId}:role/ssm-doctor-reader`,
  )
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  const made = session.calls.map(({ action }) => action)
  const policy: { Statement: { Action: string[] }[] } = JSON.parse((await run('permissions')).stdout)
  const listed = new Set(policy.Statement.flatMap(({ Action }) => Action))
  expect(made.filter(action => action !== 'sts:GetCallerIdentity' && !listed.has(action))).toEqual([])
})

test('from what init wrote: drift fails, a baseline accepts it, a new fault fails, and so does a waiver that has passed', async () => {
  const begun = await begin()
  const { account, home, run } = begun
  expect((await run('init', '--region', STORY_REGION, '--no-workflow')).code).toBe(0)
  expect((await run('check')).code).toBe(0)

  await edit(begun, 2, { s3KeyPrefix: 'elsewhere', idleSessionTimeout: '50' })
  const drifted = await run('check', '--format', 'json=before.json', '--format', 'table')
  expect(drifted.code, drifted.stderr).toBe(1)
  expect(drifted.stdout).toContain('s3KeyPrefix is elsewhere, and the config declares shell, since version 2')
  expect(drifted.stdout).toContain('idleSessionTimeout is 50, and the config declares 15, since version 2')

  const accepted = await run('check', '--baseline', 'before.json')
  expect([accepted.code, accepted.stderr]).toEqual([0, ''])

  const deny = { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }
  const PolicyDocument = asWritten({ Version: '2012-10-17', Statement: deny })
  const guard = { RoleName: 'web-node', PolicyName: 'guard', PolicyDocument }
  await account.clients.iam.send(new PutRolePolicyCommand(guard))
  const again = await run('check', '--baseline', 'before.json', '--format', 'json')
  expect([again.code, failing(reportOf(again))]).toEqual([1, ['logs/write-permissions']])

  const waiver = { check: 'logs/write-permissions', subject: 'web-node', reason: 'the move' }
  const waived = (until: string): void =>
    writeFileSync(
      join(home, CONFIG),
      JSON.stringify({ ...configIn(home), waivers: [{ ...waiver, until }] }, undefined, 2),
    )
  waived('2099-12-31')
  expect((await run('check', '--baseline', 'before.json')).code).toBe(0)
  waived('2020-02-29')
  const late = await run('check', '--baseline', 'before.json', '--format', 'json')
  expect(failing(reportOf(late)).toSorted()).toEqual(['logs/write-permissions', 'report/waiver-expired'])
  expect(late.code).toBe(1)
  expect(reportOf(late).findings.map(({ check }) => check)).toContain(DRIFT)
})

test('what may not be read is left out and named with the right that lacks; what is written holds', async () => {
  const { session, home, run } = await begin()
  session.faults.push({ when: call => call.operation === 'DescribeLogGroups', trouble: { kind: 'deny' } })
  const { code, stderr } = await run('init', '--region', STORY_REGION)
  expect(code).toBe(3)
  for (const key of ['logRetentionDays', 'logGroupKey'])
    expect(stderr).toMatch(
      new RegExp(
        `expect\\.${key} is left out: logGroups .*of ${STORY_REGION} could not be read: .*; allow logs:DescribeLogGroups`,
      ),
    )
  const { expect: declared } = configIn(home)
  expect(Object.keys(declared)).toEqual(['preferences', 'managed'])
  expect(declared.preferences?.['cloudWatchLogGroupName']).toBe(STORY_GROUP)
  session.faults.length = 0
  expect((await run('check')).code).toBe(0)
})

test('where the preferences may not be read nothing is said of them; where nothing may be, nothing is written', async () => {
  const { session, home, run } = await begin()
  session.faults.push({ when: call => call.service !== 'sts', trouble: { kind: 'deny' } })
  const blind = await run('init', '--region', STORY_REGION)
  expect([blind.code, readdirSync(home)]).toEqual([3, []])
  expect(blind.stderr).toContain('; nothing was written\n')
  session.faults.length = 0
  session.faults.push({ when: call => call.operation === 'GetDocument', trouble: { kind: 'deny' } })
  const { code, stderr } = await run('init', '--region', STORY_REGION, '--no-workflow')
  expect([code, Object.keys(configIn(home).expect)]).toEqual([3, ['managed']])
  expect(stderr).toContain('allow ssm:GetDocument')
  expect(stderr).toContain('take the new files away and run init again')
})

test('Regions that differ by their names alone share a declaration; another that has no preferences is told', async () => {
  const regions = [STORY_REGION, 'eu-west-1', 'us-west-2']
  const { account, home, run } = await begin({ regions })
  const [, , third] = account.regions
  const { ssm } = clientsFor(moto.proxy.url, account.session.accessKey, third?.region ?? '')
  await ssm.send(new DeleteDocumentCommand({ Name: 'SSM-SessionManagerRunShell' }))
  const { code, stderr } = await run('init', ...regions.flatMap(region => ['-r', region]))
  expect(code, stderr).toBe(0)
  const { expect: declared } = configIn(home)
  expect(declared.preferences).toMatchObject({
    s3BucketName: `onetime-sessions-\${region}-${account.accountId}`,
    cloudWatchLogGroupName: STORY_GROUP,
  })
  expect(declared.preferences).not.toHaveProperty('kmsKeyId')
  expect(stderr).toContain('expect.preferences.kmsKeyId is left out: ap-southeast-1 has "arn:aws:kms:')
  expect(stderr).toContain('no preferences document in us-west-2')
  const checked = reportOf(await run('check', '--format', 'json'))
  expect(checked.scopes.map(({ region }) => region)).toEqual(regions)
  expect(checked.findings.map(({ check }) => check)).not.toContain(DRIFT)
})

test('what is there is left alone before anything is asked, and a dry run writes nothing', async () => {
  const { session, home, run } = await begin()
  const shown = await run('init', '--region', STORY_REGION, '--dry-run')
  expect([shown.code, readdirSync(home)]).toEqual([0, []])
  expect(shown.stdout).toMatch(
    /^--- ssm-doctor\.json\n\{\n.*\n\}\n--- \.github\/workflows\/ssm-doctor\.yml\nname: /s,
  )
  const asked = session.calls.length
  mkdirSync(join(home, '.github/workflows'), { recursive: true })
  writeFileSync(join(home, WORKFLOW), 'name: ours\n')
  const refused = await run('init', '--region', STORY_REGION)
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain(`${WORKFLOW} is there already`)
  expect([readFileSync(join(home, WORKFLOW), 'utf8'), readdirSync(home)]).toEqual([
    'name: ours\n',
    ['.github'],
  ])
  expect(session.calls.length).toBe(asked)
})

test('all Regions stay all Regions, also those that are to come', async () => {
  const { home, run } = await begin()
  const { code, stderr } = await run('init', '--region', 'all', '--no-workflow')
  expect(code, stderr).toBe(0)
  const { regions, expect: declared } = configIn(home)
  expect([regions, declared.preferences?.['s3KeyPrefix']]).toEqual([['all'], 'shell'])
  expect(stderr).toContain('no preferences document in ')
})

test('a file that comes while the account is read is not written over, and what was written before it is told', async () => {
  const { session, home, run } = await begin()
  mkdirSync(join(home, '.github/workflows'), { recursive: true })
  const arrive = (file: string): void => {
    session.faults.length = 0
    const when = (): boolean => {
      writeFileSync(join(home, file), 'theirs')
      return false
    }
    session.faults.push({ when, trouble: { kind: 'deny' } })
  }
  arrive(WORKFLOW)
  const half = await run('init', '--region', STORY_REGION)
  expect([half.code, readFileSync(join(home, WORKFLOW), 'utf8')]).toEqual([2, 'theirs'])
  expect(half.stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^ssm-doctor: wrote ssm-doctor\.json, /),
    `ssm-doctor: writing a new file ${WORKFLOW}: it is there already`,
  ])
  expect(configIn(home).regions).toEqual([STORY_REGION])

  rmSync(join(home, CONFIG))
  rmSync(join(home, WORKFLOW))
  arrive(CONFIG)
  const none = await run('init', '--region', STORY_REGION)
  expect([none.code, readFileSync(join(home, CONFIG), 'utf8')]).toEqual([2, 'theirs'])
  expect(readdirSync(join(home, '.github/workflows'))).toEqual([])
})
