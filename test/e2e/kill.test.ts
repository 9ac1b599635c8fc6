import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { type Call, reads } from '../support/moto/call.ts'
import type { Fault } from '../support/moto/faults.ts'
import { dropLastLine, journalLines, onlyJournal, tearLastLine } from '../support/moto/journal.ts'
import { asWritten, sessionStatements } from '../support/moto/policies.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const FIX = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']
const ROLLBACK = ['rollback', '--region', STORY_REGION, '--yes']

/** Write calls that the repair of `brokenAccount` makes: a version goes, a version comes, an inline policy comes. */
const WRITES = 3

/** A policy with five versions that names the wrong group, and no right to find log groups at all. */
const brokenAccount = () =>
  makeAccount(moto.proxy, {
    versions: 5,
    policyText: facts => {
      const statements = sessionStatements({ ...facts, logGroup: OTHER_GROUP })
      const kept = statements.filter(statement => statement['Sid'] !== 'FindLogGroup')
      return asWritten({ Version: '2012-10-17', Statement: kept })
    },
  })

/** A role whose inline policy has no room for what is missing: a managed policy comes, and is attached. */
const fullAccount = () =>
  makeAccount(moto.proxy, {
    holder: 'inline',
    policyText: facts => {
      const kept = sessionStatements(facts).filter(statement => statement['Sid'] !== 'FindLogGroup')
      const Resource = Array.from(
        { length: 230 },
        (_, number) => `arn:aws:s3:::archive-${number}/${'x'.repeat(14)}/*`,
      )
      const Statement = [...kept, { Sid: 'Archive', Effect: 'Allow', Action: 's3:GetObject', Resource }]
      return asWritten({ Version: '2012-10-17', Statement })
    },
  })

const isWrite = (call: Call): boolean => !reads(call)

/** A rule that lets `passed` write calls pass and does something to the one after them. */
const atWrite = (passed: number, trouble: Fault['trouble']): Fault => {
  let seen = 0
  return { when: call => isWrite(call) && seen++ === passed, trouble }
}

/** What a fault may do with the program that it meets. */
interface Running {
  readonly kill: () => Promise<void>
  /** Kills it and never lets the call go on to AWS. */
  readonly killAndHold: () => Promise<void>
  readonly interrupt: () => Promise<void>
}

const inHand = () => {
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    child?.kill('SIGKILL')
  }
  const killAndHold = async (): Promise<void> => {
    await kill()
    await new Promise(() => undefined)
  }
  const interrupt = async (): Promise<void> => {
    child?.kill('SIGINT')
    // the signal is delivered while the call is under way: the answer comes after it
    await setTimeout(300)
  }
  const running: Running = { kill, killAndHold, interrupt }
  return { running, started: (program: ChildProcess): void => void (child = program) }
}

/** Starts the repair, with a fault that may kill it. */
const killedFix = async (faultOf: (running: Running) => Fault, makeIt = brokenAccount) => {
  const account = await makeIt()
  const before = await moto.dump(account)
  const session = moto.proxy.session(account.accountId)
  const { running, started } = inHand()
  session.faults.push(faultOf(running))
  const home = newHome()
  const fixed = await runAs(moto, session, FIX, { home, started })
  return { account, before, home, fixed }
}

/** Rolls back with fresh credentials, and compares with an independent client. */
const expectUndone = async ({ account, before, home }: Awaited<ReturnType<typeof killedFix>>) => {
  const undone = await runAs(moto, moto.proxy.session(account.accountId), ROLLBACK, { home })
  expect(undone.code, undone.stdout + undone.stderr).toBe(0)
  expect(await moto.dump(account)).toEqual(before)
}

test('the repair of the broken account makes as many writes as these tests kill at', async () => {
  const account = await brokenAccount()
  const session = moto.proxy.session(account.accountId)
  const fixed = await runAs(moto, session, FIX)
  expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)
  expect(session.calls.filter(isWrite)).toHaveLength(WRITES)
})

/** Killed before a write call reaches AWS. */
const held =
  (index: number) =>
  ({ killAndHold }: Running): Fault =>
    atWrite(index, { kind: 'hook', before: killAndHold })

