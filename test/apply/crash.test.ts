import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import { ApplyError } from '../../src/core/errors.ts'
import { newFolder, removeFolders } from './folders.ts'
import { asBefore, type AccountState } from './account-state.ts'
import { accountWire, isWrite, useWire, writes, type AccountWire } from './account-wire.ts'
import { begin, longAccount, longPlan, sessionOf } from './long-plan.ts'
import { applied, BEFORE, never, undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

/** A moment of an uninterrupted run: what was on the disk, and what the account held. */
interface Moment {
  readonly disk: string
  readonly state: AccountState
}

/** Every moment at which a run may be killed: before and after each call that writes and each line of the journal. */
const moments = async (): Promise<readonly Moment[]> => {
  const wire = accountWire(longAccount())
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

const resume = ({ disk, state }: Moment): { wire: AccountWire; path: string } => {
  const path = join(newFolder(), '2026-11-21T08-00-00-000Z.jsonl')
  writeFileSync(path, disk)
  return { wire: accountWire(structuredClone(state)), path }
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
