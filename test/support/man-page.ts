import { COMMANDS, type CommandEntry } from '../../src/cli/commands.ts'
import { CONVENTIONS, exitCodes, SUMMARY } from '../../src/cli/help-words.ts'
import type { OptionTable } from '../../src/cli/options.ts'
import { TOOL, toolVersion } from '../../src/cli/version.ts'

/**
 * Text for roff: a backslash is itself, a dash is the one of the keyboard, what begins a request does not, and what is
 * not ASCII is named by its number.
 * roff: https://man7.org/linux/man-pages/man7/groff_char.7.html
 */
const roff = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll(
      /[^\n -~]/gu,
      one => String.raw`\[u${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replaceAll(/^(?=[.'])/gm, String.raw`\&`)

const bold = (text: string): string => String.raw`\fB${roff(text)}\fR`
const italic = (text: string): string => String.raw`\fI${roff(text)}\fR`

/** A statement as a sentence. */
const sentence = (text: string): string => {
  const whole = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return roff(/[.!?)]$/.test(whole) ? whole : `${whole}.`)
}

/** A usage such as `policy <who>`: what is to be filled in leans. */
const usageLine = (usage: string): string => {
  const [name = '', ...rest] = usage.split(' ')
  const places = rest.map(word => word.replace(/[a-z]+/, one => italic(one)).replaceAll(/[<>]/g, ''))
  return [bold(name), ...places, '[options]'].join(' ')
}

type Option = readonly [string, OptionTable[string]]

const optionEntry = ([name, { alias, requiresArg, describe }]: Option): readonly string[] => {
  const value = requiresArg ? ` ${italic('VALUE')}` : ''
  const short = typeof alias === 'string' ? `${bold(`-${alias}`)}${value}, ` : ''
  return ['.TP', `${short}${bold(`--${name}`)}${value}`, roff(describe ?? '')]
}

/** Options under their headings, in the order of `--help`. */
const optionLists = (options: readonly Option[]): readonly string[] => {
  const groups = [...new Set(options.map(([, { group }]) => group))]
  return groups.flatMap(group => {
    const own = options.filter(([, option]) => option.group === group).flatMap(optionEntry)
    return [...(group === undefined ? [] : ['.PP', italic(group.replace(/:$/, ''))]), ...own]
  })
}

/** The options of a command; those that are `check`'s too are named alone. */
const optionsOf = (name: string, { options }: CommandEntry): readonly string[] => {
  const ofCheck = name === 'check' ? {} : (COMMANDS['check']?.options ?? {})
  const isShared = ([option, { describe }]: Option): boolean => ofCheck[option]?.describe === describe
  const all = Object.entries(options)
  const shared = all.filter(isShared).map(([option]) => bold(`--${option}`))
  return [
    ...optionLists(all.filter(option => !isShared(option))),
    ...(shared.length > 0 ? ['.PP', `As with ${bold('check')}: ${shared.join(', ')}.`] : []),
  ]
}

const examplesOf = ({ examples }: CommandEntry): readonly string[] => [
  '.PP',
  italic(examples.length === 1 ? 'Example' : 'Examples'),
  ...examples.flatMap(([line, what]) => ['.TP', bold(line.replace('$0', TOOL)), roff(what)]),
]

const commandSection = ([name, entry]: readonly [string, CommandEntry]): readonly string[] => [
  `.SS ${usageLine(entry.usage)}`,
  sentence(entry.describe),
  ...optionsOf(name, entry),
  ...examplesOf(entry),
]

const lowered = (text: string): string =>
  `${text.slice(0, 1).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`

/** The manual page of the program, from what `--help` prints. */
export const manPage = (): string =>
  [
    String.raw`.\" Made from what --help prints; do not edit.`,
    `.TH SSM\\-DOCTOR 1 "" "${TOOL.replace('-', String.raw`\-`)} ${toolVersion()}" "User Commands"`,
    // No word is broken, and no flag: they are to be copied.
    '.nh',
    '.ad l',
    '.SH NAME',
    `${roff(TOOL)} \\- ${roff(lowered(SUMMARY))}`,
    '.SH SYNOPSIS',
    `${bold(TOOL)} [${italic('command')}] [options]`,
    '.SH DESCRIPTION',
    roff(SUMMARY),
    `Without a command it does what ${bold('check')} does.`,
    'Reading changes nothing; a repair is shown and proven before it is carried out, and can be undone.',
    '.SH COMMANDS',
    ...Object.entries(COMMANDS).flatMap(commandSection),
    `.SS ${bold('completion')}`,
    'Print a script that completes commands, flags and their values in bash or zsh.',
    '.SH "EXIT STATUS"',
    ...exitCodes().flatMap(([code, words]) => ['.TP', bold(String(code)), roff(words)]),
    '.SH ENVIRONMENT',
    roff(CONVENTIONS),
    `${bold('NO_COLOR')} and ${bold('FORCE_COLOR')} switch colour off and on.`,
    '.SH FILES',
    '.TP',
    italic('$XDG_STATE_HOME/ssm-doctor/journal'),
    `The journals of repairs, one a run; ${italic('~/.local/state')} where the variable is not set.`,
    '',
  ].join('\n')
