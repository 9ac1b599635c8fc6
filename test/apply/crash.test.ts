import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import { ApplyError } from '../../src/core/errors.ts'
import { newFolder, removeFolders } from '../support/folders.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes, type AccountWire } from './account-wire.ts'
import { dieAt, momentsOf, type Moment } from './killed-run.ts'
import { longAccount, longPlan } from './long-plan.ts'
import { applied, BEFORE, undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

const moments = (): Promise<readonly Moment[]> => momentsOf(longPlan(), accountWire(longAccount()))

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
        dieAt(wire, at, trouble)
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
