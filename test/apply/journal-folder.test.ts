import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startJournal } from '../../src/apply/journal.ts'
import { isUndoable, journalFolder, listJournals, newestUndoable } from '../../src/apply/journal-folder.ts'
import type { JournalLine } from '../../src/apply/journal-lines.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { UsageError } from '../../src/core/errors.ts'
import { ACCOUNT, FORWARD } from './changes.ts'
import { newFolder, removeFolders } from '../support/folders.ts'

afterEach(removeFolders)

describe('the journal folder', () => {
  it.each([
    [{ XDG_STATE_HOME: '/var/state', HOME: '/home/mia' }, '/var/state/ssm-doctor/journal'],
    [{ HOME: '/home/mia' }, '/home/mia/.local/state/ssm-doctor/journal'],
    [{ XDG_STATE_HOME: 'not/absolute', HOME: '/home/mia' }, '/home/mia/.local/state/ssm-doctor/journal'],
    [{ XDG_STATE_HOME: '', HOME: '' }, join(homedir(), '.local/state/ssm-doctor/journal')],
  ])('is for %j %s', (env, folder) => {
    expect(journalFolder(env)).toBe(folder)
  })

  it('is what the flag says, from here', () => {
    expect(journalFolder({ XDG_STATE_HOME: '/var/state' }, 'kept/here')).toBe(resolve('kept/here'))
  })
})

const { change } = FORWARD['put-role-policy']
const START: JournalLine = { step: 1, event: 'start', change, undo: invertChange(change) }
const UNDONE: JournalLine = { step: 1, event: 'undone' }

/** Puts a journal into a folder; gives its path. */
const put = (
  folder: string,
  hour: string,
  lines: readonly JournalLine[],
  { accountId = ACCOUNT, regions = ['eu-north-1'] } = {},
): string => {
  const plan = { accountId, regions, digest: `${hour}00000000000000` }
  const now = () => `2026-11-21T${hour}:00:00.000Z`
  const journal = startJournal({ folder, tool: 'ssm-doctor 9.8.7', plan, now })
  for (const line of lines) journal.append(line)
  journal.close()
  return journal.path
}

describe('the list of journals', () => {
  it('has the newest first, and no other files', () => {
    const folder = newFolder()
    const [old, young] = [put(folder, '07', [START]), put(folder, '11', [])]
    writeFileSync(join(folder, 'lock'), 'x')
    writeFileSync(join(folder, 'notes.txt'), 'x')
    expect(listJournals(folder).map(({ path }) => path)).toEqual([young, old])
  })

  it('is empty where there is no folder', () => {
    expect(listJournals(join(newFolder(), 'none'))).toEqual([])
  })

  it('leaves out what was cut off before its first step', () => {
    const folder = newFolder()
    writeFileSync(join(folder, '2026-11-21T12-00-00-000Z-x.jsonl'), '{"journal":1,"to')
    expect(listJournals(folder)).toEqual([])
  })

  it('tells what cannot be read beside what can', () => {
    const folder = newFolder()
    const path = put(folder, '07', [START])
    mkdirSync(join(folder, '2026-11-21T12-00-00-000Z-x.jsonl'))
    const [first, second] = listJournals(folder)
    expect(first).toMatchObject({ problem: expect.any(UsageError) as unknown })
    expect(second).toMatchObject({ path, record: { header: { accountId: ACCOUNT } } })
  })

  it('does not take a folder that cannot be read for an empty one', () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expect(() => listJournals(file)).toThrow(UsageError)
  })
})

describe('the newest journal to undo', () => {
  it('is the newest of the account that is not wholly undone', () => {
    const folder = newFolder()
    put(folder, '05', [START])
    const wanted = put(folder, '07', [START])
    put(folder, '08', [START, UNDONE])
    put(folder, '09', [])
    put(folder, '10', [START], { accountId: '210987654321' })
    expect(newestUndoable(folder, ACCOUNT)?.path).toBe(wanted)
  })

  it('shares a Region with those that are named', () => {
    const folder = newFolder()
    const wanted = put(folder, '07', [START], { regions: ['us-east-2', 'eu-north-1'] })
    put(folder, '08', [START], { regions: ['sa-east-1'] })
    expect(newestUndoable(folder, ACCOUNT, ['eu-north-1', 'eu-west-3'])?.path).toBe(wanted)
    expect(newestUndoable(folder, ACCOUNT, ['eu-west-3'])).toBeUndefined()
  })

  it('is nothing where nothing is left', () => {
    const folder = newFolder()
    put(folder, '07', [START, UNDONE])
    expect(newestUndoable(folder, ACCOUNT)).toBeUndefined()
  })

  it('is not guessed past a newer file that cannot be read', () => {
    const folder = newFolder()
    put(folder, '07', [START])
    writeFileSync(join(folder, '2026-11-21T12-00-00-000Z-x.jsonl'), '{"journal":2,"tool":"ssm-doctor 12"}\n')
    expect(() => newestUndoable(folder, ACCOUNT)).toThrow(/newer ssm-doctor/)
  })

  it('counts a step without an end as one to undo', () => {
    const folder = newFolder()
    put(folder, '07', [START])
    const [only] = listJournals(folder)
    expect(only && 'record' in only && isUndoable(only.record)).toBe(true)
  })
})
