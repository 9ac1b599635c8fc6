import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import type { Fault } from '../support/moto/faults.ts'
import { causes, graveFindings, reportOf } from '../support/moto/report.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const SCP =
  'User: arn:aws:sts::111122223333:assumed-role/Doctor/e2e is not authorized to perform this action with an explicit deny in a service control policy'

/** A Region that the organisation has closed. */
const closed = (name: string): Fault => ({
  when: ({ region, service }) => region === name && service !== 'sts',
  trouble: { kind: 'deny', message: SCP },
})

/** A Region that the account has not enabled knows no credentials of it. */
const notEnabled = (name: string): Fault => ({
  when: ({ region }) => region === name,
  trouble: {
    kind: 'error',
    code: 'UnrecognizedClientException',
    status: 403,
    message: 'The security token included in the request is invalid.',
  },
})

test('-r all looks at every Region that is opted in, and empty ones are quiet', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  const result = await runAs(moto, session, ['check', '-r', 'all', '--format', 'json'])
  const report = reportOf(result)
  expect(new Set(session.calls.map(({ region }) => region))).toContain('us-east-1')
  expect(graveFindings(report)).toEqual([])
  expect(report.outcomes.map(({ node }) => node)).toEqual(account.nodes)
  const said = causes(report).filter(({ region }) => region === 'us-east-1')
  expect(said.map(({ severity }) => severity)).toEqual(['info'])
  expect(result.code).toBe(0)
})

test('a Region that a service control policy closes is skipped by -r all, and incomplete where it is named', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push(closed('eu-central-1'))
  const all = await runAs(moto, session, ['check', '-r', 'all', '--format', 'json'])
  expect(all.stdout).toContain('eu-central-1')
  expect(all.code).toBe(0)
  const regions = ['-r', STORY_REGION, '-r', 'eu-central-1']
  const named = await runAs(moto, session, ['check', ...regions, '--format', 'json'])
  expect(named.code).toBe(3)
})

test('Regions that the account has not enabled are told by -r all', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  const { code, stdout } = await runAs(moto, session, ['check', '-r', 'all'])
  expect(stdout).toContain('skipped, not enabled in the account: af-south-1, me-central-1')
  expect(session.calls.map(({ region }) => region)).not.toContain('af-south-1')
  expect(code).toBe(0)
})

test('a Region that is named and not enabled is skipped and told, wherever it stands in the list', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push(notEnabled('me-central-1'))
  const both = await runAs(moto, session, ['check', '-r', 'me-central-1', '-r', STORY_REGION])
  expect(both.stdout).toContain('skipped, not enabled in the account: me-central-1')
  expect(both.stdout).not.toContain('could not read')
  expect(both.code).toBe(0)
  const alone = await runAs(moto, session, ['check', '-r', 'me-central-1'])
  expect(alone.stderr).toContain('and that the account has enabled me-central-1')
  expect(alone.code).toBe(3)
})

test('the same fault of two Regions is told once, with both', async () => {
  const account = await makeAccount(moto.proxy, { regions: [STORY_REGION, 'eu-central-1', 'us-east-1'] })
  const { code, stdout } = await runAs(moto, moto.proxy.session(account.accountId), ['check', '-r', 'all'])
  expect(stdout.match(/^HIGH {2}logs\/log-group-arn-match/gm)).toHaveLength(1)
  expect(stdout).toMatch(/log-group-arn-match {2}role \S+ {2}in eu-central-1/)
  expect(stdout).toContain('  the same  in 1 more Region: us-east-1')
  expect(stdout.match(/^ssm-doctor \S+ {3}account/gm)).toHaveLength(3)
  expect(code).toBe(1)
})

test('a fault of one Region is repaired without taking from the other', async () => {
  const regions = [STORY_REGION, 'eu-central-1']
  const account = await makeAccount(moto.proxy, { regions })
  const before = await moto.dump(account)
  const session = moto.proxy.session(account.accountId)
  const options = { home: newHome() }
  const flags = regions.flatMap(region => ['--region', region])
  const broken = reportOf(await runAs(moto, session, ['check', ...flags, '--format', 'json']))
  expect(new Set(causes(broken).map(({ region }) => region))).toEqual(new Set(['eu-central-1']))
  const fixed = await runAs(moto, session, ['fix', ...flags, '--yes', '--allow-review'], options)
  expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)
  const clean = await runAs(moto, session, ['check', ...flags, '--format', 'json'])
  expect(graveFindings(reportOf(clean))).toEqual([])
  expect((await runAs(moto, session, ['rollback', '--yes'], options)).code).toBe(0)
  expect(await moto.dump(account)).toEqual(before)
})
