import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { manPage } from '../support/man-page.ts'
import { stored } from '../support/pages.ts'

const PAGE = 'docs/ssm-doctor.1'

/** What a program says of the page; undefined where the program is not here. */
const run = (command: string, ...args: readonly string[]) => {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, MANPAGER: 'cat', COLUMNS: '100' },
  })
  return error ? undefined : { status, stdout, stderr }
}

const LINTERS = [
  ['groff', '-man', '-Tutf8', '-ww', '-z', PAGE],
  ['mandoc', '-man', '-T', 'lint', '-W', 'error', PAGE],
] as const

describe('the manual page (UPDATE_FIXTURES=1 writes it anew)', () => {
  it('is what --help says', () => {
    const fresh = manPage()
    expect(fresh).toBe(stored(PAGE, fresh))
  })

  it('ships with the package', () => {
    const { man, files }: { man: string; files: string[] } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(man).toBe(PAGE)
    expect(files).toContain(PAGE)
  })

  it('names every command, flag and example', () => {
    const text = manPage()
      .replaceAll(String.raw`\-`, '-')
      .replaceAll(/\\f[BIR]/g, '')
    for (const [name, { options, examples }] of Object.entries(COMMANDS)) {
      expect(text).toContain(`.SS ${name}`)
      for (const option of Object.keys(options)) expect(text, name).toContain(`--${option}`)
      for (const [, what] of examples)
        expect(text.toLowerCase(), name).toContain(
          what
            .slice(1)
            .replaceAll(/[^ -~].*/g, '')
            .toLowerCase(),
        )
    }
  })

  it.each(
    LINTERS.map(
      line =>
        [
          run(line[0], '--version') || run(line[0], '-V')
            ? `${line[0]} takes it`
            : `${line[0]} is not here: it was not asked`,
          line,
        ] as const,
    ),
  )('%s', (_, [command, ...args]) => {
    const told = run(command, ...args) ?? { status: 0, stdout: '', stderr: '' }
    expect(told).toEqual({ status: 0, stdout: '', stderr: '' })
  })
})
