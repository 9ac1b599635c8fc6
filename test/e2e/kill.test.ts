import { describe, expect, test } from 'vitest'
import { type Call, reads } from '../support/moto/call.ts'
import {
  atWrite,
  brokenAccount,
  FIX,
  isWrite,
  killedAfter,
  killedBefore,
  repair,
  rolledBack,
  type Running,
} from '../support/moto/crash.ts'
import type { Fault } from '../support/moto/faults.ts'
import { dropLastLine, journalLines, onlyJournal, tearLastLine } from '../support/moto/journal.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

/** Write calls that the repair of `brokenAccount` makes: a version goes, a version comes, an inline policy comes. */
const WRITES = 3

const repairBroken = async (faultOf: (running: Running) => Fault) =>
  repair(moto, await brokenAccount(moto), faultOf)

test('the repair of the broken account makes as many writes as these tests kill at', async () => {
  const account = await brokenAccount(moto)
  const session = moto.proxy.session(account.accountId)
  const fixed = await runAs(moto, session, FIX)
  expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)
  expect(session.calls.filter(isWrite)).toHaveLength(WRITES)
})

describe.concurrent.each(Array.from({ length: WRITES }, (_, index) => index))('killed at write %i', index => {
  test('before the call reaches AWS', async () => {
    const killed = await repairBroken(killedBefore(index))
    expect(killed.fixed.signal).toBe('SIGKILL')
    expect(await rolledBack(moto, killed)).toEqual(killed.before)
  })

  test('after AWS has done it and before the answer comes', async () => {
    const killed = await repairBroken(killedAfter(index))
    expect(killed.fixed.signal).toBe('SIGKILL')
    expect(await rolledBack(moto, killed)).toEqual(killed.before)
  })

  test('before the line that announces the call is on disk', async () => {
    const killed = await repairBroken(killedBefore(index))
    dropLastLine(onlyJournal(killed.home))
    expect(await rolledBack(moto, killed)).toEqual(killed.before)
  })
})

test('killed while the line that announces the second call is written', async () => {
  const killed = await repairBroken(killedBefore(1))
  tearLastLine(onlyJournal(killed.home))
  expect(await rolledBack(moto, killed)).toEqual(killed.before)
})

test('killed after the last write, while the account is read again', async () => {
  let writes = 0
  const afterLast = (call: Call): boolean => {
    if (isWrite(call)) writes++
    return writes === WRITES && reads(call)
  }
  const killed = await repairBroken(({ kill }) => ({
    when: afterLast,
    trouble: { kind: 'hook', before: kill },
  }))
  expect(killed.fixed.signal).toBe('SIGKILL')
  expect(await rolledBack(moto, killed)).toEqual(killed.before)
})

test('an answer that is lost on the way is found out by rollback', async () => {
  const lost = await repairBroken(() => atWrite(1, { kind: 'lose' }))
  expect([0, 4]).toContain(lost.fixed.code)
  expect(await rolledBack(moto, lost)).toEqual(lost.before)
})

test('a refused write ends the repair with 4, names the journal, and is undone', async () => {
  const refused = await repairBroken(() => atWrite(2, { kind: 'deny' }))
  expect(refused.fixed.code).toBe(4)
  expect(refused.fixed.stderr).toContain(onlyJournal(refused.home))
  expect(refused.fixed.stderr).not.toContain('    at ')
  expect(await rolledBack(moto, refused)).toEqual(refused.before)
})

test('Ctrl-C during a repair finishes the current step and leaves a whole journal', async () => {
  const stopped = await repairBroken(({ interrupt }) => atWrite(1, { kind: 'hook', before: interrupt }))
  expect(stopped.fixed.code, stopped.fixed.stderr).toBe(130)
  const events = journalLines(onlyJournal(stopped.home)).map(line => {
    const read: { step?: number; event?: string } = JSON.parse(line)
    return [read.step, read.event]
  })
  expect(events.slice(1)).toEqual([
    [1, 'start'],
    [1, 'done'],
    [2, 'start'],
    [2, 'done'],
  ])
  expect(stopped.fixed.stderr.trim().split('\n').at(-1)).toMatch(/rollback/u)
  expect(await rolledBack(moto, stopped)).toEqual(stopped.before)
})
