import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { sample } from 'fast-check'
import pLimit from 'p-limit'
import { beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { FORMATS } from '../../src/report/format-names.ts'
import { badPlugin, GOOD_CHECK } from '../config/plugins/bad-plugins.ts'
import { aFolder, runProgram, type Ran } from './run-program.ts'

const HEALTHY = resolve('fixtures/healthy.json')
const CHECK = ['check', '--from', HEALTHY]
const OWNER = 'acme/nodes-have-an-owner'

const GOOD = `export default [${GOOD_CHECK}]`
const BROKEN = 'export default []'
const BROKEN_LINE = 'ssm-doctor: loading plugin ./broken.mjs: its list of checks is empty\n'

/** A folder with plugins, and a config that names them, with more in it. */
const folderWith = (plugins: Readonly<Record<string, string>>, config: object = {}): string => {
  const folder = aFolder()
  for (const [name, text] of Object.entries(plugins)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const names = Object.keys(plugins).map(name => `./${name}`)
  writeFileSync(join(folder, 'ssm-doctor.json'), JSON.stringify({ plugins: names, ...config }))
  return folder
}

interface Printed {
  readonly findings: readonly {
    readonly check: string
    readonly waived?: object
    readonly severity: string
  }[]
  readonly checks: readonly { readonly id: string; readonly status: string; readonly reason?: string }[]
}

const reportOf = ({ stdout }: Ran): Printed => JSON.parse(stdout) as Printed

const idsOf = (ran: Ran): string[] => reportOf(ran).checks.map(({ id }) => id)
const foundBy = (ran: Ran) => reportOf(ran).findings.filter(({ check }) => check === OWNER)

/** One run that tells of the healthy account in every format. */
const inEveryFormat = async (cwd: string) => {
  const files = FORMATS.filter(format => format !== 'github').map(
    format => `--format=${format}=${format}.out`,
  )
  const ran = await runProgram([...CHECK, ...files, '--format=github'], { cwd })
  const texts = FORMATS.map(format => [
    format,
    format === 'github' ? ran.stdout : readFileSync(join(cwd, `${format}.out`), 'utf8'),
  ])
  return { ...ran, texts: texts as [string, string][] }
}

describe('a plugin that the config names', () => {
  let cwd = ''
  beforeAll(() => (cwd = folderWith({ 'checks/ours.mjs': GOOD })))
  const run = (...args: string[]): Promise<Ran> => runProgram(args, { cwd })

  it('is run beside our checks, and what it finds fails', async () => {
    const ran = await run(...CHECK, '--format', 'json')
    expect([ran.code, ran.stderr]).toEqual([1, ''])
    expect(foundBy(ran)).toHaveLength(2)
    expect(idsOf(ran)).toHaveLength(checks.length + 1)
  })

  it('is chosen by its id or prefix, and left out by them', async () => {
    expect(idsOf(await run(...CHECK, '--format', 'json', '--only', 'acme'))).toEqual([OWNER])
    expect(idsOf(await run(...CHECK, '--format', 'json', '--only', OWNER))).toEqual([OWNER])
    expect(idsOf(await run(...CHECK, '--format', 'json', '--skip', 'acme'))).not.toContain(OWNER)
    const slip = await run(...CHECK, '--only', 'acme/nodes-have-owner')
    expect([slip.code, slip.stderr]).toEqual([
      2,
      `ssm-doctor: reading --only: there is no check or area "acme/nodes-have-owner"; did you mean ${OWNER}?\n`,
    ])
  })

  it('is told of in every format', async () => {
    const { code, stderr, texts } = await inEveryFormat(cwd)
    expect([code, stderr]).toEqual([1, ''])
    for (const [format, text] of texts) {
      expect(text, format).toContain('nodes-have-an-owner')
      expect(text, format).toContain('no owner')
    }
  })

  it('is listed, explained and asked permissions for', async () => {
    const listed = JSON.parse((await run('list', '--format', 'json')).stdout) as { id: string }[]
    expect(listed.at(-1)).toMatchObject({
      id: OWNER,
      reads: ['instances', 'roles'],
      fix: 'none',
      controls: [],
    })
    expect((await run('list')).stdout).toMatch(
      /\nacme\/nodes-have-an-owner +high +- +each instance has an owner/,
    )
    expect((await run('explain', OWNER)).stdout).toContain('Nobody knows whom to ask.')
    const slip = await run('explain', 'acme/nodes-have-owner')
    expect(slip.stderr).toContain(`did you mean ${OWNER}?`)
    expect((await run('permissions', '--only', 'acme')).stdout).toContain('ec2:DescribeInstances')
  })

  it('is loaded from the folder of the config, wherever the program is started', async () => {
    const elsewhere = aFolder()
    const file = join(cwd, 'ssm-doctor.json')
    const ran = await runProgram([...CHECK, '--config', file, '--format', 'json'], { cwd: elsewhere })
    expect(idsOf(ran)).toContain(OWNER)
  })

  it('is evidence for no control', async () => {
    const ran = await run(...CHECK, '--compliance', 'nist-800-53', '--format', 'json')
    const { compliance }: { compliance: unknown } = JSON.parse(ran.stdout)
    expect(JSON.stringify(compliance)).not.toContain('acme')
  })

  it('is not loaded by a command that makes no check', async () => {
    const folder = folderWith({ 'a.mjs': 'throw new Error("it was loaded")' })
    for (const args of [
      ['demo'],
      ['policy', 'node', '--from', HEALTHY],
      ['explain', 'node/registered'],
      ['--help'],
    ]) {
      const { code, stderr } = await runProgram(args, { cwd: folder })
      expect([code, stderr], args.join(' ')).toEqual([0, ''])
    }
  })
})

describe('the config', () => {
  it('sets severities, waives and leaves out as of our checks', async () => {
    const waiver = { check: OWNER, subject: 'i-0a1b2c3d4e5f60001', reason: 'moves', until: '2041-06-30' }
    const cwd = folderWith({ 'a.mjs': GOOD }, { severity: { [OWNER]: 'low' }, waivers: [waiver] })
    const ran = await runProgram([...CHECK, '--format', 'json'], { cwd })
    expect(ran.code).toBe(0)
    expect(foundBy(ran).map(({ severity, waived }) => [severity, waived !== undefined])).toEqual([
      ['low', true],
      ['low', false],
    ])
    const skipping = folderWith({ 'a.mjs': GOOD }, { skip: ['acme'] })
    expect(idsOf(await runProgram([...CHECK, '--format', 'json'], { cwd: skipping }))).not.toContain(OWNER)
  })

  it('names no check that no plugin has', async () => {
    const cwd = folderWith({ 'a.mjs': GOOD }, { skip: ['acme/nodes-have-owner'] })
    const { code, stderr } = await runProgram(CHECK, { cwd })
    expect([code, stderr]).toEqual([
      2,
      `ssm-doctor: reading ssm-doctor.json: line 1, skip[0]: there is no check "acme/nodes-have-owner"; did you mean ${OWNER}?\n`,
    ])
  })

  it.each([
    [['checks/ours.mjs '], 'expected a path that begins with ./, ../ or /, or the name of a package'],
    [
      ['https://example.com/a.mjs'],
      'expected a path that begins with ./, ../ or /, or the name of a package',
    ],
    [['data:text/javascript,1'], 'expected a path that begins with ./, ../ or /, or the name of a package'],
    [[17], 'expected a path that begins with ./, ../ or /, or the name of a package'],
    ['./a.mjs', 'expected a list, got "./a.mjs"'],
    [['./a.mjs', './a.mjs'], 'it names what plugins[0] names already'],
  ])('that says %j is wrong', async (plugins, says) => {
    const cwd = folderWith({ 'a.mjs': GOOD }, { plugins })
    const { code, stdout, stderr } = await runProgram(CHECK, { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('accepts what a baseline has found by a plugin', async () => {
    const cwd = folderWith({ 'a.mjs': GOOD })
    await runProgram([...CHECK, '--format', 'json=before.json'], { cwd })
    const { code } = await runProgram([...CHECK, '--baseline', 'before.json'], { cwd })
    expect(code).toBe(0)
  })
})

describe('a plugin that is none', () => {
  const plugins = { 'broken.mjs': BROKEN, 'ours.mjs': GOOD }
  let cwd = ''
  beforeAll(
    () =>
      (cwd = folderWith(plugins, { waivers: [], skip: ['brkn/check'], severity: { 'brkn/check': 'low' } })),
  )
  const run = (...args: string[]): Promise<Ran> => runProgram(args, { cwd })

  it('is told in one line, stops no other, and ends the run with 2', async () => {
    const ran = await run(...CHECK, '--format', 'json')
    expect([ran.code, ran.stderr]).toEqual([2, BROKEN_LINE])
    expect(foundBy(ran)).toHaveLength(2)
    expect(reportOf(ran).checks.at(-1)).toEqual({
      id: 'plugin/broken-mjs',
      status: 'crashed',
      subjects: 0,
      reason: 'loading plugin ./broken.mjs: its list of checks is empty',
    })
    const schema: object = JSON.parse(readFileSync('src/config/report.schema.json', 'utf8'))
    expect(new Ajv({ strict: false }).validate(schema, JSON.parse(ran.stdout))).toBe(true)
  })

  it('is told of in every format', async () => {
    const { code, stderr, texts } = await inEveryFormat(cwd)
    expect([code, stderr]).toEqual([2, BROKEN_LINE])
    for (const [format, text] of texts) expect(text, format).toContain('its list of checks is empty')
  })

  it('may be what was asked for', async () => {
    const ran = await run(...CHECK, '--format', 'json', '--only', 'brkn')
    expect([ran.code, idsOf(ran)]).toEqual([2, ['plugin/broken-mjs']])
  })

  it('ends list, permissions, explain and a file of plans with 2 too', async () => {
    for (const args of [['list'], ['permissions'], ['explain', OWNER]]) {
      const { code, stdout, stderr } = await run(...args)
      expect([code, stderr], args.join(' ')).toEqual([2, BROKEN_LINE])
      expect(stdout.length).toBeGreaterThan(100)
    }
  })

  it('lets nothing be repaired: a proof would lack its checks', async () => {
    const sample = resolve('fixtures/accounts/log-group-mismatch.json')
    const { code, stdout, stderr } = await run('fix', '--from', sample)
    expect(code).toBe(2)
    expect(stdout).toContain('logs/log-group-arn-match')
    expect(stdout).not.toContain('put-policy-version')
    expect(stderr).toBe(
      `${BROKEN_LINE}ssm-doctor: nothing was changed: no repair can be proven while a plugin is not loaded\n`,
    )
  })

  it.each([
    ['process.exit(0)', 'it ended the process'],
    [`setTimeout(() => { throw new Error('late') }); ${GOOD}`, 'late'],
    [`Promise.reject(new Error('unheard')); ${GOOD}`, 'unheard'],
    ['throw new Error("\\u001b[31mred\\nand more")', 'red and more'],
  ])('because it runs %s is told in one line', async (text, says) => {
    const { code, stderr } = await runProgram(CHECK, { cwd: folderWith({ 'a.mjs': text }) })
    expect([code, stderr]).toEqual([2, `ssm-doctor: loading plugin ./a.mjs: ${says}\n`])
  })

  it('because it never ends to load is given up after 10 s', async () => {
    const cwd = folderWith({ 'a.mjs': 'await new Promise(() => {})' })
    const { code, stderr } = await runProgram(CHECK, { cwd })
    expect([code, stderr]).toEqual([2, 'ssm-doctor: loading plugin ./a.mjs: it was not loaded within 10 s\n'])
  })

  it('is one line and 2, whatever is wrong with it', async () => {
    const limit = pLimit(2)
    const runs = sample(badPlugin, { numRuns: 16, seed: 11 }).map(({ text }) =>
      limit(async () => {
        const ran = await runProgram([...CHECK, '--quiet'], { cwd: folderWith({ 'a.mjs': text }) })
        return { text, ...ran }
      }),
    )
    for (const { text, code, stdout, stderr } of await Promise.all(runs)) {
      expect(code, text).toBe(2)
      expect(stderr, text).toMatch(/^ssm-doctor: loading plugin \.\/a\.mjs: [^\n]+\n$/)
      expect(stdout, text).toContain('web-1')
    }
  })
})

describe('a check of a plugin', () => {
  it('that throws has crashed, and the run is incomplete', async () => {
    const text = GOOD.replace(/run: instance =>[^]*(?=\n\})/, 'run() { throw new Error("boom") },')
    const ran = await runProgram([...CHECK, '--format', 'json'], { cwd: folderWith({ 'a.mjs': text }) })
    expect([ran.code, ran.stderr]).toEqual([3, ''])
    const result = reportOf(ran).checks.find(({ id }) => id === OWNER)
    expect(result).toMatchObject({ status: 'crashed', reason: 'i-0a1b2c3d4e5f60001: boom' })
  })

  it('that ends the process does not end the run with 0', async () => {
    const text = GOOD.replace('run: instance =>', 'run: instance => process.exit(0) ??')
    const { code, stdout, stderr } = await runProgram(CHECK, { cwd: folderWith({ 'a.mjs': text }) })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toBe(
      'ssm-doctor: something ended the process before the run was done: the code of a plugin?\n',
    )
  })

  it('prints to standard error: standard output is the report', async () => {
    const text = `console.log('while loading')\n${GOOD.replace('run: instance =>', "run: instance => console.info('at work') ??")}`
    const ran = await runProgram([...CHECK, '--format', 'json'], { cwd: folderWith({ 'a.mjs': text }) })
    expect(foundBy(ran)).toHaveLength(2)
    expect(ran.stderr).toBe('while loading\nat work\nat work\n')
  })

  it('steers no terminal by what it finds', async () => {
    const text = GOOD.replace("'no owner'", "'no \\u001b[2Jowner\\u202e'")
    const { texts } = await inEveryFormat(folderWith({ 'a.mjs': text }))
    for (const [format, told] of texts) expect(told, format).not.toMatch(/\u001b\[2J|\u202e/)
  })
})

describe('a repair', () => {
  it('is proven by the checks of plugins too: one that it would break refuses it', async () => {
    const text = `export default [{
      ...${GOOD_CHECK},
      id: 'acme/policy-as-it-was',
      each: 'policies', needs: [], after: [], mayFollow: [],
      run: ({ name, document }) => name === 'session-logging' && document.includes('onetime-sessions-dev')
        ? { message: 'the policy was edited', remedy: { text: 'Do not.' } } : undefined,
    }]`
    const account = resolve('fixtures/accounts/log-group-mismatch.json')
    const plain = await runProgram(['fix', '--from', account, '--dry-run'], { cwd: aFolder() })
    const guarded = await runProgram(['fix', '--from', account, '--dry-run'], {
      cwd: folderWith({ 'a.mjs': text }),
    })
    expect(plain.stdout).not.toContain('acme/')
    expect(guarded.stdout).toContain('acme/policy-as-it-was')
  })
})
