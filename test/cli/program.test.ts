import { spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readSnapshot, writeSnapshot } from '../../src/config/snapshot-file.ts'
import { aFolder, PROGRAM, runProgram, SAMPLE, type Ran } from './run-program.ts'

const WEB = 'i-0a1b2c3d4e5f60001'
const HYBRID = 'mi-0a1b2c3d4e5f60003'

interface Printed {
  readonly outcomes: readonly { readonly node: string }[]
  readonly checks: readonly { readonly id: string }[]
}

const reportOf = ({ stdout }: Ran): Printed => {
  const report: Printed = JSON.parse(stdout)
  return report
}

/** Runs a script of the shell that has node, the program and the sample as its first words. */
const inShell = (script: string): Ran => {
  const words = [process.execPath, PROGRAM, SAMPLE]
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, ...words], { encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

describe('help', () => {
  it.each([
    'check',
    'fix',
    'rollback',
    'snapshot',
    'diff',
    'demo',
    'list',
    'explain',
    'preflight',
    'policy',
    'permissions',
    'new-check',
  ])('of %s has an example and ends with 0', async command => {
    const { code, stdout, stderr } = await runProgram([command, '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Examples:\n  ssm-doctor ${command}`)
  })

  it('names every command', async () => {
    const { stdout } = await runProgram(['--help'])
    expect(stdout).toMatch(/check.*fix.*rollback.*snapshot.*diff.*demo.*list.*explain.*policy.*permissions/s)
  })
})

describe('wrong usage is one line on standard error and exit 2:', () => {
  it.each<[string[], RegExp]>([
    [['chekc'], /there is no command "chekc"; did you mean check\?/],
    [['check', 'now'], /check takes no argument "now"/],
    [['--regoin', 'eu-west-1'], /there is no flag --regoin; did you mean --region\?/],
    [['--verbos'], /did you mean --verbose\?/],
    [['list', '--fix'], /there is no flag --fix; see ssm-doctor list --help/],
    [['-z'], /there is no flag -z/],
    [['check', '-r'], /--region needs a value/],
    [['--from='], /--from needs a value/],
    [['-r', 'ap-southeast-99'], /no AWS Region "ap-southeast-99"/],
    [['-r', 'all', '-r', 'eu-west-1'], /"all" stands alone/],
    [['--from', SAMPLE, '-r', 'eu-west-1'], /holds no Region "eu-west-1"; it holds ap-southeast-1/],
    [['--from', SAMPLE, '--profile', 'x'], /--from reads a file .* leave --profile away/],
    [['--from', SAMPLE, '--save-snapshot', 'x'], /leave --save-snapshot away/],
    [['--from', SAMPLE, '--simulate'], /asks AWS nothing; leave --simulate away/],
    [['-i', 'web-1'], /"web-1" is no node's id/],
    [['--tag', 'team'], /"team" is not KEY=VALUE/],
    [['--only', 'logs/log-group-arn-mach'], /did you mean logs\/log-group-arn-match\?/],
    [['--format', 'yaml'], /"yaml" is not known/],
    [['--from', SAMPLE, '--format', 'github', '-o', 'x'], /GitHub reads its commands from standard output/],
    [['--fail-on', 'hihg'], /did you mean high\?/],
    [['--concurrency', '0'], /"0" is not a whole number from 1/],
    [['fix', '--wait', 'long'], /"long" is not a whole number/],
    [['--dry-run'], /--dry-run goes with a repair; add --fix/],
    [['fix', '--allow-review'], /give --yes --allow-review/],
    [['--quiet', '--verbose'], /exclude each other/],
    [['--role-arn', 'ops'], /"ops" is no role's ARN/],
    [['snapshot'], /--output is missing/],
    [['snapshot', '-o', '/nowhere/at/all.json'], /writing \/nowhere\/at\/all\.json: there is no such/],
    [['--from', SAMPLE, '-o', '/nowhere/report.txt'], /writing \/nowhere\/report\.txt/],
    [['explain'], /explain needs an argument/],
    [['explain', 'logs/log-group-arn-mach'], /did you mean logs\/log-group-arn-match\?/],
    [['explain', 'It does not work'], /no known error is in that text/],
    [['rollback', 'last-week'], /choosing a journal: there is no "last-week"/],
    [['rollback', '-r', 'all'], /leave "all" away/],
    [['list', '--format', 'yaml'], /"yaml" is not known/],
    [['--from', 'a.json', '--from', 'b.json'], /--from was given 2 times/],
  ])('%j', async (args, says) => {
    const { code, stdout, stderr } = await runProgram(args)
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('no Region anywhere', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'none' }
    const { code, stderr } = await runProgram(['check'], { env })
    expect(stderr).toMatch(/give --region/)
    expect(code).toBe(2)
  })
})

describe('check --from', () => {
  it('prints the report for people, and ends with 1 where something is wrong', async () => {
    const { code, stdout, stderr } = await runProgram(['--from', SAMPLE])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain('logs/log-group-arn-match')
    expect(stdout).not.toContain('\u001B')
  })

  it.each([
    ['--fail-on', 'none', 0],
    ['--only', 'kms', 0],
    ['--skip', 'logs', 0],
  ])('with %s %s ends with %i', async (flag, value, code) => {
    expect((await runProgram(['--from', SAMPLE, flag, value])).code).toBe(code)
  })

  it('looks at the named nodes alone, and tells one that is not there', async () => {
    const args = ['--from', SAMPLE, '-i', HYBRID, '-i', 'i-0fffffffffffffff7', '--format', 'json']
    const ran = await runProgram(args)
    expect(reportOf(ran).outcomes.map(({ node }) => node)).toEqual([HYBRID])
    expect(ran.stderr).toBe('ssm-doctor: i-0fffffffffffffff7 was not found in ap-southeast-1\n')
  })

  it('is incomplete where a named node is not there, though all that is there is healthy', async () => {
    const ran = await runProgram([
      '--from',
      'fixtures/healthy.json',
      '-i',
      HYBRID,
      '-i',
      'i-0fffffffffffffff7',
    ])
    expect(ran.code).toBe(3)
    expect((await runProgram(['--from', 'fixtures/healthy.json', '-i', HYBRID])).code).toBe(0)
  })

  it('writes several formats at once, the loose one to standard output', async () => {
    const file = join(aFolder(), 'report.json')
    const { code, stdout } = await runProgram([
      '--from',
      SAMPLE,
      '--format',
      'table',
      '--format',
      `json=${file}`,
    ])
    expect(code).toBe(1)
    expect(stdout).toContain('can connect')
    const schema: object = JSON.parse(readFileSync('src/config/report.schema.json', 'utf8'))
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)
    validate(JSON.parse(readFileSync(file, 'utf8')))
    expect(validate.errors).toBe(null)
  })

  it('writes every format of one run, each to its place', async () => {
    const folder = aFolder()
    const formats = ['json', 'sarif', 'junit', 'markdown', 'asff', 'ocsf']
    const files = formats.flatMap(format => ['--format', `${format}=${join(folder, format)}`])
    const { code, stdout, stderr } = await runProgram(['--from', SAMPLE, '--format', 'github', ...files])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/^::error title=logs/)
    const begin = formats.map(format => readFileSync(join(folder, format), 'utf8').slice(0, 5))
    expect(begin).toEqual(['{\n  "', '{\n  "', '<?xml', '<!-- ', '[{"Sc', '[\n  {'])
  })

  it('adds to the summary of a job where GitHub has a file for it', async () => {
    const file = join(aFolder(), 'summary.md')
    writeFileSync(file, 'before\n')
    const env = { GITHUB_STEP_SUMMARY: file }
    await runProgram(['--from', SAMPLE, '--format', 'github'], { env })
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^before\n<!-- ssm-doctor -->\n\n## ssm-doctor: 3 causes/)
    await runProgram(['--from', SAMPLE, '--format', 'json'], { env })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('says in one line that the summary cannot be written', async () => {
    const ran = await runProgram(['--from', SAMPLE, '--format', 'github'], {
      env: { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' },
    })
    expect(ran.stderr).toBe(
      'ssm-doctor: writing the report /nowhere/summary.md: there is no such file or folder; give another place\n',
    )
    expect(ran.code).toBe(2)
  })

  it('numbers the files of a format that takes only so much at a time, and says so', async () => {
    const folder = aFolder()
    const snapshot = join(folder, 'two.json')
    const { worlds } = readSnapshot(SAMPLE)
    const other = worlds.map(world => ({ ...world, scope: { ...world.scope, region: 'eu-north-1' } }))
    writeSnapshot(snapshot, { worlds: [...worlds, ...other] })
    const file = join(folder, 'for.hub.json')
    const ran = await runProgram(['--from', snapshot, '--format', `asff=${file}`])
    const second = join(folder, 'for.hub-2.json')
    expect(ran.stderr).toBe(`ssm-doctor: the report is in 2 files: ${file} to ${second}\n`)
    for (const one of [file, second])
      expect(JSON.parse(readFileSync(one, 'utf8')).length).toBeLessThanOrEqual(100)
  })

  it('tells in the file, too, that a named node is not there, and with what code it ends', async () => {
    const args = ['--from', 'fixtures/healthy.json', '-i', 'i-0fffffffffffffff7', '--format', 'sarif']
    const { code, stdout } = await runProgram(args)
    const log: { runs: { invocations: { exitCode: number }[] }[] } = JSON.parse(stdout)
    expect(log.runs[0]?.invocations[0]).toMatchObject({
      executionSuccessful: false,
      exitCode: 3,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: 'i-0fffffffffffffff7 was not found in ap-southeast-1' } },
      ],
    })
    expect(code).toBe(3)
  })

  it('writes to --output and nothing to standard output', async () => {
    const file = join(aFolder(), 'report.txt')
    const { stdout } = await runProgram(['--from', SAMPLE, '-o', file], { env: { FORCE_COLOR: '1' } })
    expect(stdout).toBe('')
    expect(readFileSync(file, 'utf8')).toMatch(/^ssm-doctor \d/)
  })

  it('takes colour from FORCE_COLOR, and --no-color overrules it', async () => {
    const env = { FORCE_COLOR: '1' }
    expect((await runProgram(['--from', SAMPLE], { env })).stdout).toContain('\u001B[')
    expect((await runProgram(['--from', SAMPLE, '--no-color'], { env })).stdout).not.toContain('\u001B')
  })

  it('prints one line per node with --quiet', async () => {
    const { stdout } = await runProgram(['--from', SAMPLE, '--quiet'])
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
  })

  it('runs only the chosen checks', async () => {
    const ran = await runProgram(['--from', SAMPLE, '--only', 's3', '--format', 'json'])
    expect(reportOf(ran).checks.every(({ id }) => id.startsWith('s3/'))).toBe(true)
  })

  it('is not steered by a hostile name in the file', async () => {
    const file = join(aFolder(), 'evil.json')
    const text = readFileSync(SAMPLE, 'utf8').replaceAll('web-1', String.raw`web\u001b[2J\u001b]0;x\u0007`)
    writeFileSync(file, text)
    const { stdout } = await runProgram(['--from', file])
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(stdout).toContain(WEB)
  })

  it('with --fix prints the plan and says that nothing was changed', async () => {
    const { code, stdout, stderr } = await runProgram(['fix', '--from', SAMPLE, '--yes', '--allow-review'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/\nPlan [0-9a-f]{16}: \d+ steps? /)
    expect(stderr).toContain('nothing was changed: a snapshot cannot be repaired')
  })

  it('with --fix and JSON keeps standard output to the report', async () => {
    const ran = await runProgram(['fix', '--from', SAMPLE, '--format', 'json'])
    expect(reportOf(ran).outcomes).toHaveLength(3)
    expect(ran.stderr).toMatch(/Plan [0-9a-f]{16}/)
  })
})

describe('a full disk behind standard output', () => {
  it.runIf(existsSync('/dev/full'))('is one line and exit 2', () => {
    const { stderr, code } = inShell(`"$0" "$1" --from "$2" --format json > /dev/full`)
    expect(stderr).toBe('ssm-doctor: writing the output: no space is left; send it elsewhere\n')
    expect(code).toBe(2)
  })

  it.runIf(existsSync('/dev/full'))('and behind standard error leaves the exit code', () => {
    expect(inShell(`"$0" "$1" --regoin x 2> /dev/full`).code).toBe(2)
  })
})

describe('demo', () => {
  it('tells the story from the report over the plan to the repaired account', async () => {
    const { code, stdout, stderr } = await runProgram(['demo'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /recorded: NO .*logs\/log-group-arn-match.*\n {3}\+ .*After this plan.*no cause found/s,
    )
  })
})

describe('list', () => {
  it('names every check with its severity, fix and title', async () => {
    const { stdout } = await runProgram(['list'])
    for (const { id, title } of checks)
      expect(stdout).toMatch(new RegExp(`^${id} .*${title.slice(0, 20)}`, 'm'))
  })

  it('is JSON for a program and a table for a page', async () => {
    const rows: { id: string; reads: string[] }[] = JSON.parse(
      (await runProgram(['list', '--format', 'json'])).stdout,
    )
    expect(rows.map(({ id }) => id)).toEqual(checks.map(({ id }) => id))
    expect(rows.every(({ reads }) => reads.length > 0)).toBe(true)
    const page = (await runProgram(['list', '--format', 'markdown'])).stdout.split('\n')
    const table = page.filter(line => line.startsWith('|'))
    expect(table).toHaveLength(checks.length + 2)
    expect(new Set(table.map(line => line.replaceAll(String.raw`\|`, '').split('|').length))).toEqual(
      new Set([6]),
    )
    expect(page.filter(line => line.startsWith('## '))).toEqual(checks.map(({ id }) => `## ${id}`))
  })
})

describe('explain', () => {
  it('tells what a check is about', async () => {
    const { code, stdout } = await runProgram(['explain', 'kms/node-can-decrypt'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^kms\/node-can-decrypt\n.*why .*\n.*reads .*\n.*repair .*\n.*AWS page {12}https:/s,
    )
  })
})

describe('permissions', () => {
  const actionsOf = ({ stdout }: Ran): string[] => {
    const policy: { Statement: { Action: string[] }[] } = JSON.parse(stdout)
    return policy.Statement.flatMap(({ Action }) => Action)
  }

  it('is a policy of read actions alone, fewer for fewer checks', async () => {
    const all = actionsOf(await runProgram(['permissions']))
    const some = actionsOf(await runProgram(['permissions', '--only', 'preferences']))
    expect(all.every(action => /:(Get|List|Describe|Head)/.test(action))).toBe(true)
    expect(all).toContain('sts:GetCallerIdentity')
    expect(some.length).toBeLessThan(all.length)
    expect(some.every(action => all.includes(action))).toBe(true)
  })

  it('holds the writes with --fix: policies, keys, preferences, and what lets nodes reach the services', async () => {
    const writes = actionsOf(await runProgram(['permissions', '--fix'])).filter(
      action => !/:(Get|List|Describe|Head)/.test(action),
    )
    expect(writes).toContain('iam:CreatePolicyVersion')
    expect(writes).toContain('ec2:ModifyVpcEndpoint')
    expect(writes).toContain('ssm:UpdateDocument')
    expect(writes.every(action => /^(?:iam|ec2|kms|logs|s3|ssm):/.test(action))).toBe(true)
  })

  it('holds the simulation only with --simulate, and what its questions follow from', async () => {
    const plain = actionsOf(await runProgram(['permissions', '--only', 'preferences']))
    const more = actionsOf(await runProgram(['permissions', '--only', 'preferences', '--simulate']))
    expect(plain).not.toContain('iam:SimulatePrincipalPolicy')
    expect(actionsOf(await runProgram(['permissions', '--fix']))).not.toContain('iam:SimulatePrincipalPolicy')
    expect(more).toEqual(
      expect.arrayContaining(['iam:SimulatePrincipalPolicy', 'iam:GetRole', 'kms:DescribeKey', ...plain]),
    )
  })

  it('asks for the list of Regions only where all are read', async () => {
    expect(actionsOf(await runProgram(['permissions', '-r', 'all']))).toContain('ec2:DescribeRegions')
    expect(actionsOf(await runProgram(['permissions', '-r', 'af-south-1']))).toContain('ec2:DescribeRegions')
    expect(actionsOf(await runProgram(['permissions', '-r', 'eu-west-1']))).not.toContain(
      'ec2:DescribeRegions',
    )
  })
})

describe('rollback', () => {
  it('with no journal has nothing to undo, and asks AWS nothing', async () => {
    expect(await runProgram(['rollback'])).toEqual({ code: 0, stdout: 'nothing to undo\n', stderr: '' })
  })

  it('lists that there are no journals', async () => {
    const folder = aFolder()
    const { code, stdout } = await runProgram(['rollback', '--list', '--journal-dir', folder])
    expect(code).toBe(0)
    expect(stdout).toContain('no journals in')
  })

  it('refuses a file that is no journal', async () => {
    const file = join(aFolder(), 'x.jsonl')
    writeFileSync(file, '{"hello":1}\n')
    const { code, stderr } = await runProgram(['rollback', file])
    expect(stderr).toContain('is not a journal')
    expect(code).toBe(2)
  })
})

describe('completion', () => {
  it('prints one script', async () => {
    const { code, stdout } = await runProgram(['completion'])
    expect(code).toBe(0)
    expect(stdout.match(/###-begin-ssm-doctor-completions-###/g)).toHaveLength(1)
  })
})

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s while AWS is silent ends at once with 130', async signal => {
    const silent = createServer()
    await new Promise<void>(ready => silent.listen(0, '127.0.0.1', ready))
    const address = silent.address()
    const port = typeof address === 'object' && address ? address.port : 0
    let sentAt = 0
    let program: ChildProcess | undefined
    silent.once('request', () => {
      sentAt = performance.now()
      program?.kill(signal)
    })
    const ran = await runProgram(
      ['check', '-r', 'eu-north-1', '--endpoint-url', `http://127.0.0.1:${port}`],
      {
        env: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'none' },
        started: child => (program = child),
      },
    )
    const took = performance.now() - sentAt
    silent.closeAllConnections()
    silent.close()
    expect(ran).toEqual({ code: 130, stdout: '', stderr: 'ssm-doctor: interrupted; nothing was changed\n' })
    expect(took).toBeLessThan(5_000)
  })
})

describe('the built program', () => {
  it('may be executed', () => {
    expect(statSync('dist/src/cli/main.js').mode & 0o111).not.toBe(0)
  })
})
