import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openJournal, readJournal, startJournal, type Journal } from '../../src/apply/journal.ts'
import { parseJournal, type JournalLine } from '../../src/apply/journal-lines.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { UsageError } from '../../src/core/errors.ts'
import { ACCOUNT, DIGEST, FORWARD } from './changes.ts'
import { clockFrom } from './clock.ts'
import { newFolder, removeFolders } from '../support/folders.ts'

afterEach(removeFolders)

const PLAN = { accountId: ACCOUNT, regions: ['eu-north-1', 'ap-southeast-1'], digest: DIGEST }
const { change } = FORWARD['delete-policy-version']
const SEEN = { versions: ['v1', 'v10'], defaultVersion: 'v10', deletes: 'v1' }
const START: JournalLine = { step: 1, event: 'start', change, undo: invertChange(change), seen: SEEN }
const MODE = 0o777

const start = (folder: string): Journal =>
  startJournal({ folder, tool: 'ssm-doctor 9.8.7', plan: PLAN, now: clockFrom('2026-11-21T02:48:12.250Z') })

/** A closed journal with these lines, then this text. */
const journalOf = (lines: readonly JournalLine[], tail = ''): string => {
  const journal = start(newFolder())
  for (const line of lines) journal.append(line)
  journal.close()
  appendFileSync(journal.path, tail)
  return journal.path
}

