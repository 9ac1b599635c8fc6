import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import { completionsOf } from '../../src/cli/completion.ts'
import { aFolder, PROGRAM, runProgram } from './run-program.ts'

const ids = checks.map(({ id }) => id)

const completed = (...words: readonly string[]) => completionsOf(['ssm-doctor', ...words])

describe('the values that may stand where a command line ends', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['a check behind --only', ['check', '--only', ''], ['kms/key-usable', 'logs']],
    ['an area behind --skip', ['--skip', 'kms'], ['kms']],
    [
      'a Region by the short flag',
      ['check', '-r', 'eu'],
      ['all', 'eu-north-1', 'cn-north-1', 'us-gov-east-1'],
    ],
    ['a severity', ['fix', '--fail-on', 'm'], ['medium', 'none']],
    ['the form of code', ['fix', '--emit', ''], ['terraform', 'cloudformation', 'cli']],
    ['a framework', ['--compliance', 'soc'], ['soc-2']],
    ['a format of the default command', ['--format', ''], ['table', 'json']],
    ['a format of list alone', ['list', '--format', ''], ['markdown']],
    ['a check to explain', ['explain', 'lo'], ['logs/log-group-exists']],
    ['a Region for init', ['init', '-r', 'eu-n'], ['all', 'eu-north-1']],
    ['whose policy', ['policy', ''], ['node', 'operator']],
    ['a value behind =', ['check', '--format=js'], ['json']],
    ['a value behind =, as bash takes it apart', ['check', '--format', '=', 'js'], ['json']],
    ['a value right behind =, as bash takes it apart', ['check', '--only', '='], ['logs']],
    ['a value behind another option with one', ['check', '--format', '=', 'json', '--fail-on', 'l'], ['low']],
  ])('%s', async (_, words, expected) => {
    expect(await completed(...words)).toEqual(expect.arrayContaining([...expected]))
  })

  it('are exactly the ids for explain, and ids and areas for --only', async () => {
    expect(await completed('explain', '')).toEqual(ids)
    const areas = new Set(ids.map(id => id.split('/')[0]))
    expect(await completed('check', '--only', '')).toEqual([...areas, ...ids])
  })

  it.each<readonly [string, readonly string[]]>([
    ['--from', ['check', '--from', '']],
    ['--output', ['snapshot', '-o', 'acc']],
    ['the file of a format', ['check', '--format', 'json=']],
  ])('are files for %s: the shell knows them', async (_, words) => {
    const found = (await completed(...words)) ?? []
    expect(found.filter(word => word.startsWith(words.at(-1) ?? ''))).toEqual([])
  })

  it.each<readonly [string, readonly string[]]>([
    ['a command', ['ch']],
    ['a flag', ['check', '--reg']],
    ['what stands behind a flag without a value', ['check', '--strict', '']],
    ['what stands behind the value of a flag', ['check', '--region', 'eu-west-1', '']],
  ])("are yargs' for %s", async (_, words) => {
    expect(await completed(...words)).toBeUndefined()
  })
})

/** A folder with the program under its name, for the PATH. */
const bin = (): string => {
  const folder = aFolder()
  const path = join(folder, 'ssm-doctor')
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`)
  chmodSync(path, 0o755)
  return folder
}

const inShell = (shell: string, args: readonly string[], script: string): readonly string[] => {
  const { stdout, stderr } = spawnSync(shell, [...args, '-c', script], {
    encoding: 'utf8',
    env: { PATH: `${bin()}:${process.env['PATH'] ?? ''}`, HOME: aFolder(), SHELL: shell },
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(line => line !== '')
}

/** What bash offers where these words end. */
const inBash = (...words: readonly string[]): readonly string[] =>
  inShell(
    'bash',
    ['--norc'],
    `eval "$(ssm-doctor completion)"
COMP_WORDS=(ssm-doctor ${words.map(word => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_ssm-doctor_yargs_completions
printf '%s\\n' "\${COMPREPLY[@]}"`,
  )

/** What zsh would describe, name:description. */
const inZsh = (...words: readonly string[]): readonly string[] =>
  inShell(
    'zsh',
    ['-f'],
    `compdef() { }
_default() { }
_describe() { print -rl -- "\${(@P)2}" }
eval "$(ssm-doctor completion)"
words=(ssm-doctor ${words.map(word => `'${word}'`).join(' ')})
CURRENT=\${#words}
BUFFER="\${words[*]}" CURSOR=\${#BUFFER}
_ssm-doctor_yargs_completions`,
  )

const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['commands', ['s'], ['snapshot']],
  ['flags', ['check', '--save'], ['--save-snapshot']],
  ['flags of the default command', ['--allow-r'], ['--allow-review']],
  ['checks', ['check', '--only', 'logs/describe'], ['logs/describe-log-groups']],
  ['formats', ['list', '--format', 'm'], ['markdown']],
]

describe('in bash', () => {
  it.each(CASES)('%s are completed', (_, words, expected) => {
    expect(inBash(...words)).toEqual(expected)
  })

  it('nothing is offered where a file stands, so that the shell offers files', () => {
    expect(inBash('check', '--from', '')).toEqual([])
  })
})

const zsh = isHere('zsh')

describe(`in zsh${zsh ? '' : ', which is not here: nothing was asked of it'}`, () => {
  it.each(zsh ? CASES : [])('%s are completed', (_, words, expected) => {
    const names = inZsh(...words).map(line => line.split(':', 1)[0])
    expect(names).toEqual(expect.arrayContaining([...expected]))
  })

  it('the script is the one of zsh', async () => {
    const { code, stdout } = await runProgram(['completion'], { env: { SHELL: '/usr/bin/zsh' } })
    expect(code).toBe(0)
    expect(stdout).toContain('#compdef ssm-doctor')
  })
})

describe('every command', () => {
  it.each(Object.entries(COMMANDS).filter(([, { options }]) => options['format']))(
    '%s: the formats that are offered are those that its help names',
    async (command, { options }) => {
      const offered = (await completed(command, '--format', '')) ?? []
      const told = options['format']?.describe ?? ''
      expect(offered.filter(word => !told.includes(word))).toEqual([])
      expect(offered.length).toBeGreaterThan(1)
    },
  )
})
