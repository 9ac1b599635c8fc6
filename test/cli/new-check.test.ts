import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, runProgram, type Ran } from './run-program.ts'

const HEALTHY = resolve('fixtures/healthy.json')

const newCheck = (cwd: string, ...args: string[]): Promise<Ran> => runProgram(['new-check', ...args], { cwd })
const textIn = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()

/** A folder with a config, files in its folder of checks, and ssm-doctor as it would be installed. */
const aPlace = (config?: string, checks: Readonly<Record<string, string>> = {}): string => {
  const folder = aFolder()
  if (Object.keys(checks).length > 0) mkdirSync(join(folder, 'checks'))
  for (const [name, text] of Object.entries(checks)) writeFileSync(join(folder, 'checks', name), text)
  if (config !== undefined) writeFileSync(join(folder, 'ssm-doctor.json'), config)
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/ssm-doctor'))
  return folder
}

const own = (folder: string): string[] => filesIn(folder).filter(file => !file.startsWith('node_modules'))

describe('new-check in a folder that is not our own', () => {
  it('begins a plugin that works, with its test and its place in the config', async () => {
    const folder = aPlace('{\n  // ours\n  "failOn": "low",\n}\n')
    const { code, stdout, stderr } = await newCheck(folder, 'acme/owner-is-known')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`wrote   checks/owner-is-known.mjs
wrote   checks/owner-is-known.test.mjs
wrote   checks/index.mjs
changed ssm-doctor.json

left to do
- write your check in the place of the example: checks/owner-is-known.mjs and its test
- run its test: npm install --save-dev ssm-doctor && node --test checks/owner-is-known.test.mjs
`)
    expect(textIn(folder, 'ssm-doctor.json')).toBe(
      '{\n  // ours\n  "failOn": "low",\n  "plugins": [\n    "./checks/index.mjs"\n  ],\n}\n',
    )
    const ran = await runProgram(['check', '--from', HEALTHY, '--only', 'acme', '--format', 'json'], {
      cwd: folder,
    })
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      checks: [{ id: 'acme/owner-is-known', status: 'healthy' }],
    })
    const test = join(folder, 'checks/owner-is-known.test.mjs')
    const tested = spawnSync(process.execPath, ['--test', '--test-reporter=tap', test], { encoding: 'utf8' })
    expect(tested.status, tested.stdout).toBe(0)
    expect(tested.stdout).toContain('ok 2 - acme/owner-is-known: an instance with an empty tag')
  })

  it('adds to a plugin what comes later', async () => {
    const folder = aPlace('{ "plugins": ["./checks/index.mjs"] }')
    for (const name of ['owner', 'team', '2fa', 'default', 'a-name-that-is-so-long-that-a-line-is-full'])
      expect((await newCheck(folder, `acme/${name}`)).code, name).toBe(0)
    expect(textIn(folder, 'checks/index.mjs'))
      .toBe(`import acmeANameThatIsSoLongThatALineIsFull from './a-name-that-is-so-long-that-a-line-is-full.mjs'
import acmeDefault from './default.mjs'
import acme2fa from './2fa.mjs'
import acmeTeam from './team.mjs'
import acmeOwner from './owner.mjs'

export const interfaceVersion = 1

export default [
  acmeOwner,
  acmeTeam,
  acme2fa,
  acmeDefault,
  acmeANameThatIsSoLongThatALineIsFull,
]
`)
    expect(textIn(folder, 'ssm-doctor.json')).toBe('{ "plugins": ["./checks/index.mjs"] }')
    expect((await runProgram(['list'], { cwd: folder })).stdout.match(/\nacme\//g)).toHaveLength(5)
  })

  it('names the plugin in a package.json that holds the config', async () => {
    const folder = aPlace()
    writeFileSync(
      join(folder, 'package.json'),
      '{\n\t"name": "infra",\n\t"ssm-doctor": { "failOn": "low" }\n}\n',
    )
    expect((await newCheck(folder, 'acme/owner')).stdout).toContain('changed package.json')
    const { 'ssm-doctor': config }: Record<string, object> = JSON.parse(textIn(folder, 'package.json'))
    expect(config).toEqual({ failOn: 'low', plugins: ['./checks/index.mjs'] })
    expect(textIn(folder, 'package.json')).toContain('\n\t"name": "infra",\n')
  })

  it('says what to write where there is no config', async () => {
    const folder = aPlace()
    const { code, stdout } = await newCheck(folder, 'acme/owner')
    expect(code).toBe(0)
    expect(stdout).toContain('- name the plugin in ssm-doctor.json: { "plugins": ["./checks/index.mjs"] }\n')
  })

  it('writes nothing with --dry-run', async () => {
    const folder = aPlace('{}')
    const { code, stdout } = await newCheck(folder, 'acme/owner', '--dry-run')
    expect([code, own(folder)]).toEqual([0, ['ssm-doctor.json']])
    expect(stdout).toContain('would write  checks/owner.mjs\n')
    expect(stdout).toContain('would change ssm-doctor.json\n')
    expect(textIn(folder, 'ssm-doctor.json')).toBe('{}')
  })

  /** What is said of an id for which nothing is written. */
  const refusal = async (folder: string, id: string): Promise<string> => {
    const before = own(folder).map(file => textIn(folder, file))
    const { code, stdout, stderr } = await newCheck(folder, id)
    expect([code, stdout]).toEqual([2, ''])
    expect(own(folder).map(file => textIn(folder, file))).toEqual(before)
    return stderr
  }

  it('never overwrites', async () => {
    const folder = aPlace('{}', { 'owner.test.mjs': 'mine' })
    expect(await refusal(folder, 'acme/owner')).toBe(
      'ssm-doctor: making acme/owner: checks/owner.test.mjs is there already; nothing was written\n',
    )
  })

  it.each(['logs', 'jit'])('takes no area of ours, such as %s', async area => {
    expect(await refusal(aPlace('{}'), `${area}/owner`)).toBe(
      `ssm-doctor: making ${area}/owner: ${area} is an area of ssm-doctor; give the ids of your plugin a prefix of their own\n`,
    )
  })

  it('takes one prefix in a plugin', async () => {
    const folder = aPlace('{}')
    await newCheck(folder, 'acme/owner')
    expect(await refusal(folder, 'other/team')).toBe(
      'ssm-doctor: making other/team: the ids of the plugin checks/index.mjs begin with acme/; take acme/team\n',
    )
  })

  it.each(['owner', 'acme/Owner', 'acme/owner_name', 'acme/a/b', '../x', 'acme/..', '/', 'acme/-a', '1a/b'])(
    'takes no id such as %s',
    async id => {
      expect(await refusal(aPlace('{}'), id)).toBe(
        `ssm-doctor: reading the id: ${JSON.stringify(id)} is none; it is two names in small letters, digits and dashes, such as logs/retention-set\n`,
      )
    },
  )

  it('leaves a list alone that it does not understand, and a config that is wrong', async () => {
    const folder = aPlace('{}', { 'index.mjs': 'const list = []\nexport default list\n' })
    expect(await refusal(folder, 'acme/owner')).toBe(
      'ssm-doctor: adding to checks/index.mjs: it has no list "export default [...]" of names; add the check there by hand\n',
    )
    expect(await refusal(aPlace('{'), 'acme/owner')).toBe(
      'ssm-doctor: reading ssm-doctor.json: line 1: a } is missing\n',
    )
  })

  it('takes back what it has written where the rest cannot be', async () => {
    const folder = aPlace(undefined, { 'index.mjs': 'export default []\n' })
    // No name is left for a file beside it.
    const long = 'x'.repeat(255)
    writeFileSync(join(folder, long), '{}')
    symlinkSync(long, join(folder, 'ssm-doctor.json'))
    expect(await refusal(folder, 'acme/owner')).toMatch(
      /^ssm-doctor: writing the check ssm-doctor\.json: ENAMETOOLONG.*\n$/,
    )
  })

  it('needs an id', async () => {
    expect((await newCheck(aPlace())).stderr).toBe(
      'ssm-doctor: new-check needs an argument; see ssm-doctor new-check --help\n',
    )
  })
})
