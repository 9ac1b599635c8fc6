import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isUndoable, listJournals } from '../apply/journal-folder.ts'
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'

/**
 * The path of the journal that a user named: by path, or by its name in the folder.
 * @throws UsageError where there is none
 */
export const namedJournal = (folder: string, name: string): string => {
  const places = [resolve(name), join(folder, name), join(folder, `${name}.jsonl`)]
  const found = places.find(place => existsSync(place))
  if (found !== undefined) return found
  const known = listJournals(folder).map(({ path }) => path.slice(folder.length + 1))
  throw new UsageError(
    `choosing a journal: there is no ${JSON.stringify(name)}${didYouMean(name, known, 'ssm-doctor rollback --list names them all')}`,
  )
}

/** A Region that the newest undoable journal names: enough to reach IAM where no Region is set. */
export const regionOfNewest = (folder: string): string | undefined => {
  for (const one of listJournals(folder))
    if ('record' in one && isUndoable(one.record)) return one.record.header.regions[0]
  return undefined
}

/** The journals of a folder in words, newest first. */
export const journalRows = (folder: string): readonly (readonly string[])[] =>
  listJournals(folder).map(one => {
    if ('problem' in one) return ['?', '', '', one.problem.message]
    const { header, steps, path } = one.record
    const left = steps.filter(({ state }) => state !== 'undone').length
    const state = left === 0 ? 'undone' : `${left} of ${steps.length} steps to undo`
    return [header.startedAt, header.accountId, `${header.regions.join(',')}  ${state}`, path]
  })
