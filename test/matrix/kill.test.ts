import { describe, expect, test } from 'vitest'
import { type Account } from '../support/moto/account.ts'
import { type Call, reads } from '../support/moto/call.ts'
import {
  FIX,
  isWrite,
  killedAfter,
  killedBefore,
  repair,
  type Repair,
  rolledBack,
  type Running,
} from '../support/moto/crash.ts'
import type { Dump } from '../support/moto/dump.ts'
import type { Fault } from '../support/moto/faults.ts'
import { dropLastLine, journalLines, journalsIn, onlyJournal } from '../support/moto/journal.ts'
import { setHeard } from '../support/moto/network-run.ts'
import { tangledAccount, TANGLED_WRITES } from '../support/moto/tangled.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const repairTangled = async (faultOf: (running: Running) => Fault): Promise<Repair> =>
  repair(moto, await tangledAccount(moto), faultOf)

/** Kills the program at its first look after a write: the line that ends the step is on disk. */
const killedOnDisk =
  (passed: number) =>
  ({ killAndHold }: Running): Fault => {
    let writes = 0
    const after = (call: Call): boolean => {
      if (isWrite(call)) writes++
      return writes > passed && reads(call)
    }
    return { when: after, trouble: { kind: 'hook', before: killAndHold } }
  }

/** Mends the account, and gives what an independent client reads then. The agent comes back as soon as it may. */
const mended = async (account: Account, home: string): Promise<Dump> => {
  const session = moto.proxy.session(account.accountId)
  const comeBack = async (): Promise<void> => setHeard(moto, account, 'online')
  session.faults.push({ when: isWrite, trouble: { kind: 'hook', after: comeBack } })
  const { code, stdout, stderr } = await runAs(moto, session, FIX, { home })
  expect(code, stdout + stderr).toBe(0)
  return moto.dump(account)
}

/**
 * What two repairs of the same faults have in common. A plan with fewer steps has another digest, which stands in tags;
 * and which spare version of a policy was the oldest depends on a rollback before, which writes one back as the newest.
 */
const comparable = (dump: Dump): unknown =>
  JSON.parse(JSON.stringify(dump), (key, value: unknown) => {
    if (key === 'versions' && Array.isArray(value))
      return { count: value.length, default: value.filter(isDefault) }
    return typeof value === 'string' && /^[0-9a-f]{16}$/u.test(value) ? 'digest' : value
  })

const isDefault = (version: unknown): boolean =>
  typeof version === 'object' && version !== null && 'default' in version && version.default === true

test('the repair makes writes of many kinds, in the order at which these tests kill', async () => {
  const account = await tangledAccount(moto)
  const session = moto.proxy.session(account.accountId)
  await runAs(moto, session, FIX)
  expect(session.calls.filter(isWrite).map(({ operation }) => operation)).toEqual(TANGLED_WRITES)
})

describe.concurrent.each(TANGLED_WRITES.map((name, index) => ({ name, index })))(
  'killed at write $index, $name, and rolled back',
  ({ index }) => {
    test('before its line is on disk', async () => {
      const killed = await repairTangled(killedBefore(index))
      dropLastLine(onlyJournal(killed.home))
      expect(await rolledBack(moto, killed)).toEqual(killed.before)
    })

    test('before the call reaches AWS', async () => {
      const killed = await repairTangled(killedBefore(index))
      expect(killed.fixed.signal).toBe('SIGKILL')
      expect(await rolledBack(moto, killed)).toEqual(killed.before)
    })

    test('after AWS has done it', async () => {
      const killed = await repairTangled(killedAfter(index))
      expect(killed.fixed.signal).toBe('SIGKILL')
      expect(await rolledBack(moto, killed)).toEqual(killed.before)
    })

    test('after the line of its end is on disk', async () => {
      const killed = await repairTangled(killedOnDisk(index))
      expect(killed.fixed.signal).toBe('SIGKILL')
      const last: unknown = JSON.parse(journalLines(onlyJournal(killed.home)).at(-1) ?? '')
      expect(last).toMatchObject({ step: index + 1, event: 'done' })
      expect(await rolledBack(moto, killed)).toEqual(killed.before)
    })
  },
)

describe.concurrent.each(TANGLED_WRITES.map((name, index) => ({ name, index })))(
  'killed at write $index, $name, and fixed again',
  ({ index }) => {
    test.each([
      ['before the call reaches AWS', killedBefore],
      ['after AWS has done it', killedAfter],
    ])('%s', async (_, kill) => {
      const killed = await repairTangled(kill(index))
      const { account, before, home } = killed
      // Once all is written the agent comes back, whether or not the program lived to see it.
      if (kill === killedAfter && index === TANGLED_WRITES.length - 1) setHeard(moto, account, 'online')
      const resumed = await mended(account, home)
      // newest journal first: the account is as it was before both runs
      while (journalsIn(home).length > 0 && (await undoNewest(account, home)));
      expect(await moto.dump(account)).toEqual(before)
      setHeard(moto, account, 'lost')
      expect(comparable(await mended(account, home))).toEqual(comparable(resumed))
    })
  },
)

/** Whether there was anything to undo. */
const undoNewest = async (account: Account, home: string): Promise<boolean> => {
  const session = moto.proxy.session(account.accountId)
  const { code, stdout, stderr } = await runAs(moto, session, ['rollback', '--yes'], { home })
  expect(code, stdout + stderr).toBe(0)
  return !stdout.includes('nothing to undo')
}
