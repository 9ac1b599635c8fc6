import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import { rollback, stepsToUndo, type UndoEvent } from '../../src/apply/rollback.ts'
import { ApplyError, Interrupted, UsageError } from '../../src/core/errors.ts'
import { OWN, SHARED, text } from './changes.ts'
import { clockFrom, newFolder, removeFolders } from './folders.ts'
import { asBefore, type IamState } from './iam-state.ts'
import { iamWire, isWrite, useWire, writes, type IamWire } from './iam-wire.ts'
import { begin, eventsIn, longAccount, longPlan, sessionOf } from './long-plan.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

const never = () => false
const BEFORE = asBefore(longAccount())

const undo = (wire: IamWire, journal: string, more: Partial<Parameters<typeof rollback>[0]> = {}) =>
  rollback({
    journal,
    session: sessionOf(wire),
    interrupted: never,
    now: clockFrom('2026-11-21T09:00:00.000Z'),
    ...more,
  })

/** An account in which the long plan was carried out, and its journal. */
const applied = async () => {
  const wire = iamWire(longAccount())
  const journal = begin(newFolder())
  await applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
  wire.calls.splice(0)
  return { wire, path: journal.path }
}

/** A moment of an uninterrupted run: what was on the disk, and what the account held. */
interface Moment {
  readonly disk: string
  readonly state: IamState
}

/** Every moment at which a run may be killed: before and after each call that writes and each line of the journal. */
const moments = async (): Promise<readonly Moment[]> => {
  const wire = iamWire(longAccount())
  const journal = begin(newFolder())
  const found: Moment[] = []
  const note = (): void => {
    found.push({ disk: readFileSync(journal.path, 'utf8'), state: structuredClone(wire.state) })
  }
  note()
  wire.trouble = () => {
    note()
    return undefined
  }
  wire.done = note
  const append = journal.append.bind(journal)
  journal.append = line => {
    append(line)
    note()
  }
  await applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
  return distinct(found)
}

const distinct = (all: readonly Moment[]): readonly Moment[] => [
  ...new Map(all.map(moment => [JSON.stringify(moment), moment])).values(),
]

/** The same moment, with the last line of the disk cut off in its middle. */
const torn = ({ disk, state }: Moment): Moment => {
  const start = disk.trimEnd().lastIndexOf('\n') + 1
  return { disk: disk.slice(0, start + Math.ceil((disk.length - start) / 2)), state }
}

const resume = ({ disk, state }: Moment): { wire: IamWire; path: string } => {
  const path = join(newFolder(), '2026-11-21T08-00-00-000Z.jsonl')
  writeFileSync(path, disk)
  return { wire: iamWire(structuredClone(state)), path }
}

describe('a run that was killed at any moment', { timeout: 60_000 }, () => {
  it('is undone to the byte, and a second rollback finds nothing to do', async () => {
    const all = await moments()
    // header; per step: start on the disk, write made, end on the disk
    expect(all).toHaveLength(1 + 6 * 3)
    for (const moment of all) {
      const { wire, path } = resume(moment)
      const { skipped } = await undo(wire, path)
      expect(skipped).toEqual([])
      expect(asBefore(wire.state)).toEqual(BEFORE)
      expect(isUndoable(readJournal(path))).toBe(false)
      const made = writes(wire.calls)
      expect(await undo(wire, path)).toMatchObject({ undone: [], skipped: [] })
      expect(writes(wire.calls)).toEqual(made)
    }
  })

  it('while a line was written is undone to the byte', async () => {
    const all = await moments()
    // a call is made only once its line is whole: what was cut off was not followed by a call
    const ends = all.filter(
      ({ disk }) => disk.trimEnd().endsWith('Z"}') && eventsOf(disk).at(-1)?.endsWith('done'),
    )
    const starts = all.filter((moment, at) => isFresh(moment, all[at - 1]))
    expect(ends).toHaveLength(6)
    expect(starts).toHaveLength(6)
    for (const moment of [...ends, ...starts].map(torn)) {
      const { wire, path } = resume(moment)
      expect((await undo(wire, path)).skipped).toEqual([])
      expect(asBefore(wire.state)).toEqual(BEFORE)
    }
  })

  it('and whose rollback is killed at any write is undone by the next', async () => {
    const { wire: first, path: whole } = await applied()
    await undo(first, whole)
    const count = writes(first.calls).length
    expect(count).toBe(7)
    for (const trouble of ['drop', 'lose'] as const) {
      for (let at = 0; at < count; at++) {
        const { wire, path } = await applied()
        let seen = 0
        let isDead = false
        wire.trouble = call => {
          if (isDead) return 'drop'
          if (!isWrite(call) || seen++ !== at) return undefined
          isDead = true
          return trouble
        }
        await expect(undo(wire, path)).rejects.toBeInstanceOf(ApplyError)
        wire.trouble = () => undefined
        expect((await undo(wire, path)).skipped).toEqual([])
        expect(asBefore(wire.state)).toEqual(BEFORE)
      }
    }
  })
})

