import { expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { reportOf } from '../support/moto/report.ts'
import { runCli } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const CHECK = ['check', '--region', STORY_REGION, '--format', 'json']

/** Reads that have a stand-in: refused, they are no gap. */
const STAND_INS: ReadonlySet<string> = new Set([
  'iam:GetAccountAuthorizationDetails',
  'ssm:DescribeInstanceProperties',
])

/** Asked first, and without an answer there is no report: `bad-input` has it. */
const IDENTITY = 'sts:GetCallerIdentity'

/** Does two things at a time, for two cores. */
const mapByTwo = async <T, R>(all: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = []
  for (let at = 0; at < all.length; at += 2)
    done.push(...(await Promise.all(all.slice(at, at + 2).map(work))))
  return done
}

/** What a clean run asks, and which actions each check needs by `permissions --only ID`. */
const cleanRun = async (account: Account) => {
  const session = moto.proxy.session(account.accountId)
  const { checks } = reportOf(await runAs(moto, session, CHECK))
  const actions = [...new Set(session.calls.map(({ action }) => action))].filter(
    action => action !== IDENTITY,
  )
  const healthy = checks.filter(({ status }) => status === 'healthy').map(({ id }) => id)
  const needs = await mapByTwo(healthy, async id => {
    const { stdout } = await runCli(['permissions', '--only', id])
    return [id, stdout] as const
  })
  const needing = (action: string): string[] =>
    needs.filter(([, policy]) => policy.includes(`"${action}"`)).map(([id]) => id)
  return { actions: actions.sort(), needing }
}

interface Refusal {
  readonly action: string
  readonly code: number | null
  readonly named: boolean
  readonly crashed: readonly string[]
  readonly healthyAllTheSame: readonly string[]
}

const refuse = async (account: Account, action: string, needing: readonly string[]): Promise<Refusal> => {
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: call => call.action === action, trouble: { kind: 'deny' } })
  const result = await runAs(moto, session, CHECK)
  const { checks, gaps } = reportOf(result)
  const healthy = new Set(checks.filter(({ status }) => status === 'healthy').map(({ id }) => id))
  return {
    action,
    code: result.code,
    named: gaps.some(({ actions }) => actions.includes(action)),
    crashed: checks.filter(({ status }) => status === 'crashed').map(({ id }) => id),
    healthyAllTheSame: needing.filter(id => healthy.has(id)),
  }
}

test('with any single read refused nothing that needs it is healthy, and the missing action is named', async () => {
  const account = await makeAccount(moto.proxy)
  const { actions, needing } = await cleanRun(account)
  expect(actions.length).toBeGreaterThan(15)
  const judged = actions.filter(action => !STAND_INS.has(action))
  const refusals = await mapByTwo(judged, action => refuse(account, action, needing(action)))
  expect(refusals).toEqual(
    judged.map(action => ({ action, code: 3, named: true, crashed: [], healthyAllTheSame: [] })),
  )
})

test('the table names the missing action too', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push({
    when: ({ action }) => action === 'logs:DescribeLogGroups',
    trouble: { kind: 'deny' },
  })
  const result = await runAs(moto, session, ['check', '--region', STORY_REGION])
  expect(result.stdout).toContain('logs:DescribeLogGroups')
  expect(result.code).toBe(3)
})

test('a bucket of another account that refuses to be read is foreign, not an incomplete run', async () => {
  const owner = await makeAccount(moto.proxy)
  const s3BucketName = owner.region.facts.bucket
  const account = await makeAccount(moto.proxy, { preferences: { s3BucketName } })
  const session = moto.proxy.session(account.accountId)
  session.faults.push({
    when: ({ service, path }) => service === 's3' && path.includes(s3BucketName),
    trouble: { kind: 'deny' },
  })
  const report = reportOf(await runAs(moto, session, CHECK))
  const gaps = report.gaps.filter(({ kind }) => kind.startsWith('bucket'))
  expect(gaps.length).toBeGreaterThan(0)
  expect(gaps.every(gap => gap.foreign === true)).toBe(true)
})
