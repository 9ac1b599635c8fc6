import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, runProgram, type Ran } from './run-program.ts'

const DRIFTED = resolve('fixtures/accounts/preferences-drifted.json')
const HEALTHY = resolve('fixtures/healthy.json')
const WORKFLOW = '.github/workflows/ssm-doctor.yml'

const init = (cwd: string, ...args: readonly string[]): Promise<Ran> =>
  runProgram(['init', '--from', HEALTHY, ...args], { cwd })

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8')

describe('init', () => {
  it('writes both files, says which and how to go on, and check goes by them', async () => {
    const folder = aFolder()
    const { code, stdout, stderr } = await init(folder)
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr.trim().split('\n')).toEqual([
      'ssm-doctor: wrote ssm-doctor.json, which declares preferences, logRetentionDays, managed, logGroupKey',
      expect.stringMatching(`^ssm-doctor: wrote ${WORKFLOW}, for a role arn:aws:iam::123456789012:role/`),
      `ssm-doctor: next: npx ssm-doctor check --from ${HEALTHY}`,
    ])
    expect(read(folder, WORKFLOW)).toContain('aws-region: ap-southeast-1\n')
    const checked = await runProgram(['check', '--from', DRIFTED], { cwd: folder })
    expect([checked.code, checked.stdout.includes('preferences/as-declared')]).toEqual([1, true])
    expect((await runProgram(['check', '--from', HEALTHY], { cwd: folder })).code).toBe(0)
  })

  it('names the schema where the package is, if it is installed here', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'node_modules/ssm-doctor/dist/src/config'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/ssm-doctor/dist/src/config/config.schema.json'), '{}')
    const { stdout } = await init(folder, '--dry-run', '--no-workflow')
    expect(JSON.parse(stdout)).toHaveProperty(
      '$schema',
      './node_modules/ssm-doctor/dist/src/config/config.schema.json',
    )
  })

  it('says where the workflow would be read, if the folder is not the top of its repository', async () => {
    const top = aFolder()
    mkdirSync(join(top, '.git'))
    mkdirSync(join(top, 'infra/ssm'), { recursive: true })
    const below = await init(join(top, 'infra/ssm'))
    expect(below.stderr).toContain(`; GitHub reads it in ${join(top, WORKFLOW)} alone, so move it there`)
    const above = await init(top)
    expect([above.code, above.stderr.includes('GitHub reads it')]).toEqual([0, false])
  })

  it.each<readonly [string, string, string, RegExp]>([
    ['a config', 'ssm-doctor.json', '{}', /: ssm-doctor\.json is there already; nothing was written/],
    ['a workflow', WORKFLOW, 'name: ours', /: \.github\/workflows\/ssm-doctor\.yml is there already/],
    [
      'a config in package.json',
      'package.json',
      '{ "ssm-doctor": { "failOn": "high" } }',
      /: the key "ssm-doctor" of package\.json is there already/,
    ],
    ['a package.json that is no JSON', 'package.json', '{ "ssm-doctor": ', /reading package\.json: line 1/],
    ['a file where a folder should be', '.github', '', /\.github is no folder/],
  ])('writes nothing beside %s, which stays', async (_, file, text, why) => {
    const folder = aFolder()
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
    const there = readdirSync(folder, { recursive: true })
    const { code, stdout, stderr } = await init(folder)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(why)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([readdirSync(folder, { recursive: true }), read(folder, file)]).toEqual([there, text])
  })

  it('is not stopped by a package of that name', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'package.json'), '{ "devDependencies": { "ssm-doctor": "0.1.0" } }')
    expect((await init(folder)).code).toBe(0)
  })

  it('prints a config beside one that is there, and tells that none would be written', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'ssm-doctor.json'), '{}')
    const { code, stdout, stderr } = await init(folder, '--dry-run', '--no-workflow')
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { regions: ['ap-southeast-1'], failOn: 'medium' }])
    expect(stderr).toContain('nothing would be written: ssm-doctor.json would be in the way')
    expect(read(folder, 'ssm-doctor.json')).toBe('{}')
  })

  it('writes the config alone where that is asked for, whatever workflows there are', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, '.github/workflows'), { recursive: true })
    writeFileSync(join(folder, WORKFLOW), 'name: ours')
    expect((await init(folder, '--no-workflow')).code).toBe(0)
    expect(read(folder, WORKFLOW)).toBe('name: ours')
  })

  it('takes no Region from a file that AWS could not have', async () => {
    const folder = aFolder()
    const text = readFileSync(HEALTHY, 'utf8')
    const odd = text.replace(/"region": "ap-southeast-1",(?=\s+"partition")/, '"region": "moon-1",')
    expect(odd).not.toBe(text)
    writeFileSync(join(folder, 'odd.json'), odd)
    const { code, stderr } = await runProgram(['init', '--from', 'odd.json'], { cwd: folder })
    expect([code, stderr]).toEqual([
      2,
      'ssm-doctor: reading the snapshot: partition aws has no Region moon-1\n',
    ])
    expect(readdirSync(folder)).toEqual(['odd.json'])
  })

  it.each([
    [['--from', HEALTHY, '--profile', 'a'], /leave --profile away/],
    [['--from', HEALTHY, '-r', 'eu-west-1'], /holds no Region "eu-west-1"/],
    [['-r', 'eu-wets-1'], /did you mean eu-west-1/],
    [['-r', 'all', '-r', 'eu-west-1'], /"all" stands alone/],
    [['--output', 'a.json'], /there is no flag --output/],
  ])('refuses %j', async (args, why) => {
    const folder = aFolder()
    const { code, stdout, stderr } = await runProgram(['init', ...args], { cwd: folder })
    expect([code, stdout, readdirSync(folder)]).toEqual([2, '', []])
    expect(stderr).toMatch(why)
  })
})