const eventsOf = (disk: string): string[] =>
  [...disk.matchAll(/"step":(\d+),"event":"(\w+)"/g)].map(([, step, event]) => `${step} ${event}`)

/** Whether a moment is the one right after a start came to the disk. */
const isFresh = (now: Moment, before: Moment | undefined): boolean =>
  before?.disk !== now.disk && eventsOf(now.disk).at(-1)?.endsWith('start') === true

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
    const wire = iamWire(state)
    const journal = begin(newFolder())
    await applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
    await undo(wire, journal.path)
    expect(asBefore(wire.state)).toEqual(before)
  })

  it('undoes a failed step, since its call may have landed', async () => {
    const wire = iamWire(longAccount())
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

/** What somebody did since the plan ran → the steps that rollback must leave alone. */
const SINCE: Readonly<
  Record<string, { edit: (state: IamState) => void; skips: readonly number[]; says: RegExp }>
> = {
  'another default version': {
    edit: ({ policies }) => {
      const policy = policies[SHARED]
      delete policy?.versions['v2']
      Object.assign(policy?.versions ?? {}, { v7: text('theirs') })
      Object.assign(policy ?? {}, { defaultVersion: 'v7', newest: 7 })
    },
    // the version of step 1 finds no room either: ours and theirs stand in its place
    skips: [2, 1],
    says: /another default version since/,
  },
  'the policy deleted': {
    edit: ({ policies, roles }) => {
      delete policies[SHARED]
      roles['web']?.attached.splice(0)
    },
    skips: [2, 1],
    says: /does not exist any more/,
  },
  'an edited inline policy': {
    edit: ({ roles }) => Object.assign(roles['web']?.inline ?? {}, { logging: text('theirs') }),
    skips: [3],
    says: /inline policy logging of role web was changed/,
  },
  'our inline policy edited': {
    edit: ({ roles }) =>
      Object.assign(roles['db']?.inline ?? {}, { 'ssm-doctor-session-access': text('theirs') }),
    skips: [4],
    says: /since it was added/,
  },
  'our policy on another role': {
    edit: ({ roles }) => roles['web']?.attached.push(OWN),
    skips: [5],
    says: /is used by others since/,
  },
  'our policy without its tag': {
    edit: ({ policies }) => Object.assign(policies[OWN] ?? {}, { tags: {} }),
    skips: [5],
    says: /was not created by this plan/,
  },
}

describe.each(Object.entries(SINCE))('%s', (_, { edit, skips, says }) => {
  it('is told, skipped, and not overwritten, while the rest is undone', async () => {
    const { wire, path } = await applied()
    edit(wire.state)
    const { undone, skipped } = await undo(wire, path)
    expect(skipped.map(({ step }) => step)).toEqual(skips)
    expect(skipped[0]?.reason).toMatch(says)
    expect(undone).toHaveLength(6 - skips.length)
    expect(isUndoable(readJournal(path))).toBe(true)
    const now = JSON.stringify(wire.state)
    const again = await undo(wire, path)
    expect(again.skipped.map(({ step }) => step)).toEqual(skips)
    expect(JSON.stringify(wire.state)).toBe(now)
  })
})
