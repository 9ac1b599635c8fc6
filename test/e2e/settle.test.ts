import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { type Call, reads } from '../support/moto/call.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const FIX = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']

/** A repair after which IAM goes on telling the old default version so many times. */
const repairSettlingAfter = async (times: number, ...flags: string[]) => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const session = moto.proxy.session(account.accountId)
  let written = false
  const isStale = (call: Call): boolean => {
    written ||= !reads(call)
    return written && call.operation === 'GetPolicy' && call.params['PolicyArn'] === account.policyArn
  }
  const body = (text: string): string => text.replace(/<DefaultVersionId>v\d+</u, '<DefaultVersionId>v1<')
  session.faults.push({ when: isStale, trouble: { kind: 'rewrite', body }, times })
  const result = await runAs(moto, session, [...FIX, ...flags])
  return { result, session }
}

test('a repair that IAM shows late is waited for', async () => {
  const { result, session } = await repairSettlingAfter(2)
  expect(result.stdout + result.stderr).not.toContain('    at ')
  expect(result.code).toBe(0)
  expect(session.calls.filter(({ operation }) => operation === 'CreatePolicyVersion')).toHaveLength(1)
})

test('a repair that IAM does not show within --wait ends with 1 and says what is left', async () => {
  const { result } = await repairSettlingAfter(1000, '--wait', '3')
  expect(result.stdout + result.stderr).toContain('logs/log-group-arn-match')
  expect(result.code).toBe(1)
  expect(result.durationMs).toBeLessThan(15_000)
})
