import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { OPEN_KINDS } from '../../src/config/plugins/plugin-check.ts'
import { writeSnapshot } from '../../src/config/snapshot-file.ts'
import { GLOBAL_KINDS, REGIONAL_KINDS } from '../../src/core/records.ts'
import { aFolder, runProgram } from '../cli/run-program.ts'
import { healthyWorld, WEB } from '../support/healthy.ts'
import { between, stored } from '../support/pages.ts'

const PAGE = 'docs/plugins.md'
const page = (): string => readFileSync(PAGE, 'utf8')

/** The files that the page shows, by their names. */
const shownFiles = (): readonly (readonly [string, string])[] =>
  [...page().matchAll(/<!-- file (\S+) -->\n([^]*?)<!-- \/file -->/g)].map(([, name = '', text = '']) => [
    name,
    text.replaceAll(/^ {4}/gm, ''),
  ])

const folder = aFolder()
beforeAll(() => {
  for (const [name, text] of shownFiles()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/ssm-doctor'))
  const world = healthyWorld()
  Object.assign(world.records.managedNodes[WEB] ?? {}, { agentVersion: '3.2.2303.0' })
  Object.assign(world.records.instances[WEB]?.tags ?? {}, { Team: 'web' })
  const { simulations: _s, bucketWebsites: _w, documentVersions: _d, ...records } = world.records
  writeSnapshot(join(folder, 'account.json'), { worlds: [{ ...world, records }] })
})

const ARGS = ['check', '--from', 'account.json', '--only', 'acme']

const indented = (text: string): string => text.trimEnd().replaceAll(/^(?=.)/gm, '    ')

const kinds = (): string => {
  const list = (all: readonly string[]): string =>
    all
      .filter(kind => OPEN_KINDS.includes(kind))
      .map(kind => `\`${kind}\``)
      .join(', ')
  const collected = new Set<string>([...GLOBAL_KINDS, ...REGIONAL_KINDS])
  return [
    `- derived from others: ${list(OPEN_KINDS.filter(kind => !collected.has(kind)))}`,
    `- of the account: ${list(GLOBAL_KINDS)}`,
    `- of a Region: ${list(REGIONAL_KINDS)}`,
  ].join('\n')
}

describe('the example of docs/plugins.md', () => {
  it('finds what the page says, and nothing where all is well (UPDATE_FIXTURES=1 writes it anew)', async () => {
    const { code, stdout, stderr } = await runProgram(ARGS, { cwd: folder })
    expect([code, stderr]).toEqual([1, ''])
    const transcript = `$ ssm-doctor ${ARGS.join(' ')}\n${stdout.trimEnd()}\nexit code ${code}`
    const fresh = between(page(), 'run', indented(transcript))
    expect(fresh).toBe(stored(PAGE, fresh))
    expect(stdout).toContain('agent 3.2.2303.0 is older than 3.3.2299.0')
    const healthy = await runProgram(
      ['check', '--from', resolve('fixtures/healthy.json'), '--only', 'acme'],
      {
        cwd: folder,
      },
    )
    expect(healthy.code).toBe(0)
  })

  it('passes its own test, which fails where the check is wrong', () => {
    const test = join(folder, 'checks/agent-of-the-image.test.mjs')
    const run = () =>
      spawnSync(process.execPath, ['--test', '--test-reporter=tap', test], { encoding: 'utf8' })
    const passed = run()
    expect([passed.status, passed.stderr]).toEqual([0, ''])
    expect(passed.stdout).toContain('acme/agent-of-the-image: an agent of last year')
    const check = join(folder, 'checks/agent-of-the-image.mjs')
    const text = readFileSync(check, 'utf8')
    writeFileSync(check, text.replace("'3.3.2299.0'", "'3.3.9999.0'"))
    const failed = run()
    writeFileSync(check, text)
    expect(failed.status).toBe(1)
    expect(failed.stdout).toContain('not ok 1 - acme/agent-of-the-image: is silent on the healthy world')
  })

  it('is a plugin of four files', () => {
    expect(shownFiles().map(([name]) => name)).toEqual([
      'checks/agent-of-the-image.mjs',
      'checks/index.mjs',
      'ssm-doctor.json',
      'checks/agent-of-the-image.test.mjs',
    ])
  })
})

describe('docs/plugins.md', () => {
  it('lists the kinds that a plugin may read (UPDATE_FIXTURES=1 writes them anew)', () => {
    const fresh = between(page(), 'kinds', kinds())
    expect(fresh).toBe(stored(PAGE, fresh))
  })

  it('tells of every field of a check and of a problem', () => {
    interface Node {
      readonly properties?: object
    }
    const schema: { definitions: Record<string, Node> } = JSON.parse(
      readFileSync('src/config/plugin.schema.json', 'utf8'),
    )
    const told = new Set([...page().matchAll(/^\| `(\w+)/gm)].map(([, name]) => name))
    const { check, problem } = schema.definitions
    const fields = [check, problem].flatMap(node => Object.keys(node?.properties ?? {}))
    expect(fields.filter(field => field !== 'fix' && !told.has(field))).toEqual([])
  })
})
