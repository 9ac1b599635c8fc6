import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import { readJournal } from '../../src/apply/journal.ts'
import { stepsToUndo, type UndoEvent } from '../../src/apply/rollback.ts'
import { ApplyError, Interrupted, UsageError } from '../../src/core/errors.ts'
import { OWN, text } from './changes.ts'
import { newFolder, removeFolders } from '../support/folders.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { begin, eventsIn, longAccount, longPlan, sessionOf } from './long-plan.ts'
import { applied, BEFORE, never, undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

describe('rollback', () => {
  it('undoes the newest step first, and notes each in the journal', async () => {
    const { wire, path } = await applied()
    const events: UndoEvent[] = []
    const { undone, journalPath } = await undo(wire, path, { onStep: event => events.push(event) })
    expect(journalPath).toBe(path)
    expect(undone.map(({ step }) => step)).toEqual([6, 5, 4, 3, 2, 1])
    expect(undone.every(({ isSure }) => isSure)).toBe(true)
    expect(eventsIn(path).slice(-6)).toEqual([6, 5, 4, 3, 2, 1].map(step => `${step} undone`))
    expect(events.slice(0, 2).map(({ step, state }) => [step, state])).toEqual([
      [6, 'start'],
      [6, 'undone'],
    ])
  })

  it('leaves what was there before the plan', async () => {
    const state = longAccount()
    Object.assign(state.roles['web']?.inline ?? {}, { logging: text('edited') })
    const before = asBefore(state)
    const wire = accountWire(state)
    const journal = begin(newFolder())
    await applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
    await undo(wire, journal.path)
    expect(asBefore(wire.state)).toEqual(before)
  })

  it('undoes a failed step, since its call may have landed', async () => {
    const wire = accountWire(longAccount())
    const journal = begin(newFolder())
    let isCut = false
    wire.trouble = call => {
      if (isCut) return 'drop'
      isCut = call.action === 'iam:CreatePolicy'
      return isCut ? 'lose' : undefined
    }
    const run = applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
    await expect(run).rejects.toBeInstanceOf(ApplyError)
    expect(eventsIn(journal.path).at(-1)).toBe('5 failed')
    expect(Object.keys(wire.state.policies)).toContain(OWN)
    wire.trouble = () => undefined
    const { undone } = await undo(wire, journal.path)
    expect(undone[0]).toMatchObject({ step: 5, isSure: false })
    expect(asBefore(wire.state)).toEqual(BEFORE)
  })

  it('with dryRun says what it would undo, asks AWS nothing and writes nothing', async () => {
    const { wire, path } = await applied()
    const disk = readFileSync(path, 'utf8')
    const { undone } = await undo(wire, path, { dryRun: true })
    expect(undone).toEqual(stepsToUndo(readJournal(path)))
    expect(undone[0]?.describe).toBe(`detach policy ${OWN} from role db, which this tool attached`)
    expect(wire.calls).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(disk)
  })

  it('can be interrupted between steps, says how to go on, and goes on', async () => {
    const { wire, path } = await applied()
    const failure = await undo(wire, path, { interrupted: () => writes(wire.calls).length >= 2 }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(Interrupted)
    expect(String(failure)).toContain(`2 of 6 steps were undone`)
    expect(String(failure)).toContain(`ssm-doctor rollback ${path}`)
    const { undone } = await undo(wire, path)
    expect(undone.map(({ step }) => step)).toEqual([4, 3, 2, 1])
    expect(asBefore(wire.state)).toEqual(BEFORE)
  })

  it('that is refused stops, names the step and the journal, and can be repeated', async () => {
    const { wire, path } = await applied()
    wire.trouble = call => (call.action === 'iam:DeleteRolePolicy' ? 'deny' : undefined)
    const failure = await undo(wire, path).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ApplyError)
    expect(failure).toMatchObject({ journalPath: path })
    expect(String(failure)).toMatch(/undoing step 4 \(delete inline policy .*not authorized.*repeat with/)
    expect(eventsIn(path).slice(-2)).toEqual(['6 undone', '5 undone'])
    wire.trouble = () => undefined
    await undo(wire, path)
    expect(asBefore(wire.state)).toEqual(BEFORE)
  })

  it('of another account than the credentials are of is refused', async () => {
    const { wire, path } = await applied()
    const session = { ...sessionOf(wire), identity: { accountId: '210987654321' } }
    await expect(undo(wire, path, { session })).rejects.toBeInstanceOf(UsageError)
    expect(wire.calls).toEqual([])
  })

  it('waits for no other run: the lock of the folder is held', async () => {
    const { wire, path } = await applied()
    const other = begin(join(path, '..'), '10')
    await expect(undo(wire, path)).rejects.toThrow(/another ssm-doctor is at work/)
    other.close()
    await undo(wire, path)
    expect(asBefore(wire.state)).toEqual(BEFORE)
  })
})
