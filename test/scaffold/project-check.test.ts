import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { projectCheck } from '../../src/scaffold/project-check.ts'
import { runProgram } from '../cli/run-program.ts'

const INDEX = readFileSync('checks/index.ts', 'utf8')
const WITH = (area: string, name: string): readonly string[] => {
  const [list] = projectCheck({ area, name }, INDEX).changed
  return (list?.text ?? '').split('\n')
}
/** A new line with those around it. */
const around = (lines: readonly string[], part: string): readonly string[] => {
  const at = lines.findIndex(line => line.includes(part))
  return lines.slice(at - 1, at + 2)
}

describe('the list of our checks', () => {
  it('gets the import in the order of paths, and the check behind the others of its area', () => {
    const lines = WITH('logs', 'group-has-an-owner')
    expect(around(lines, 'import logsGroupHasAnOwner')).toEqual([
      "import logsDescribeLogGroups from './logs/describe-log-groups.ts'",
      "import logsGroupHasAnOwner from './logs/group-has-an-owner.ts'",
      "import logsKeyAllowsLogsService from './logs/key-allows-logs-service.ts'",
    ])
    expect(around(lines, '  logsGroupHasAnOwner,')).toEqual([
      '  logsLogGroupClass,',
      '  logsGroupHasAnOwner,',
      '  s3BucketExists,',
    ])
  })

  it('gets a first and a last import too, and what is first in its area at the end', () => {
    expect(WITH('access', 'own-sessions')[1]).toBe("import accessOwnSessions from './access/own-sessions.ts'")
    expect(around(WITH('s3', 'zones'), 'import s3Zones')[2]).toBe('')
    expect(WITH('jit', 'grants-end').slice(-4)).toEqual([
      '  reportSimulatorDisagrees,',
      '  jitGrantsEnd,',
      ']',
      '',
    ])
  })

  it('loses nothing', () => {
    const added = new Set(["import kmsNew from './kms/new.ts'", '  kmsNew,'])
    expect(
      WITH('kms', 'new')
        .filter(line => !added.has(line))
        .join('\n'),
    ).toBe(INDEX)
  })
})

describe('a check that is made in a copy of the project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-new-check-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const run = (command: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin', command), args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '0' },
    })
    return `${status} ${status === 0 ? '' : `${stdout}${stderr}`}`
  }

  it('compiles, is formatted, passes the linter and its own test', async () => {
    const parts = [
      'src',
      'checks',
      'test',
      'fixtures',
      'bench',
      'scripts',
      'package.json',
      'vitest.config.ts',
    ]
    for (const part of [...parts, 'tsconfig.json', '.oxlintrc.json', '.oxfmtrc.json'])
      cpSync(part, join(folder, part), { recursive: true })
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    const made = await runProgram(['new-check', 'logs/group-has-an-owner'], { cwd: folder })
    const files = ['checks/logs/group-has-an-owner.ts', 'test/checks/logs/group-has-an-owner.test.ts']
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout.split('\n').slice(0, 3)).toEqual([
      ...files.map(file => `wrote   ${file}`),
      'changed checks/index.ts',
    ])
    expect(run('tsc', '--noEmit', '-p', 'tsconfig.json')).toBe('0 ')
    expect(run('oxfmt', '--check', ...files, 'checks/index.ts')).toBe('0 ')
    expect(run('oxlint', '--type-aware', '--deny-warnings', ...files, 'checks/index.ts')).toBe('0 ')
    expect(run('vitest', 'run', '--project', 'unit', files[1] ?? '', 'test/catalogue.test.ts')).toBe('0 ')
    const again = await runProgram(['new-check', 'logs/group-has-an-owner'], { cwd: folder })
    expect([again.code, again.stderr]).toEqual([
      2,
      `ssm-doctor: making logs/group-has-an-owner: ${files[0]} is there already; nothing was written\n`,
    ])
    const strange = await runProgram(['new-check', 'lgos/owner'], { cwd: folder })
    expect(strange.stderr).toContain('there is no area "lgos"; did you mean logs?')
  })
})
