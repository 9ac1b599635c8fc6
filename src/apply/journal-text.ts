import { readFileSync, statSync } from 'node:fs'
import { UsageError } from '../core/errors.ts'
import { errorLine } from './error-line.ts'

/** The text of a journal file. @throws UsageError where it is no file or cannot be read */
export const journalText = (path: string): string => {
  try {
    // A device may have no end.
    if (!statSync(path).isFile()) throw new Error('it is not a file')
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`reading the journal ${path}: ${errorLine(cause)}`, { cause })
  }
}
