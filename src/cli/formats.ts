import { UsageError } from '../core/errors.ts'
import { FORMATS, type Format } from '../report/format-names.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'

/** The formats of commands that have others than `check`. */
export const FORMATS_OF = {
  list: ['table', 'json', 'markdown'],
  explain: ['table', 'json'],
  preflight: ['table', 'json'],
  diff: ['table', 'json', 'markdown'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A format and where it goes: a file, or standard output. */
export interface Target {
  readonly format: Format
  readonly file?: string
}

/**
 * Reads `--format` (`json`, `json=FILE`, repeated) and `--output`.
 * @throws UsageError where a format is not known, two would go to one place, or one would go where nobody reads it
 */
export const targetsOf = (words: readonly string[], output: string | undefined): readonly Target[] => {
  const targets = (words.length > 0 ? words : ['table']).map(targetOf)
  const loose = targets.filter(target => target.file === undefined)
  if (loose.length > 1)
    throw new UsageError(
      `reading --format: ${loose.map(({ format }) => format).join(' and ')} would both go to standard output; name files, such as json=report.json`,
    )
  if (output !== undefined && loose.length === 0)
    throw new UsageError('reading --output: every --format names its own file already')
  const placed = targets.map(({ format, file = output }) =>
    file === undefined ? { format } : { format, file },
  )
  const files = placed.flatMap(({ file }) => file ?? [])
  const twice = files.find((file, at) => files.indexOf(file) !== at)
  if (twice !== undefined) throw new UsageError(`reading --format: ${twice} was given to two formats`)
  if (placed.some(({ format, file }) => format === 'github' && file !== undefined))
    throw new UsageError(
      'reading --format: GitHub reads its commands from standard output alone; give --format github without a file',
    )
  return placed
}

const targetOf = (word: string): Target => {
  const at = word.indexOf('=')
  const name = at < 0 ? word : word.slice(0, at)
  const format = FORMATS.find(one => one === name)
  if (format === undefined) {
    const hint = didYouMean(name, FORMATS, `it may be ${FORMATS.join(', ')}`)
    throw new UsageError(`reading --format: ${JSON.stringify(name)} is not known${hint}`)
  }
  if (at < 0) return { format }
  const file = word.slice(at + 1)
  if (file === '') throw new UsageError(`reading --format: ${format}= names no file`)
  return { format, file }
}
