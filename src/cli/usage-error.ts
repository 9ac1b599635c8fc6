import { UsageError } from '../core/errors.ts'
import { COMMANDS } from './commands.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'
import { TOOL } from './version.ts'

/** A complaint of yargs as one line in our words. */
export const usageErrorOf = (message: string, args: readonly string[]): UsageError => {
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(message)?.[1]
  if (unknown !== undefined) return unknownWord(unknown.split(', ', 1).join(''), args)
  const wanting = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  if (wanting !== undefined) return new UsageError(`--${longName(wanting)} needs a value`)
  const missing = /^Missing required arguments?: ([^,]*)/.exec(message)?.[1]
  if (missing !== undefined) return new UsageError(`--${missing} is missing${helpFor(args)}`)
  const needed = /^Not enough non-option arguments: .*need at least (\d+)/.exec(message)?.[1]
  if (needed !== undefined)
    return new UsageError(
      `${commandOf(args)} needs ${needed === '1' ? 'an argument' : `${needed} arguments`}${helpFor(args)}`,
    )
  return new UsageError(`${message.split('\n', 1).join('')}${helpFor(args)}`)
}

const unknownWord = (word: string, args: readonly string[]): UsageError => {
  const dashed = args.find(arg => new RegExp(`^--?${escape(word)}(=|$)`).test(arg))
  const isFlag = dashed !== undefined || args.some(arg => /^-[a-z]/.test(arg) && arg.includes(word))
  if (!isFlag) {
    if (commandOf(args) !== 'check' || args.includes('check'))
      return new UsageError(`${commandOf(args)} takes no argument ${JSON.stringify(word)}${helpFor(args)}`)
    const commands = Object.keys(COMMANDS)
    const hint = didYouMean(word, commands, `the commands are ${commands.join(', ')}`)
    return new UsageError(`there is no command ${JSON.stringify(word)}${hint}`)
  }
  const flags = Object.keys(COMMANDS[commandOf(args)]?.options ?? {})
  const dashes = dashed?.startsWith('--') === false ? '-' : '--'
  const near = (word.length > 1 ? didYouMean(word, flags) : '').replace('did you mean ', 'did you mean --')
  return new UsageError(`there is no flag ${dashes}${word}${near === '' ? helpFor(args) : near}`)
}

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const commandOf = (args: readonly string[]): string =>
  args.find(arg => Object.hasOwn(COMMANDS, arg)) ?? 'check'

const helpFor = (args: readonly string[]): string => `; see ${TOOL} ${commandOf(args)} --help`

const longName = (name: string): string => {
  const tables = Object.values(COMMANDS).flatMap(({ options }) => Object.entries(options))
  return tables.find(([, { alias }]) => alias === name)?.[0] ?? name
}