describe('a new journal', () => {
  it('is one file for its owner alone, named after time, account and plan, in a folder of the same kind', () => {
    const folder = join(newFolder(), 'state', 'ssm-doctor', 'journal')
    const journal = start(folder)
    journal.close()
    expect(readdirSync(folder)).toEqual([`2026-11-21T02-48-13-250Z-${ACCOUNT}-c0ffee12.jsonl`])
    expect(journal.path).toBe(join(folder, readdirSync(folder)[0] ?? ''))
    expect((statSync(journal.path).mode & MODE).toString(8)).toBe('600')
    expect((statSync(folder).mode & MODE).toString(8)).toBe('700')
  })

  it('has its header on the disk at once', () => {
    const journal = start(newFolder())
    expect(JSON.parse(readFileSync(journal.path, 'utf8'))).toEqual({
      journal: 1,
      tool: 'ssm-doctor 9.8.7',
      ...PLAN,
      startedAt: '2026-11-21T02:48:13.250Z',
    })
    journal.close()
  })

  it('has each line on the disk when append returns, with its time', () => {
    const journal = start(newFolder())
    journal.append(START)
    const lines = readFileSync(journal.path, 'utf8').split('\n')
    expect(JSON.parse(lines[1] ?? '')).toEqual({ ...START, at: '2026-11-21T02:48:14.250Z' })
    expect(lines[2]).toBe('')
    journal.close()
  })

  it('holds the lock until it is closed, and may be closed twice', () => {
    const folder = newFolder()
    const journal = start(folder)
    expect(() => start(folder)).toThrow(`process ${process.pid}`)
    expect(readdirSync(folder).filter(name => name.endsWith('.jsonl'))).toHaveLength(1)
    journal.close()
    journal.close()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it.each([
    ['a folder that is a file', (folder: string) => writeFileSync(join(folder, 'journal'), 'x')],
    [
      'a name that is taken',
      (folder: string) => {
        mkdirSync(join(folder, 'journal'))
        writeFileSync(join(folder, 'journal', `2026-11-21T02-48-13-250Z-${ACCOUNT}-c0ffee12.jsonl`), '')
      },
    ],
  ])('is refused, and says that nothing was done, for %s', (_, spoil) => {
    const folder = newFolder()
    spoil(folder)
    expect(() => start(join(folder, 'journal'))).toThrow(UsageError)
    expect(() => start(join(folder, 'journal'))).toThrow(/nothing was done.*--journal-dir/)
    expect(existsSync(join(folder, 'journal', 'lock'))).toBe(false)
  })
})

describe('a journal that is read', () => {
  it('gives the steps that were begun, with their last state', () => {
    const second = { ...START, step: 2 }
    const third = { ...START, step: 3 }
    const { header, steps } = readJournal(
      journalOf([
        START,
        { step: 1, event: 'done' },
        second,
        { step: 2, event: 'failed', error: 'denied' },
        third,
        { step: 1, event: 'undone' },
      ]),
    )
    expect(header.digest).toBe(DIGEST)
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      [1, 'undone'],
      [2, 'failed'],
      [3, 'begun'],
    ])
    expect(steps[0]).toEqual({ step: 1, change, undo: invertChange(change), seen: SEEN, state: 'undone' })
  })

  it('does not count what was there already, or what stopped before its call', () => {
    const lines: JournalLine[] = [
      { step: 1, event: 'done', already: true },
      { step: 2, event: 'failed', error: 'changed by someone else' },
    ]
    expect(readJournal(journalOf(lines)).steps).toEqual([])
  })

  it('counts whole lines and no line that was cut off, wherever the cut is', () => {
    const whole = JSON.stringify({ ...START, step: 2, at: '2026-11-21T03:00:00.000Z' })
    const path = journalOf([START])
    const disk = readFileSync(path, 'utf8')
    for (let length = 0; length < whole.length; length++) {
      expect(parseJournal(path, disk + whole.slice(0, length))?.steps).toHaveLength(1)
    }
    expect(parseJournal(path, disk + whole)?.steps).toHaveLength(2)
  })

  it('takes the nothing that a lost page leaves for a line that was cut off', () => {
    expect(readJournal(journalOf([START], '\0'.repeat(4096))).steps).toHaveLength(1)
  })

  it.each([
    ['another program', '{"name":"package"}\n', /not a journal/],
    ['no JSON', 'hello\n', /not a journal/],
    [
      'a newer version',
      '{"journal":2,"tool":"ssm-doctor 12.0.0"}\n',
      /a newer ssm-doctor wrote it \(ssm-doctor 12/,
    ],
    ['a header without its account', '{"journal":1,"tool":"x","regions":[],"digest":"y"}\n', /not a journal/],
    ['nothing', '', /cut off before its first step/],
    ['half a header', '{"journal":1,"tool":"ssm-doc', /cut off before its first step/],
    ['a zeroed page', '\0'.repeat(512), /cut off before its first step/],
  ])('is refused in words when it is from %s', (_, text, words) => {
    const path = join(newFolder(), 'x.jsonl')
    writeFileSync(path, text)
    expect(() => readJournal(path)).toThrow(UsageError)
    expect(() => readJournal(path)).toThrow(words)
    expect(() => readJournal(path)).toThrow(path)
  })

  it.each([
    ['an event that is not known', { step: 1, event: 'paused' }],
    ['a change that is not known', { ...START, change: { type: 'delete-account' } }],
    [
      'a change that lacks a text',
      { ...START, change: { type: 'put-role-policy', role: 'web', policy: 'p' } },
    ],
    ['a text that is none', { ...START, change: { ...FORWARD['put-role-policy'].change, from: 7 } }],
    ['an undo that is none', { ...START, undo: null }],
    ['a type by the name of a method', { ...START, change: { type: 'constructor' } }],
    ['a step that is no number', { ...START, step: 'one' }],
    ['something seen that is none', { ...START, seen: { versions: 'v1', defaultVersion: 'v1' } }],
  ])('is refused when a line holds %s', (_, line) => {
    const path = journalOf([], `${JSON.stringify(line)}\n`)
    expect(() => readJournal(path)).toThrow(/line 2 is not one that this version knows/)
  })

  it('is refused when a step has an end and no beginning', () => {
    expect(() => readJournal(journalOf([{ step: 4, event: 'done' }]))).toThrow(/step 4 .*damaged/)
    expect(() => readJournal(journalOf([{ step: 4, event: 'undone' }]))).toThrow(/step 4 .*damaged/)
  })

  it.each(['/dev/null', tmpdir()])('is refused when it is no file: %s', path => {
    expect(() => readJournal(path)).toThrow(/it is not a file/)
  })

  it('that is not there is told by its name', () => {
    expect(() => readJournal('/nowhere/at-all.jsonl')).toThrow(/at-all\.jsonl: .*ENOENT/)
  })
})

describe('a journal that is opened again', () => {
  const now = clockFrom('2026-11-21T04:00:00.000Z')

  it.each(['', '{"step":2,"event":"sta', '\0\0\0', JSON.stringify({ step: 1, event: 'done' })])(
    'begins a fresh line after %j',
    tail => {
      const path = journalOf([START], tail)
      const { journal } = openJournal(path, now)
      journal.append({ step: 1, event: 'undone' })
      journal.append({ ...START, step: 7 })
      journal.close()
      expect(readJournal(path).steps.map(({ step, state }) => [step, state])).toEqual([
        [1, 'undone'],
        [7, 'begun'],
      ])
    },
  )

  it('takes the lock of its folder, and gives it back where it cannot be read', () => {
    const path = journalOf([START])
    const { journal } = openJournal(path, now)
    expect(() => openJournal(path, now)).toThrow(UsageError)
    journal.close()
    appendFileSync(path, '{"step":1,"event":"paused"}\n')
    expect(() => openJournal(path, now)).toThrow(UsageError)
    expect(existsSync(join(path, '..', 'lock'))).toBe(false)
  })
})
