import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan, type StepEvent } from '../../src/apply/apply.ts'
import { Journal, startJournal } from '../../src/apply/journal.ts'
import { ApplyError, Interrupted, UsageError } from '../../src/core/errors.ts'
import { ACCOUNT, text } from './changes.ts'
import { newFolder, removeFolders } from '../support/folders.ts'
import { accountWire, isWrite, useWire, writes, type AccountWire } from './account-wire.ts'
import { begin, eventsIn, longAccount, longPlan, sessionOf } from './long-plan.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

const never = () => false

const applyTo = (wire: AccountWire, journal: Journal, more: Partial<Parameters<typeof applyPlan>[0]> = {}) =>
  applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never, ...more })

/** What a promise fails with. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a plan that is applied', () => {
  it('makes one write per step, each announced in the journal before its call', async () => {
    const wire = accountWire(longAccount())
    const journal = begin(newFolder())
    const announced: string[][] = []
    wire.trouble = call => {
      if (isWrite(call)) announced.push(eventsIn(journal.path))
      return undefined
    }
    expect(await applyTo(wire, journal)).toEqual({ journalPath: journal.path, written: 6, already: 0 })
    expect(writes(wire.calls)).toEqual([
      'iam:DeletePolicyVersion',
      'iam:CreatePolicyVersion',
      'iam:PutRolePolicy',
      'iam:PutRolePolicy',
      'iam:CreatePolicy',
      'iam:AttachRolePolicy',
    ])
    expect(announced.map(events => events.at(-1))).toEqual([1, 2, 3, 4, 5, 6].map(step => `${step} start`))
    expect(eventsIn(journal.path)).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap(step => [`${step} start`, `${step} done`]),
    )
  })

  it('tells each step before and after', async () => {
    const events: StepEvent[] = []
    await applyTo(accountWire(longAccount()), begin(newFolder()), { onStep: event => events.push(event) })
    expect(events.map(({ step, of, state }) => `${step}/${of} ${state}`).slice(0, 4)).toEqual([
      '1/6 start',
      '1/6 written',
      '2/6 start',
      '2/6 written',
    ])
    expect(events[0]?.describe).toBe(longPlan().steps[0]?.describe)
  })

  it('counts what is there already, and does not take it for its own', async () => {
    const state = longAccount()
    Object.assign(state.roles['web']?.inline ?? {}, { logging: text('edited') })
    const journal = begin(newFolder())
    const result = await applyTo(accountWire(state), journal)
    expect(result).toMatchObject({ written: 5, already: 1 })
    expect(eventsIn(journal.path).filter(event => event.startsWith('3'))).toEqual(['3 done'])
    expect(readFileSync(journal.path, 'utf8')).toContain('"step":3,"event":"done","already":true')
  })

  it('gives the lock back, however it ends', async () => {
    const folder = newFolder()
    await applyTo(accountWire(longAccount()), begin(folder))
    const wire = accountWire(longAccount())
    wire.trouble = () => 'deny'
    await failureOf(applyTo(wire, begin(folder, '09')))
    await failureOf(applyTo(wire, begin(folder, '10'), { interrupted: () => true }))
    expect(() => begin(folder, '11').close()).not.toThrow()
  })
})

describe('a step that fails', () => {
  it('stops the plan, and says what was being done, what went wrong, and the way back', async () => {
    const wire = accountWire(longAccount())
    wire.trouble = call => (call.action === 'iam:PutRolePolicy' ? 'deny' : undefined)
    const journal = begin(newFolder())
    const failure = await failureOf(applyTo(wire, journal))
    expect(failure).toBeInstanceOf(ApplyError)
    expect(failure).toMatchObject({ journalPath: journal.path, cause: { name: 'AccessDenied' } })
    expect(String(failure)).toContain('step 3 of 6 (replace inline policy logging of role web)')
    expect(String(failure)).toContain('not authorized to perform: iam:PutRolePolicy')
    expect(String(failure)).toContain(`undo with: ssm-doctor rollback ${journal.path}`)
    expect(String(failure)).not.toContain('\n')
    expect(eventsIn(journal.path).slice(-2)).toEqual(['3 start', '3 failed'])
    expect(writes(wire.calls).at(-1)).toBe('iam:PutRolePolicy')
  })

  it('because somebody else was there first has made no call', async () => {
    const state = longAccount()
    Object.assign(state.roles['web']?.inline ?? {}, { logging: text('theirs') })
    const wire = accountWire(state)
    const journal = begin(newFolder())
    const failure = await failureOf(applyTo(wire, journal))
    expect(failure).toBeInstanceOf(ApplyError)
    expect(String(failure)).toContain(
      'inline policy logging of role web was changed by someone else since the plan',
    )
    expect(eventsIn(journal.path).filter(event => event.startsWith('3'))).toEqual(['3 failed'])
    expect(writes(wire.calls)).not.toContain('iam:PutRolePolicy')
  })

  it('as the first one says that nothing was changed', async () => {
    const wire = accountWire(longAccount())
    wire.trouble = () => 'deny'
    const journal = begin(newFolder())
    expect(String(await failureOf(applyTo(wire, journal)))).toContain('nothing was changed')
    expect(writes(wire.calls)).toEqual([])
  })
})

describe('a disk that takes no more lines', () => {
  /** A journal on a file that cannot be written, as a full disk cannot. */
  const full = (): Journal => {
    const { header, path } = begin(newFolder())
    const other = join(newFolder(), 'full.jsonl')
    writeFileSync(other, readFileSync(path))
    const file = openSync(other, 'r')
    return new Journal(
      other,
      header,
      file,
      false,
      () => '2026-11-21T08:00:00.000Z',
      () => undefined,
    )
  }

  it('stops the plan before its first call', async () => {
    const wire = accountWire(longAccount())
    const failure = await failureOf(applyTo(wire, full()))
    expect(failure).toBeInstanceOf(ApplyError)
    expect(String(failure)).toMatch(/EBADF.*nothing was changed/)
    expect(writes(wire.calls)).toEqual([])
    expect(wire.state).toEqual(longAccount())
  })

  it('after a call leaves a step without an end, which counts as begun', async () => {
    const wire = accountWire(longAccount())
    let isFull = false
    const journal = startJournal({
      folder: newFolder(),
      tool: 'ssm-doctor 9.8.7',
      plan: longPlan(),
      now: () => {
        if (isFull) throw new Error('ENOSPC: no space left on device, write')
        return '2026-11-21T08:00:00.000Z'
      },
    })
    wire.done = call => {
      isFull ||= isWrite(call)
    }
    const failure = await failureOf(applyTo(wire, journal))
    expect(failure).toBeInstanceOf(ApplyError)
    expect(String(failure)).toMatch(/ENOSPC.*1 step was begun; undo with: ssm-doctor rollback/)
    expect(eventsIn(journal.path)).toEqual(['1 start'])
    expect(writes(wire.calls)).toHaveLength(1)
  })
})

