import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { codeOf, errorLine } from './error-line.ts'
import { parseJournal, type JournalRecord } from './journal-lines.ts'
import { journalText } from './journal-text.ts'

/**
 * Where journals are kept.
 * @param env the environment: `XDG_STATE_HOME` counts where it is absolute, else `HOME`
 *   (https://specifications.freedesktop.org/basedir-spec/latest/)
 * @param override what `--journal-dir` says
 */
export const journalFolder = (
  env: Readonly<Record<string, string | undefined>>,
  override?: string,
): string => {
  if (override !== undefined) return resolve(override)
  const stateHome = env['XDG_STATE_HOME']
  const state =
    stateHome !== undefined && isAbsolute(stateHome)
      ? stateHome
      : join(env['HOME'] || homedir(), '.local', 'state')
  return join(state, 'ssm-doctor', 'journal')
}

/** A file in a journal folder: what it tells, or why it cannot be read. */
export type ListedJournal =
  | { readonly path: string; readonly record: JournalRecord }
  | { readonly path: string; readonly problem: UsageError }

/**
 * The journals of a folder, newest first. A folder that is not there has none; a file that was cut off before its first
 * step is left out, since nothing was done under it.
 * @throws UsageError where the folder cannot be read
 */
export const listJournals = (folder: string): readonly ListedJournal[] =>
  namesIn(folder)
    .filter(name => name.endsWith('.jsonl'))
    .toSorted()
    .toReversed()
    .flatMap(name => listed(join(folder, name)))

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return []
    throw new UsageError(`reading the journal folder ${folder}: ${errorLine(cause)}`, { cause })
  }
}

const listed = (path: string): readonly ListedJournal[] => {
  try {
    const record = parseJournal(path, journalText(path))
    return record ? [{ path, record }] : []
  } catch (cause) {
    if (cause instanceof UsageError) return [{ path, problem: cause }]
    throw cause
  }
}

/** Whether a journal has steps that were begun and are not undone. */
export const isUndoable = ({ steps }: JournalRecord): boolean => steps.some(({ state }) => state !== 'undone')

/**
 * The newest journal of an account that is not wholly undone, or nothing.
 * @param regions where given, the journal must share one with them
 * @throws UsageError where a newer file cannot be read: it might be the one
 */
export const newestUndoable = (
  folder: string,
  accountId: string,
  regions?: readonly string[],
): JournalRecord | undefined => {
  for (const one of listJournals(folder)) {
    if ('problem' in one) throw one.problem
    const { header } = one.record
    const isMeant = header.accountId === accountId && shares(header.regions, regions)
    if (isMeant && isUndoable(one.record)) return one.record
  }
  return undefined
}

const shares = (those: readonly string[], regions: readonly string[] | undefined): boolean =>
  regions === undefined || regions.some(region => those.includes(region))
