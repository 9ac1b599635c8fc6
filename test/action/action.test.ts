import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, PROGRAM, SAMPLE } from '../cli/run-program.ts'

interface Acted {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The words that npx was given, or none where it was not run. */
  readonly words: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/**
 * Runs the action's script as GitHub would, with an npx that writes down its words and runs the built program.
 * @param inputs by their names
 */
const act = (
  inputs: Readonly<Record<string, string>>,
  program = `'${process.execPath}' '${PROGRAM}'`,
): Acted => {
  const folder = aFolder()
  const [said, output, summary] = ['words', 'output', 'summary'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const npx = join(folder, 'npx')
  writeFileSync(
    npx,
    `#!/bin/sh\nfor word in "$@"; do printf '%s\\0' "$word" >> '${said}'; done\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nexec ${program} "$@"\n`,
  )
  chmodSync(npx, 0o755)
  for (const file of [said, output, summary]) writeFileSync(file, '')
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll('-', '_').toUpperCase()}`,
    value,
  ])
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/action.mjs'], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(variables),
    },
  })
  const lines = readFileSync(output, 'utf8')
    .split('\n')
    .filter(line => line !== '')
  return {
    code: status,
    stdout,
    stderr,
    words: readFileSync(said, 'utf8').split('\0').slice(0, -1),
    outputs: Object.fromEntries(
      lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
    summary: readFileSync(summary, 'utf8'),
  }
}

/** Tells nothing and writes nothing. */
const SILENT = 'true'

const flagsOf = ({ words }: Acted): readonly string[] =>
  words.slice(words.indexOf('check') + 1).filter(word => !/^--format=(?:github|json=|sarif=)/.test(word))

describe('the action', () => {
  it('annotates, sums up, and counts', () => {
    const acted = act({ from: SAMPLE })
    expect([acted.code, acted.stderr]).toEqual([0, ''])
    expect(acted.stdout.match(/^::error title=/gm)).toHaveLength(3)
    expect(acted.summary).toContain('## ssm-doctor: 3 causes (1 critical, 2 high)')
    const { 'json-file': json = '', 'sarif-file': sarif = '', ...counts } = acted.outputs
    expect(counts).toEqual({
      'exit-code': '1',
      failed: '3',
      unknown: '0',
      waived: '0',
      critical: '1',
      high: '2',
      medium: '0',
      low: '0',
      info: '0',
    })
    const report: { findings: unknown[] } = JSON.parse(readFileSync(json, 'utf8'))
    const runs: { runs: { results: unknown[] }[] } = JSON.parse(readFileSync(sarif, 'utf8'))
    expect([report.findings.length, runs.runs[0]?.results.length]).toEqual([3, 3])
  })

  it('runs the version that it belongs to, or the one that is asked for', () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(act({}, SILENT).words.slice(0, 5)).toEqual([
      '--yes',
      `--package=ssm-doctor@${version}`,
      '--',
      'ssm-doctor',
      'check',
    ])
    expect(act({ version: 'latest' }, SILENT).words[1]).toBe('--package=ssm-doctor@latest')
    expect(act({ version: '1.2.3-rc.1' }, SILENT).words[1]).toBe('--package=ssm-doctor@1.2.3-rc.1')
  })

  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a list by lines',
      { region: 'eu-west-1\n  eu-west-3 \n\n', tag: 'team=a, b\nenv=x' },
      ['--region=eu-west-1', '--region=eu-west-3', '--tag=team=a, b', '--tag=env=x'],
    ],
    [
      'a list by commas',
      { only: 'logs, kms', instance: 'i-1,i-2' },
      ['--instance=i-1', '--instance=i-2', '--only=logs', '--only=kms'],
    ],
    [
      'values',
      { 'fail-on': 'high', 'role-arn': ' arn:aws:iam::1:role/x ' },
      ['--role-arn=arn:aws:iam::1:role/x', '--fail-on=high'],
    ],
    ['flags', { strict: 'true', simulate: 'false' }, ['--strict']],
    [
      'further formats',
      { format: 'junit=a,b.xml\nmarkdown=c.md' },
      ['--format=junit=a,b.xml', '--format=markdown=c.md'],
    ],
    ['nothing', { region: '', strict: '' }, []],
  ])('takes %s', (_, inputs, expected) => {
    expect(flagsOf(act(inputs, SILENT))).toEqual(expected)
  })

  it.each<readonly [string, string]>([
    ['a command', '$(touch hacked); touch hacked #'],
    ['quotes', `'; touch hacked; '" \` touch hacked \``],
    ['a flag', '--fix'],
    ['a flag of npx', '--package=evil'],
    ['the end of flags', '--'],
  ])('takes %s in a value for nothing but the value', (_, hostile) => {
    for (const name of ['profile', 'tag', 'only'] as const)
      expect(flagsOf(act({ [name]: hostile }, SILENT))).toEqual([`--${name}=${hostile}`])
    const ran = act({ region: hostile, from: SAMPLE })
    expect(ran.outputs['exit-code']).toBe('2')
    expect(ran.stderr).toContain('reading --region')
  })

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['another package by an alias', { version: 'npm:evil@1.0.0' }, 'input version is "npm:evil@1.0.0"'],
    ['another package by its address', { version: 'https://evil.example/x.tgz' }, 'input version is'],
    ['words behind the version', { version: '1.0.0 --package=evil' }, 'input version is'],
    [
      'a flag that is neither true nor false',
      { strict: 'yes\n::add-mask::x' },
      'input strict is "yes\\n::add-mask::x"',
    ],
  ])('refuses %s', (_, inputs, said) => {
    const acted = act(inputs, SILENT)
    expect(acted.code).toBe(2)
    expect(acted.words).toEqual([])
    expect(acted.stdout).toContain(`::error title=ssm-doctor::${said}`)
    expect(acted.stdout.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    ['2', 2],
    ['3', 3],
    ['70', 70],
  ])('hands on exit code %s of a run without a report, and no counts', (code, number) => {
    const acted = act({}, `sh -c 'exit ${number}'`)
    expect(acted.code).toBe(0)
    expect(acted.outputs).toEqual({ 'exit-code': code })
  })

  it('says so where there is no npx', () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/action.mjs'], {
      encoding: 'utf8',
      env: { PATH: '/nonexistent', RUNNER_TEMP: aFolder() },
    })
    expect(status).toBe(2)
    expect(stdout).toContain('::error title=ssm-doctor::running npx: spawnSync npx ENOENT')
  })
})
