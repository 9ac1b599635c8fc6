import { expect, test } from 'vitest'
import { type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { asWritten, type PolicyFacts, withStatement } from '../support/moto/policies.ts'
import { causes, graveFindings, reportOf } from '../support/moto/report.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const check = async (options: AccountOptions, ...flags: string[]) => {
  const account = await makeAccount(moto.proxy, options)
  const session = moto.proxy.session(account.accountId)
  const regions = account.regions.flatMap(({ region }) => ['--region', region])
  const result = await runAs(moto, session, ['check', ...regions, '--format', 'json', ...flags])
  return { account, session, result, report: reportOf(result) }
}

const groupArn = ({ region, accountId, logGroup }: PolicyFacts): string =>
  `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}`

test('a healthy account has no finding of medium or above', async () => {
  const { account, result, report } = await check({ roles: ['web-node', 'batch-node'], nodesPerRole: 2 })
  expect(graveFindings(report)).toEqual([])
  expect(report.gaps).toEqual([])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  expect(report.outcomes.map(({ node }) => node).sort()).toEqual([...account.nodes].sort())
  for (const outcome of report.outcomes) {
    expect(outcome).toMatchObject({ canConnect: 'yes', recorded: { cloudwatch: 'yes', s3: 'yes' } })
  }
  const bad = report.checks.filter(({ status }) => status !== 'healthy' && status !== 'skipped')
  expect(bad).toEqual([])
})

test('an account that is healthy in two Regions is read in both, and its roles once', async () => {
  const regions = [STORY_REGION, 'eu-central-1']
  const { account, session, result, report } = await check({
    regions,
    policyText: facts =>
      asWritten(
        withStatement(facts, 'SessionLogs', {
          Sid: 'SessionLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:*:*:log-group:${facts.logGroup}:*`,
        }),
      )
        .replaceAll(facts.bucket, facts.bucket.replace(STORY_REGION, '*'))
        .replaceAll(facts.keyArn, '*'),
  })
  expect(graveFindings(report)).toEqual([])
  expect(result.code).toBe(0)
  expect(new Set(report.outcomes.map(({ region }) => region))).toEqual(new Set(regions))
  expect(report.outcomes).toHaveLength(account.nodes.length)
  expect(session.calls.filter(({ operation }) => operation === 'GetRole')).toHaveLength(1)
})

test('many reads side by side over slow wires leave nothing on standard error', async () => {
  const account = await makeAccount(moto.proxy, {
    regions: [STORY_REGION, 'eu-central-1'],
    roles: ['web-node', 'batch-node', 'bastion'],
  })
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: () => true, trouble: { kind: 'delay', ms: 60 } })
  const regions = ['--region', STORY_REGION, '--region', 'eu-central-1']
  const result = await runAs(moto, session, ['check', ...regions])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(1)
})

test('a fault of one Region is told for that Region alone', async () => {
  const { result, report } = await check({ regions: [STORY_REGION, 'eu-central-1'] })
  expect(result.code).toBe(1)
  const faulty = causes(report).filter(({ check: id }) => id === 'logs/log-group-arn-match')
  expect(faulty.map(({ region }) => region)).toEqual(['eu-central-1'])
})

test('DescribeLogGroups granted on the named group alone fails', async () => {
  const { result, report } = await check({
    policyText: facts =>
      asWritten(
        withStatement(facts, 'FindLogGroup', {
          Sid: 'FindLogGroup',
          Effect: 'Allow',
          Action: ['logs:DescribeLogGroups'],
          Resource: [groupArn(facts), `${groupArn(facts)}:*`],
        }),
      ),
  })
  expect(causes(report).map(({ check: id }) => id)).toEqual(['logs/describe-log-groups'])
  expect(result.code).toBe(1)
})

test('a policy that names NAME and NAME:* for the writes is healthy', async () => {
  const { result, report } = await check({
    policyText: facts =>
      asWritten(
        withStatement(facts, 'SessionLogs', {
          Sid: 'SessionLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: [groupArn(facts), `${groupArn(facts)}:*`],
        }),
      ),
  })
  expect(graveFindings(report)).toEqual([])
  expect(result.code).toBe(0)
})

test('-i looks at the named node alone', async () => {
  const account = await makeAccount(moto.proxy, { nodesPerRole: 3 })
  const [first = '', second = ''] = account.nodes
  const session = moto.proxy.session(account.accountId)
  const named = ['check', '-r', STORY_REGION, '-i', second, '--format', 'json']
  const report = reportOf(await runAs(moto, session, named))
  expect(report.outcomes.map(({ node }) => node)).toEqual([second])
  expect(JSON.stringify(report)).not.toContain(first)
})
