import { FRAMEWORK_IDS } from '../core/compliance/types.ts'
import { SEVERITIES } from '../core/check.ts'
import { COMMANDS } from './commands.ts'
import { CODE_FORMS } from '../report/emit/forms.ts'
import { FORMATS } from '../report/format-names.ts'
import { FORMATS_OF } from './formats.ts'
import type { OptionTable } from './options.ts'

/** What yargs' script of a shell asks with. */
export const ASKS = '--get-yargs-completions'

/** Where a command line stands that a shell wants to have completed. */
interface Place {
  readonly command: string
  /** The word that is being written. */
  readonly current: string
  /** The long name of the option whose value it is. */
  readonly option: string | undefined
  /** How many words without a dash stand behind the command. */
  readonly positionals: number
}

/**
 * The values that may stand where a command line ends; undefined where commands and flags do, which yargs knows.
 * @param words the program's name, the words behind it, and the one that is being written
 */
export const completionsOf = async (words: readonly string[]): Promise<readonly string[] | undefined> => {
  const place = placeOf(words)
  if (place.option !== undefined) return (await VALUES[place.option]?.(place.command)) ?? []
  if (place.current.startsWith('-') || place.positionals > 0) return undefined
  return ARGUMENTS[place.command]?.()
}

/** Names the command whose flags may stand without its name: where yargs meets none, it knows those of all alone. */
export const withCommand = (words: readonly string[]): readonly string[] => {
  const isNamed = words.slice(1).some(word => Object.hasOwn(COMMANDS, word))
  return isNamed || !words.at(-1)?.startsWith('-')
    ? words
    : [...words.slice(0, 1), 'check', ...words.slice(1)]
}

const placeOf = (words: readonly string[]): Place => {
  const [current = '', ...back] = joined(words.slice(1)).toReversed()
  const before = back.toReversed()
  const at = before.findIndex(word => Object.hasOwn(COMMANDS, word))
  const command = before[at] ?? 'check'
  const option = optionOf(back[0], COMMANDS[command]?.options ?? {})
  const behind = before.slice(at + 1).filter(word => !word.startsWith('-'))
  return { command, current, option, positionals: at < 0 ? 0 : behind.length }
}

/** bash takes a word apart at `=`, others leave it whole: `--format=js` is `--format` and `js`. */
const joined = (words: readonly string[]): readonly string[] => {
  const last = words.at(-1)
  const cut = words.flatMap((word, at) => {
    const isOption = word.startsWith('--') && word.includes('=')
    if (isOption) return [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
    return word === '=' && at < words.length - 1 ? [] : [word]
  })
  return last === '=' ? [...cut.slice(0, -1), ''] : cut
}

const optionOf = (word: string | undefined, options: OptionTable): string | undefined => {
  if (word === undefined || !/^--?[a-z]/.test(word)) return undefined
  const name = word.replace(/^--?/, '')
  const known = Object.entries(options).find(([long, { alias }]) => long === name || alias === name)
  return known?.[1].requiresArg ? known[0] : undefined
}

const checkIds = async (): Promise<readonly string[]> =>
  (await import('../../checks/index.ts')).checks.map(({ id }) => id)

const checksAndAreas = async (): Promise<readonly string[]> => {
  const ids = await checkIds()
  return [...new Set(ids.map(id => id.slice(0, id.indexOf('/')))), ...ids]
}

const regions = async (): Promise<readonly string[]> => {
  const { PARTITIONS } = await import('../collect/region-names.ts')
  return ['all', ...PARTITIONS.flatMap(({ regions }) => regions)]
}

const OWN_FORMATS: Readonly<Record<string, readonly string[]>> = FORMATS_OF

/** The values of options; those of others are files, or nobody's to know. */
const VALUES: Readonly<Record<string, (command: string) => Promise<readonly string[]>>> = {
  region: regions,
  only: checksAndAreas,
  skip: checksAndAreas,
  compliance: async () => FRAMEWORK_IDS,
  emit: async () => CODE_FORMS,
  'fail-on': async () => [...SEVERITIES, 'none'],
  format: async command => OWN_FORMATS[command] ?? FORMATS,
}

/** What may stand behind a command. */
const ARGUMENTS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  explain: checkIds,
  policy: async () => ['node', 'operator'],
}
