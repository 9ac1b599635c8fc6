import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { reads } from '../support/moto/call.ts'
import { graveFindings, reportOf } from '../support/moto/report.ts'
import { newHome, runCli } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, POLICY_NAME, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const begin = async (options: AccountOptions = {}) => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP, holder: 'inline', ...options })
  const session = moto.proxy.session(account.accountId)
  const home = newHome()
  const env = credentialsOf(moto.proxy, session)
  const run = (...args: string[]) => runCli(args, { home, env })
  const plan = join(home, 'plan.json')
  const made = await run('fix', '--region', STORY_REGION, '--plan-out', plan)
  expect(made.code, made.stderr).toBe(1)
  return { account, session, run, plan, made }
}

test('a plan is kept in a file, changes nothing, and is carried out later as it was reviewed', async () => {
  const { account, session, run, plan, made } = await begin()
  const before = await moto.dump(account)
  expect(made.stderr).toContain(`ssm-doctor fix --plan ${plan}`)
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  expect(statSync(plan).mode & 0o777).toBe(0o600)

  const done = await run('fix', '--plan', plan, '--yes', '--allow-review')
  expect(done.code, done.stdout + done.stderr).toBe(0)
  const { steps } = JSON.parse(readFileSync(plan, 'utf8')) as { steps: { change: { to: string } }[] }
  const role = (await moto.dump(account)) as { iam: { roles: Record<string, { inline: object }> } }
  expect(role.iam.roles['web-node']?.inline).toEqual({ [POLICY_NAME]: steps[0]?.change.to })
  const clean = await run('check', '--region', STORY_REGION, '--format', 'json')
  expect(graveFindings(reportOf(clean))).toEqual([])

  expect((await run('rollback', '--yes')).code).toBe(0)
  expect(await moto.dump(account)).toEqual(before)
})

test('a plan is refused, and the difference shown, where the account has changed since', async () => {
  const { account, session, run, plan } = await begin()
  const text = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Other', Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
  }
  const role = { RoleName: 'web-node', PolicyName: POLICY_NAME }
  await account.clients.iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: JSON.stringify(text) }))
  const before = await moto.dump(account)
  const refused = await run('fix', '--plan', plan, '--yes', '--allow-review')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(
    `- replace inline policy ${POLICY_NAME} of role web-node: planned, and no longer what the account needs`,
  )
  expect(refused.stderr).toContain(
    '+ add inline policy ssm-doctor-session-access to role web-node: needed now',
  )
  expect(refused.stderr).toContain('nothing was changed: the account is not as it was when the plan was made')
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  expect(await moto.dump(account)).toEqual(before)
})

test('a plan for another account, or one that was edited by hand, is refused before anything is read', async () => {
  const { run, plan } = await begin()
  const other = await begin()
  const elsewhere = await other.run('fix', '--plan', plan, '--yes', '--allow-review')
  expect(elsewhere.code).toBe(2)
  expect(elsewhere.stderr).toMatch(
    /^ssm-doctor: carrying out a plan for account \d{12}: the credentials are of \d{12}/,
  )
  writeFileSync(plan, readFileSync(plan, 'utf8').replaceAll('logs:PutLogEvents', 'logs:*'))
  const edited = await run('fix', '--plan', plan, '--yes', '--allow-review')
  expect(edited.code).toBe(2)
  expect(edited.stderr).toContain('its steps are not those that were planned')
})