describe.concurrent.each(Array.from({ length: WRITES }, (_, index) => index))('killed at write %i', index => {
  test('before the call reaches AWS', async () => {
    const killed = await killedFix(held(index))
    expect(killed.fixed.signal).toBe('SIGKILL')
    await expectUndone(killed)
  })

  test('after AWS has done it and before the answer comes', async () => {
    const killed = await killedFix(({ kill }) => atWrite(index, { kind: 'hook', after: kill }))
    expect(killed.fixed.signal).toBe('SIGKILL')
    await expectUndone(killed)
  })

  test('before the line that announces the call is on disk', async () => {
    const killed = await killedFix(held(index))
    dropLastLine(onlyJournal(killed.home))
    await expectUndone(killed)
  })

  test('while the line that announces the call is written', async () => {
    const killed = await killedFix(held(index))
    tearLastLine(onlyJournal(killed.home))
    await expectUndone(killed)
  })
})

test('a policy of our own is created, attached and taken away again', async () => {
  const done = await killedFix(() => atWrite(2, { kind: 'drop' }), fullAccount)
  expect(done.fixed.code, done.fixed.stdout + done.fixed.stderr).toBe(0)
  expect(JSON.stringify(await moto.dump(done.account))).toContain('ssm-doctor')
  await expectUndone(done)
})

describe.concurrent.each([0, 1])('killed while a policy of our own comes, at write %i', index => {
  test('before the call reaches AWS', async () => {
    await expectUndone(await killedFix(held(index), fullAccount))
  })

  test('after AWS has done it and before the answer comes', async () => {
    const killed = await killedFix(({ kill }) => atWrite(index, { kind: 'hook', after: kill }), fullAccount)
    expect(killed.fixed.signal).toBe('SIGKILL')
    await expectUndone(killed)
  })
})

test('killed after the last write, while the account is read again', async () => {
  let writes = 0
  const afterLast = (call: Call): boolean => {
    if (isWrite(call)) writes++
    return writes === WRITES && reads(call)
  }
  const killed = await killedFix(({ kill }) => ({
    when: afterLast,
    trouble: { kind: 'hook', before: kill },
  }))
  expect(killed.fixed.signal).toBe('SIGKILL')
  await expectUndone(killed)
})

test('a rollback that is killed after each of its writes can be repeated until all is undone', async () => {
  const done = await killedFix(() => atWrite(WRITES, { kind: 'drop' }))
  expect(done.fixed.code, done.fixed.stderr).toBe(0)
  const signals: (string | null)[] = []
  do {
    const session = moto.proxy.session(done.account.accountId)
    const { running, started } = inHand()
    session.faults.push(atWrite(0, { kind: 'hook', after: running.kill }))
    signals.push((await runAs(moto, session, ROLLBACK, { home: done.home, started })).signal)
  } while (signals.at(-1) === 'SIGKILL' && signals.length < 10)
  expect(signals.length).toBeGreaterThan(WRITES)
  expect(signals.at(-1)).toBe(null)
  await expectUndone(done)
  const again = await runAs(moto, moto.proxy.session(done.account.accountId), ROLLBACK, { home: done.home })
  expect(again.code, 'nothing to undo is exit 0').toBe(0)
  expect(await moto.dump(done.account)).toEqual(done.before)
})

test('an answer that is lost on the way is found out by rollback', async () => {
  const lost = await killedFix(() => atWrite(1, { kind: 'lose' }))
  expect([0, 4]).toContain(lost.fixed.code)
  await expectUndone(lost)
})

test('a refused write ends the repair with 4, names the journal, and is undone', async () => {
  const refused = await killedFix(() => atWrite(2, { kind: 'deny' }))
  expect(refused.fixed.code).toBe(4)
  expect(refused.fixed.stderr).toContain(onlyJournal(refused.home))
  expect(refused.fixed.stderr).not.toContain('    at ')
  await expectUndone(refused)
})

test('Ctrl-C during a repair finishes the current step and leaves a whole journal', async () => {
  const stopped = await killedFix(({ interrupt }) => atWrite(1, { kind: 'hook', before: interrupt }))
  expect(stopped.fixed.code, stopped.fixed.stderr).toBe(130)
  const lines = journalLines(onlyJournal(stopped.home))
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
  expect(stopped.fixed.stderr.trim().split('\n').at(-1)).toMatch(/rollback|journal/u)
  await expectUndone(stopped)
})
