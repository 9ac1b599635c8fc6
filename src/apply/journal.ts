import { closeSync, mkdirSync, openSync, unlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Plan } from '../core/plan/types.ts'
import { errorLine } from './error-line.ts'
import { parseJournal, type JournalHeader, type JournalLine, type JournalRecord } from './journal-lines.ts'
import { journalText } from './journal-text.ts'
import { takeLock } from './lock.ts'
import { syncFolder, writeWhole } from './whole-write.ts'

type Clock = () => string

/** A journal that is open for more lines. It holds the lock of its folder until it is closed. */
export class Journal {
  readonly path: string
  readonly header: JournalHeader
  readonly #file: number
  readonly #now: Clock
  readonly #unlock: () => void
  #cutOff: boolean
  #open = true

  constructor(
    path: string,
    header: JournalHeader,
    file: number,
    cutOff: boolean,
    now: Clock,
    unlock: () => void,
  ) {
    this.path = path
    this.header = header
    this.#file = file
    this.#cutOff = cutOff
    this.#now = now
    this.#unlock = unlock
  }

  /** Adds a line; it is on the disk when this returns. After a line that was cut off it begins a fresh one. */
  append(line: JournalLine): void {
    const text = `${this.#cutOff ? '\n' : ''}${JSON.stringify({ ...line, at: this.#now() })}\n`
    this.#cutOff = true
    writeWhole(this.#file, text)
    this.#cutOff = false
  }

  /** Closes the file and gives the lock back. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    try {
      closeSync(this.#file)
    } finally {
      this.#unlock()
    }
  }
}

export interface NewJournal {
  readonly folder: string
  /** Name and version of the program. */
  readonly tool: string
  readonly plan: Pick<Plan, 'accountId' | 'regions' | 'digest'>
  /** The time, ISO 8601. */
  readonly now: () => string
}

/**
 * Begins the journal of a plan: takes the lock of the folder, and has the header on the disk.
 * @throws UsageError where another run is at work, or the disk is full or cannot be written: nothing was done yet
 */
export const startJournal = ({ folder, tool, plan, now }: NewJournal): Journal => {
  const startedAt = now()
  const { accountId, regions, digest } = plan
  const name = `${startedAt.replaceAll(/[:.]/g, '-')}-${accountId}-${digest.slice(0, 8)}.jsonl`
  const path = join(resolve(folder), name)
  return beforeAnyCall(path, () => {
    makeFolder(dirname(path))
    const unlock = lockFor(path, startedAt)
    const header: JournalHeader = { journal: 1, tool, accountId, regions, digest, startedAt }
    try {
      return new Journal(path, header, newFile(path, header), false, now, unlock)
    } catch (error) {
      unlock()
      throw error
    }
  })
}

const makeFolder = (folder: string): void => {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let at = folder; at !== dirname(first); at = dirname(at)) syncFolder(dirname(at))
}

const lockFor = (path: string, started: string): (() => void) =>
  takeLock(dirname(path), { pid: process.pid, host: hostname(), started })

const newFile = (path: string, header: JournalHeader): number => {
  const file = openSync(path, 'ax', 0o600)
  try {
    writeWhole(file, `${JSON.stringify(header)}\n`)
    syncFolder(dirname(path))
    return file
  } catch (error) {
    closeSync(file)
    unlinkSync(path)
    throw error
  }
}

const beforeAnyCall = <T>(path: string, open: () => T): T => {
  try {
    return open()
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const message = `writing the journal ${path}: ${errorLine(cause)}; nothing was done: make room there, or give --journal-dir`
    throw new UsageError(message, { cause })
  }
}

/** A journal that was read, and that is open for more lines. */
export interface OpenedJournal {
  readonly journal: Journal
  readonly record: JournalRecord
}

/**
 * Opens the journal of an earlier run, to add what is undone.
 * @throws UsageError where it cannot be read or written, is not a journal, or another run is at work
 */
export const openJournal = (path: string, now: () => string): OpenedJournal => {
  readJournal(path)
  return beforeAnyCall(path, () => {
    const unlock = lockFor(path, now())
    try {
      const record = readJournal(path)
      const file = openSync(path, 'a')
      return { journal: new Journal(path, record.header, file, isCutOff(path), now, unlock), record }
    } catch (error) {
      unlock()
      throw error
    }
  })
}

const isCutOff = (path: string): boolean => !journalText(path).endsWith('\n')

/**
 * Reads a journal.
 * @throws UsageError where it cannot be read, is not a journal, is one of a newer version, or is damaged
 */
export const readJournal = (path: string): JournalRecord => {
  const record = parseJournal(path, journalText(path))
  if (record) return record
  throw new UsageError(
    `reading the journal ${path}: it was cut off before its first step; nothing was done under it`,
  )
}
