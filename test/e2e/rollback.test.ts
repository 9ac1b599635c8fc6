import { CreatePolicyVersionCommand } from '@aws-sdk/client-iam'
import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import {
  atWrite,
  fullAccount,
  inHand,
  killedAfter,
  killedBefore,
  repair,
  ROLLBACK,
  rolledBack,
} from '../support/moto/crash.ts'
import { journalLines, onlyJournal } from '../support/moto/journal.ts'
import { asWritten, sessionPolicy } from '../support/moto/policies.ts'
import { OTHER_GROUP } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const untroubled = () => atWrite(99, { kind: 'drop' })

const fiveVersions = () => makeAccount(moto.proxy, { versions: 5, policyLogGroup: OTHER_GROUP })

test('a policy of our own is created, attached and taken away again', async () => {
  const done = await repair(moto, await fullAccount(moto), untroubled)
  expect(done.fixed.code, done.fixed.stdout + done.fixed.stderr).toBe(0)
  expect(JSON.stringify(await moto.dump(done.account))).toContain('ssm-doctor')
  expect(await rolledBack(moto, done)).toEqual(done.before)
})

describe.concurrent.each([0, 1])('killed while a policy of our own comes, at write %i', index => {
  test('before the call reaches AWS', async () => {
    const killed = await repair(moto, await fullAccount(moto), killedBefore(index))
    expect(killed.fixed.signal).toBe('SIGKILL')
    expect(await rolledBack(moto, killed)).toEqual(killed.before)
  })

  test('after AWS has done it and before the answer comes', async () => {
    const killed = await repair(moto, await fullAccount(moto), killedAfter(index))
    expect(killed.fixed.signal).toBe('SIGKILL')
    expect(await rolledBack(moto, killed)).toEqual(killed.before)
  })
})

test('a rollback that is killed after each of its writes can be repeated until all is undone', async () => {
  const done = await repair(moto, await fiveVersions(), untroubled)
  expect(done.fixed.code, done.fixed.stderr).toBe(0)
  const signals: (string | null)[] = []
  do {
    const session = moto.proxy.session(done.account.accountId)
    const { running, started } = inHand()
    session.faults.push(killedAfter(0)(running))
    signals.push((await runAs(moto, session, ROLLBACK, { home: done.home, started })).signal)
  } while (signals.at(-1) === 'SIGKILL' && signals.length < 10)
  // the default set back, our version deleted, the old version written back, and a run that finds nothing
  expect(signals).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', null])
  expect(await moto.dump(done.account)).toEqual(done.before)
  const again = await runAs(moto, moto.proxy.session(done.account.accountId), ROLLBACK, { home: done.home })
  expect(again.code, 'nothing to undo is exit 0').toBe(0)
  expect(await moto.dump(done.account)).toEqual(done.before)
})

test('the journal is for its owner alone and holds no credentials', async () => {
  const done = await repair(moto, await fiveVersions(), untroubled)
  const path = onlyJournal(done.home)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(journalLines(path).join('\n')).not.toContain('AKIA')
})

test('what a colleague made of the policy since is left alone by rollback, and told', async () => {
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const { home } = await repair(moto, account, untroubled)
  await account.clients.iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: account.policyArn,
      PolicyDocument: asWritten({ ...sessionPolicy(account.region.facts), Id: 'edited-since' }),
      SetAsDefault: true,
    }),
  )
  const edited = await moto.dump(account)
  const undone = await runAs(moto, moto.proxy.session(account.accountId), ROLLBACK, { home })
  expect(undone.code).toBe(4)
  expect(undone.stderr).toContain(account.policyArn)
  expect(await moto.dump(account)).toEqual(edited)
})
