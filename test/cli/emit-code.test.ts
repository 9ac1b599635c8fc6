import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { aFolder, runProgram, SAMPLE, type Ran } from './run-program.ts'

const emitted = (form: string, ...more: readonly string[]): Promise<Ran> =>
  runProgram(['check', '--from', SAMPLE, '--no-color', '--emit', form, ...more])

describe.each([
  ['terraform', 'resource "aws_iam_policy" "session_logging" {'],
  ['cloudformation', 'Type: AWS::IAM::ManagedPolicy'],
  ['cli', 'aws iam create-policy-version'],
])('--emit %s', (form, piece) => {
  let ran: Ran
  beforeAll(async () => (ran = await emitted(form)))

  it('prints code alone to standard output', () => {
    expect(ran.stdout).toContain(piece)
    expect(ran.stdout).toMatch(/^#/)
    expect(ran.stdout).not.toMatch(/^i-0a1b|^CRITICAL|^Plan/m)
  })

  it('says what was found and what is planned to standard error, and ends as check does', () => {
    expect(ran.stderr).toContain('i-0a1b2c3d4e5f60002 db-1       can connect: NO')
    expect(ran.stderr).toContain('\n1. create a new default version of policy session-logging')
    expect(ran.stderr).toMatch(/nothing was changed: --emit prints the repair as code\n$/)
    expect(ran.code).toBe(1)
  })

  it('is the same of fix', async () => {
    const { stdout, code } = await runProgram(['fix', '--from', SAMPLE, '--no-color', '--emit', form])
    expect({ stdout, code }).toEqual({ stdout: ran.stdout, code: ran.code })
  })
})

describe('beside --emit', () => {
  it('a report goes to a file', async () => {
    const file = join(aFolder(), 'report.json')
    const { stdout, stderr, code } = await emitted('cloudformation', '--format', `json=${file}`)
    expect(Object.keys(parse(stdout).Resources)).toEqual(['SessionLogging', 'DbSsmDoctorSessionAccess'])
    expect(JSON.parse(readFileSync(file, 'utf8')).summary.failed).toBe(3)
    expect(stderr).toContain('1. create a new default version')
    expect(code).toBe(1)
  })

  it.each([
    [['--emit', 'pulumi'], '"pulumi" is not known; it may be terraform, cloudformation, cli'],
    [['--emit', 'cli', '--emit', 'terraform'], '--emit was given 2 times'],
    [
      ['--emit', 'cli', '--yes'],
      '--emit prints the repair as code and carries nothing out; leave --yes away',
    ],
    [['--emit', 'cli', '--wait', '3'], 'leave --wait away'],
    [['--emit', 'cli', '--format', 'json'], 'name a file for the report, such as --format json=report.json'],
  ])('%j is refused', async (flags, words) => {
    const { stdout, stderr, code } = await runProgram(['check', '--from', SAMPLE, ...flags])
    expect(stderr).toContain(words)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })

  it('a snapshot of several accounts is refused: code is for one', async () => {
    const snapshot = JSON.parse(readFileSync(SAMPLE, 'utf8'))
    const text = JSON.stringify(snapshot).replaceAll('123456789012', '999988887777')
    const file = join(aFolder(), 'two.json')
    writeFileSync(
      file,
      JSON.stringify({ ...snapshot, accounts: [...snapshot.accounts, ...JSON.parse(text).accounts] }),
    )
    const { stdout, stderr, code } = await runProgram(['check', '--from', file, '--emit', 'cli'])
    expect(stderr).toContain(
      '--emit prints code for one account, and the snapshot holds 123456789012, 999988887777',
    )
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  })

  it('chosen nodes and checks are what is repaired, and what is told of', async () => {
    const { stdout } = await emitted('cli', '--only', 'logs/describe-log-groups')
    expect(stdout).toContain('aws iam put-role-policy')
    expect(stdout).not.toContain('create-policy-version')
  })
})

it('a healthy account is nothing to do, and no code', async () => {
  const { stdout, code } = await runProgram([
    'check',
    '--from',
    'fixtures/healthy.json',
    '--emit',
    'terraform',
  ])
  expect(stdout).toMatch(/^# ssm-doctor .*: nothing to do \(account 123456789012, .*\)\n/)
  expect(stdout).not.toMatch(/^[^#\n]/m)
  expect(code).toBe(0)
})
