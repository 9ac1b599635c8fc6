import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { reportOf } from '../support/moto/report.ts'
import { type CliResult, newHome, PROGRAM, runCli, userEnvironment } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const CHECK = ['check', '--region', STORY_REGION]

/** What a run that could not begin leaves: its exit code, no report, and one line on standard error. */
const ending = (result: CliResult) => ({
  code: result.code,
  stdout: result.stdout,
  stderr: result.stderr.split('\n').filter(line => line.trim() !== ''),
})

const oneLine = (code: number, words: RegExp) => ({
  code,
  stdout: '',
  stderr: [expect.stringMatching(words) as unknown],
})

test('no credentials: one line, exit 3', async () => {
  const result = await runCli(CHECK, { env: { AWS_ENDPOINT_URL: moto.proxy.url } })
  expect(ending(result)).toEqual(oneLine(3, /credentials/iu))
})

test('a profile that does not exist: one line, and no stack', async () => {
  const result = await runCli([...CHECK, '--profile', 'nowhere'])
  expect(ending(result)).toEqual(oneLine(3, /nowhere/u))
})

test('expired credentials: one line, exit 3', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: () => true, trouble: { kind: 'expired' } })
  // the caller's identity is the first thing asked
  expect(ending(await runAs(moto, session, CHECK))).toEqual(oneLine(3, /expired/iu))
})

test('credentials that expire while the account is read: every read is a gap, exit 3, nothing healthy', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: ({ service }) => service !== 'sts', trouble: { kind: 'expired' } })
  const result = await runAs(moto, session, [...CHECK, '--format', 'json'])
  expect(result.code).toBe(3)
  const asked = reportOf(result).checks.filter(({ reason }) => reason !== 'was not asked for')
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set(['unknown']))
})

test('a refused identity: one line, exit 3', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: ({ service }) => service === 'sts', trouble: { kind: 'deny' } })
  expect(ending(await runAs(moto, session, CHECK))).toEqual(oneLine(3, /GetCallerIdentity/u))
})

const deadPort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

test('an endpoint that does not answer: one line, exit 3', async () => {
  const env = { ...credentialsOf(moto.proxy, moto.proxy.session('111122223333')) }
  const result = await runCli([...CHECK, '--endpoint-url', `http://127.0.0.1:${await deadPort()}`], { env })
  expect(ending(result)).toEqual(oneLine(3, /127\.0\.0\.1/u))
  expect(result.durationMs).toBeLessThan(15_000)
})

test.each([
  ['an unknown Region', ['check', '--region', 'ap-southeast-99'], /ap-southeast-99/u],
  ['an unknown check', [...CHECK, '--only', 'logs/log-group-arn-mtch'], /logs\/log-group-arn-match/u],
  ['an unknown area', [...CHECK, '--skip', 'lgos'], /lgos/u],
  ['an unknown flag', [...CHECK, '--regoin', 'eu-central-1'], /regoin/u],
  ['an unknown format', [...CHECK, '--format', 'yaml'], /yaml/u],
  ['an unknown severity', [...CHECK, '--fail-on', 'grave'], /grave/u],
  ['a snapshot that is not there', ['check', '--from', 'nowhere.json'], /nowhere\.json/u],
  ['a tag without a value', [...CHECK, '--tag', 'team'], /team/u],
  ['an endpoint that is no URL', [...CHECK, '--endpoint-url', 'localhost:99999'], /localhost:99999/u],
])('%s: exit 2, said in words, AWS not asked', async (_, args, words) => {
  const session = moto.proxy.session('111122223333')
  const result = await runAs(moto, session, args)
  expect(result.stderr).toMatch(words)
  expect(result.stderr).not.toContain('    at ')
  expect(result.stdout).toBe('')
  expect(result.code).toBe(2)
  expect(session.calls.filter(({ service }) => service !== 'sts')).toEqual([])
})

const inShell = (script: string, env: Record<string, string>): Promise<CliResult> =>
  new Promise(resolve => {
    const begun = performance.now()
    const child = spawn('bash', ['-c', script], { env })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, durationMs: performance.now() - begun }),
    )
  })

test.each(['table', 'json'])('a reader that goes away early is no error (%s)', async format => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const credentials = credentialsOf(moto.proxy, moto.proxy.session(account.accountId))
  const env = { ...userEnvironment(newHome()), ...credentials }
  const command = `"${process.execPath}" "${PROGRAM}" ${CHECK.join(' ')} --format ${format}`
  const result = await inShell(`${command} | head -1; exit "\${PIPESTATUS[0]}"`, env)
  expect(result.stderr).toBe('')
  expect(result.stdout.split('\n').filter(Boolean)).toHaveLength(1)
  expect(result.code).toBe(1)
})

test.each(['GetCallerIdentity', 'GetDocument', 'DescribeLogGroups'])(
  'Ctrl-C while %s is under way: one line, exit 130',
  async operation => {
    const account = await makeAccount(moto.proxy)
    const session = moto.proxy.session(account.accountId)
    let program: ChildProcess | undefined
    // the answer comes when the program has ended, or late: it must not wait for it
    const interrupt = async (): Promise<void> => {
      program?.kill('SIGINT')
      await Promise.race([program && once(program, 'exit'), setTimeout(30_000)])
    }
    session.faults.push({
      when: call => call.operation === operation,
      trouble: { kind: 'hook', before: interrupt },
    })
    const result = await runAs(moto, session, CHECK, { started: child => (program = child) })
    expect(ending(result)).toEqual(oneLine(130, /interrupt/iu))
    expect(result.durationMs).toBeLessThan(20_000)
  },
)
