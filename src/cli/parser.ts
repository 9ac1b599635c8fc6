import yargs from 'yargs'
import type { Argv } from './arguments.ts'
import { ASKS, completionsOf, withCommand } from './completion.ts'
import { COMMANDS, type CommandEntry, type Run } from './commands.ts'
import { CONVENTIONS, exitCodes, SUMMARY } from './help-words.ts'
import { usageErrorOf } from './usage-error.ts'
import { TOOL, toolVersion } from './version.ts'

/** What a command line asks for: a text to print, or a command to run. */
export interface Parsed {
  readonly output: string
  readonly run?: Run
  readonly argv: Argv
}

const EPILOGUE = `Exit codes: ${exitCodes()
  .map(([code, words]) => `${code} ${words}`)
  .join(', ')}.
${CONVENTIONS}`

/**
 * Reads a command line.
 * @throws UsageError where it cannot be read
 */
export const parse = async (args: readonly string[], width: number): Promise<Parsed> => {
  let chosen: CommandEntry | undefined
  let argv: Argv = {}
  const parser = Object.entries(COMMANDS).reduce(
    (parser, [name, entry]) =>
      parser.command(
        name === 'check' ? [entry.usage, '$0'] : entry.usage,
        entry.describe,
        own => describeCommand(own, entry),
        found => {
          chosen = entry
          argv = found
        },
      ),
    base(width),
  )
  const output = await outputOf(parser, args)
  return { output, argv, ...(chosen && { run: await chosen.load() }) }
}

const base = (width: number) =>
  yargs()
    .scriptName(TOOL)
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .usage(`$0 [command]\n\n${SUMMARY}`)
    .epilogue(EPILOGUE)
    .version(`${TOOL} ${toolVersion()}`)
    .completion('completion', 'print a script that completes commands in the shell')
    .help()
    .alias('help', 'h')
    .strict()
    .exitProcess(false)
    .wrap(Math.min(width, 110))

const describeCommand = (parser: ReturnType<typeof base>, entry: CommandEntry) =>
  entry.examples.reduce(
    (parser, [line, what]) => parser.example(line, what),
    usageOf(parser, entry).options(entry.options),
  )

/** The default command's help is the program's own. */
const usageOf = (parser: ReturnType<typeof base>, { usage, describe }: CommandEntry) =>
  usage === 'check' ? parser : parser.usage(`${TOOL} ${usage}\n\n${describe}`)

/** No flag begins with three dashes, or with a dash and no letter, but texts do: `----------ERROR-------`, `- item`. */
const unlikeFlag = (word: string): string => (/^-(?:--|[^-a-zA-Z])/.test(word) ? ` ${word}` : word)

/** Behind `--` nothing is a flag. */
const withoutFlags = (words: readonly string[]): readonly string[] => {
  const at = words.indexOf('--')
  if (at < 0) return words.map(unlikeFlag)
  const rest = words.slice(at + 1).map(word => (word.startsWith('-') ? ` ${word}` : word))
  return [...words.slice(0, at).map(unlikeFlag), ...rest]
}

/** What yargs would print (help, version, completion); its complaints become usage errors. */
const outputOf = async (parser: ReturnType<typeof base>, args: readonly string[]): Promise<string> => {
  let output = ''
  parser.fail((message, error) => {
    throw error && error.name !== 'YError' ? error : usageErrorOf(message ?? error.message, args)
  })
  const isAsked = args[0] === ASKS
  const values = isAsked ? await completionsOf(args.slice(1)) : undefined
  if (values) return values.join('\n')
  if (args.length === 1 && args[0] === 'completion') {
    // prints by itself
    parser.showCompletionScript()
    return ''
  }
  const words = isAsked ? [ASKS, ...withCommand(args.slice(1))] : withoutFlags(args)
  await parser.parseAsync(words, {}, (error, _argv, text) => {
    if (error) throw error
    output = text
  })
  return output
}