describe('an interrupted plan', () => {
  it('finishes its step, says how to go on and how to go back, and leaves a whole journal', async () => {
    const wire = accountWire(longAccount())
    const journal = begin(newFolder())
    const interrupted = () => writes(wire.calls).length >= 2
    const failure = await failureOf(applyTo(wire, journal, { interrupted }))
    expect(failure).toBeInstanceOf(Interrupted)
    expect(String(failure)).toContain('interrupted before step 3 of 6')
    expect(String(failure)).toContain('ssm-doctor fix')
    expect(String(failure)).toContain(`ssm-doctor rollback ${journal.path}`)
    expect(eventsIn(journal.path)).toEqual(['1 start', '1 done', '2 start', '2 done'])
  })

  it('before its first step has changed nothing', async () => {
    const wire = accountWire(longAccount())
    const failure = await failureOf(applyTo(wire, begin(newFolder()), { interrupted: () => true }))
    expect(failure).toBeInstanceOf(Interrupted)
    expect(String(failure)).toContain('0 made')
    expect(wire.calls).toEqual([])
  })
})

it('a plan for another account than the credentials are of is refused', async () => {
  const wire = accountWire(longAccount())
  const session = { ...sessionOf(wire), identity: { accountId: '210987654321' } }
  const failure = await failureOf(applyTo(wire, begin(newFolder()), { session }))
  expect(failure).toBeInstanceOf(UsageError)
  expect(String(failure)).toContain(`account ${ACCOUNT}`)
  expect(wire.calls).toEqual([])
})
