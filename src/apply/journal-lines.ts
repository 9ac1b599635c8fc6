import type { Change } from '../core/changes/change.ts'
import { UsageError } from '../core/errors.ts'
import { isChange, isObject } from '../core/changes/shapes.ts'
import type { Seen } from './executor.ts'

/** The first line of a journal. */
export interface JournalHeader {
  readonly journal: 1
  /** Name and version of the program that wrote it. */
  readonly tool: string
  readonly accountId: string
  readonly regions: readonly string[]
  /** Digest of the plan. */
  readonly digest: string
  readonly startedAt: string
}

/** A later line. */
export type JournalLine =
  | {
      readonly step: number
      readonly event: 'start'
      readonly change: Change
      readonly undo: Change
      readonly seen?: Seen
    }
  /** `already`: the change was there before the step began, so that it is not ours to undo. */
  | { readonly step: number; readonly event: 'done'; readonly already?: true }
  /** Without a `start` before it: the step stopped before its call. */
  | { readonly step: number; readonly event: 'failed'; readonly error: string }
  | { readonly step: number; readonly event: 'undone' }

/** A step that was begun: its call was made, or was about to be. */
export interface JournalStep {
  readonly step: number
  readonly change: Change
  readonly undo: Change
  readonly seen?: Seen
  readonly state: 'begun' | 'done' | 'failed' | 'undone'
}

/** What a journal tells. */
export interface JournalRecord {
  readonly path: string
  readonly header: JournalHeader
  /** The steps that were begun, oldest first. */
  readonly steps: readonly JournalStep[]
}

type Json = Readonly<Record<string, unknown>>

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(one => typeof one === 'string')

const hasTexts = (value: Json, names: readonly string[]): boolean =>
  names.every(name => typeof value[name] === 'string')

const isSeen = (value: unknown): value is Seen =>
  isObject(value) &&
  isTexts(value['versions']) &&
  typeof value['defaultVersion'] === 'string' &&
  ['undefined', 'string'].includes(typeof value['deletes'])

const isHeader = (value: unknown): value is JournalHeader =>
  isObject(value) &&
  value['journal'] === 1 &&
  isTexts(value['regions']) &&
  hasTexts(value, ['tool', 'accountId', 'digest', 'startedAt'])

const isLine = (value: unknown): value is JournalLine => {
  if (!isObject(value) || !Number.isSafeInteger(value['step'])) return false
  if (value['event'] === 'start') {
    const seen = value['seen']
    return isChange(value['change']) && isChange(value['undo']) && (seen === undefined || isSeen(seen))
  }
  return ['done', 'failed', 'undone'].includes(String(value['event']))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refuse = (path: string, what: string): UsageError =>
  new UsageError(`reading the journal ${path}: ${what}`)

/**
 * Reads the text of a journal. A line that was cut off (the power went, the disk was full) counts as not written: the
 * call that it would have announced was not made.
 * @returns nothing where not even the header is whole: then nothing was done
 * @throws UsageError where it is not a journal, or one of a newer version, or damaged
 */
export const parseJournal = (path: string, text: string): JournalRecord | undefined => {
  const [first = '', ...rest] = text.split('\n')
  const header = parsed(first)
  if (header === undefined && rest.length === 0 && isCutOff(first)) return undefined
  if (isObject(header) && typeof header['journal'] === 'number' && header['journal'] > 1)
    throw refuse(path, `a newer ssm-doctor wrote it (${String(header['tool'])}); use that version`)
  if (!isHeader(header)) throw refuse(path, 'it is not a journal of ssm-doctor')
  const lines = rest.flatMap((line, at) => {
    const value = parsed(line)
    if (value === undefined) return []
    if (!isLine(value)) throw refuse(path, `line ${at + 2} is not one that this version knows`)
    return [value]
  })
  return { path, header, steps: stepsOf(path, lines) }
}

// What was cut off of a header begins as a header does, or is the nothing that a lost page leaves.
const isCutOff = (text: string): boolean =>
  /^\0*$/.test(text) || '{"journal":1,'.startsWith(text) || text.startsWith('{"journal":1,')

const stepsOf = (path: string, lines: readonly JournalLine[]): readonly JournalStep[] => {
  const steps = new Map<number, JournalStep>()
  for (const line of lines) {
    if (line.event === 'start') {
      const { step, change, undo, seen } = line
      steps.set(step, { step, change, undo, ...(seen && { seen }), state: 'begun' })
      continue
    }
    const begun = steps.get(line.step)
    if (begun) steps.set(line.step, { ...begun, state: line.event })
    else if (!mayStandAlone(line))
      throw refuse(path, `step ${line.step} has an end and no beginning: the file is damaged, undo by hand`)
  }
  return [...steps.values()]
}

const mayStandAlone = (line: JournalLine): boolean =>
  line.event === 'failed' || (line.event === 'done' && line.already === true)
