import { shellQuote } from '../../core/words/aws-command.ts'
import { compactJson, fittingJson } from './json-text.ts'

/** A JSON document, and how many characters of it AWS takes where it counts the blanks too. */
export interface JsonDocument {
  readonly json: string
  readonly most?: number
}

/** A word that a command is given: text, the output of a command before, or a document. */
export type Word = string | { readonly variable: string } | JsonDocument

/** What an option is given; `true` for a flag. */
export type OptionValue = Word | true | { readonly words: readonly Word[] }

/** A command of the AWS CLI, with its options by name without the dashes. */
export interface Command {
  /** Service and operation: `iam put-role-policy`. */
  readonly operation: string
  readonly options: Readonly<Record<string, OptionValue | undefined>>
  /** The shell variable that keeps what it prints. */
  readonly into?: string
}

/** A command that is repeated, for ten minutes at most, until it prints a text. */
export interface Until {
  readonly until: string
  readonly of: Command
}

/** Lines that say something and do nothing. */
export interface Remark {
  readonly remark: readonly string[]
}

export type Line = Command | Until | Remark

export const isCommand = (line: Line): line is Command => 'operation' in line

const isUntil = (line: Line): line is Until => 'until' in line

/** The script reads documents from here documents: they stay readable, and no argument is too long. */
const STDIN = 'file:///dev/stdin'

const variable = (name: string): string => `"$${name}"`

/** A value that begins with a dash would pass for another option. */
const withValue = (name: string, value: string): string =>
  value.startsWith('-') ? `--${name}=${shellQuote(value)}` : `--${name} ${shellQuote(value)}`

type Documents = (json: string) => string

const option = (name: string, value: OptionValue, documents: Documents): string => {
  if (value === true) return `--${name}`
  if (typeof value === 'string') return withValue(name, value)
  const words = 'words' in value ? value.words : [value]
  return [`--${name}`, ...words.map(word => wordText(word, documents))].join(' ')
}

const wordText = (word: Word, documents: Documents): string => {
  if (typeof word === 'string') return shellQuote(word)
  return 'json' in word ? documents(word.json) : variable(word.variable)
}

const optionsOf = ({ options }: Command, documents: Documents): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : option(name, value, documents),
  )

const inlined = (json: string): string => shellQuote(compactJson(json))

/** A command on one line, as it is pasted; what it keeps is shown as a variable. */
export const commandLine = (command: Command): string => {
  const line = ['aws', command.operation, ...optionsOf(command, inlined)].join(' ')
  return command.into === undefined ? line : `${command.into}=$(${line})`
}

const isDocument = (value: OptionValue | undefined): value is JsonDocument =>
  typeof value === 'object' && 'json' in value

/** A command of a script, an option a line, its document behind it. */
export const commandText = (command: Command): string => {
  const documents = Object.values(command.options).filter(isDocument)
  const [document, ...more] = documents
  const asInput = more.length === 0 && command.into === undefined
  const options = optionsOf(command, asInput ? () => STDIN : inlined)
  const text = [`aws ${command.operation}`, ...options].join(' \\\n  ')
  if (command.into !== undefined) return `${command.into}=$(${text})`
  return asInput && document ? `${text} ${hereDocument(document)}` : text
}

/** Text that is taken as it is, up to a line that is not in it. */
const hereDocument = ({ json, most = Number.POSITIVE_INFINITY }: JsonDocument): string => {
  const text = fittingJson(json, most)
  const lines = new Set(text.split('\n'))
  let end = 'JSON'
  while (lines.has(end)) end += '_END'
  return `<<'${end}'\n${text}\n${end}`
}

/** What is waited for, in a script: it ends there where AWS does not come to it. */
const untilText = ({ until, of }: Until): string =>
  [
    'tries=0',
    `until [ "$(${commandLine(of)})" = ${shellQuote(until)} ]; do`,
    '  tries=$((tries + 1))',
    '  [ "$tries" -lt 120 ] || exit 1',
    '  sleep 5',
    'done',
  ].join('\n')

/** What a script does, without what it merely says. */
export const lineText = (line: Exclude<Line, Remark>): string =>
  isUntil(line) ? untilText(line) : commandText(line)
