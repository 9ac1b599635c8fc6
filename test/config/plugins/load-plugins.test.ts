import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { assert, asyncProperty } from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { loadPlugins } from '../../../src/config/plugins/load-plugins.ts'
import { OPEN_KINDS } from '../../../src/config/plugins/plugin-check.ts'
import { wantedKinds } from '../../../src/core/audit/wanted.ts'
import { badPlugin, EVERY_STRANGE, GOOD_CHECK } from './bad-plugins.ts'

const root = mkdtempSync(join(tmpdir(), 'ssm-doctor-plugins-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
/** A new folder with these files: node keeps what it has once loaded from a place. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = join(root, String(folders++))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const GOOD = `export default [${GOOD_CHECK}]`
const OTHER = GOOD.replace('acme/', 'other/')

const load = (files: Readonly<Record<string, string>>, ...names: readonly string[]) =>
  loadPlugins(names, folderWith(files), checks)

/** The ids of what was loaded and the reasons of what was not. */
const told = async (loading: ReturnType<typeof load>) => {
  const { plugins, broken } = await loading
  return {
    ids: plugins.flatMap(plugin => plugin.checks.map(({ id }) => id)),
    broken: broken.map(({ name, reason }) => `${name}: ${reason}`),
  }
}

const IDS = ['acme/nodes-have-an-owner']

describe('a plugin', () => {
  it('is a file, where its name begins with . or /, looked for from the folder of the config', async () => {
    const files = { 'checks/ours.mjs': GOOD }
    expect(await told(load(files, './checks/ours.mjs'))).toEqual({ ids: IDS, broken: [] })
    const folder = folderWith(files)
    const up = await loadPlugins(['../ours.mjs'], join(folder, 'checks', 'deeper'), checks)
    expect(up.plugins.map(({ prefix }) => prefix)).toEqual(['acme'])
    const whole = await loadPlugins([join(folder, 'checks/ours.mjs')], '/', checks)
    expect(whole.broken).toEqual([])
  })

  it('is a package else, found as node finds it: above the folder, and by the conditions of an import', async () => {
    const files = {
      'node_modules/@acme/checks/package.json': JSON.stringify({
        name: '@acme/checks',
        exports: { '.': { import: './esm.js' }, './more': { node: './more.mjs' } },
        type: 'module',
      }),
      'node_modules/@acme/checks/esm.js': GOOD,
      'node_modules/@acme/checks/more.mjs': OTHER,
    }
    const folder = join(folderWith(files), 'infra')
    const { plugins, broken } = await loadPlugins(['@acme/checks', '@acme/checks/more'], folder, checks)
    expect([plugins.map(({ prefix }) => prefix), broken]).toEqual([['acme', 'other'], []])
  })

  it('may be a module of the old kind', async () => {
    const files = { 'old.cjs': `module.exports = [${GOOD_CHECK}]` }
    expect(await told(load(files, './old.cjs'))).toEqual({ ids: IDS, broken: [] })
  })

  it('may name its prefix, and the version of the interface that it was written for', async () => {
    const text = `export const prefix = 'acme'\nexport const interfaceVersion = 1\n${GOOD}`
    expect(await told(load({ 'a.mjs': text }, './a.mjs'))).toEqual({ ids: IDS, broken: [] })
  })

  it('may hold checks of a class of its own, which keep their this', async () => {
    const text = `class Owner {
      constructor() { Object.assign(this, { ...${GOOD_CHECK}, run: undefined, tag: undefined }) ; delete this.run; delete this.tag }
      #tag = 'Owner'
      run(instance) { return instance.tags[this.#tag] ? undefined : { message: 'm', remedy: { text: 't' } } }
    }
    export default [new Owner()]`
    const { plugins } = await load({ 'a.mjs': text }, './a.mjs')
    const runOn = (tags: object) => plugins[0]?.checks[0]?.run({ tags } as never, {} as never, {} as never)
    expect(runOn({})).toEqual([{ message: 'm', remedy: { text: 't' } }])
    expect(runOn({ Owner: 'amelia' })).toEqual([])
  })

  it('never repairs, and its facts are no longer its own', async () => {
    const text = `export const check = ${GOOD_CHECK.replace("fix: 'none',", '')}
      export default [check]
      check.run = (run => (...args) => { check.severity = 'low'; return run(...args) })(check.run)`
    const { plugins } = await load({ 'a.mjs': text }, './a.mjs')
    const check = plugins[0]?.checks[0]
    check?.run({ tags: {} } as never, {} as never, {} as never)
    expect(check).toMatchObject({ fix: 'none', severity: 'high' })
  })

  it('that is wrong stops no other', async () => {
    const files = { 'a.mjs': 'export default []', 'b.mjs': GOOD, 'c.mjs': 'throw 1', 'd.mjs': OTHER }
    expect(await told(load(files, './a.mjs', './b.mjs', './c.mjs', './d.mjs'))).toEqual({
      ids: [...IDS, 'other/nodes-have-an-owner'],
      broken: ['./a.mjs: its list of checks is empty', './c.mjs: 1'],
    })
  })

  it('has a prefix that no other has', async () => {
    expect(await told(load({ 'a.mjs': GOOD, 'b.mjs': GOOD }, './a.mjs', './b.mjs'))).toEqual({
      ids: IDS,
      broken: ["./b.mjs: its ids begin with acme/, which is ./a.mjs's; give them a prefix of their own"],
    })
  })

  it('that is not there is told with where it was looked for', async () => {
    const folder = folderWith({ 'checks/ours.mjs': GOOD })
    const names = ['./checks/our.mjs', './checks', 'acme-checks', '@acme/checks/more']
    const { broken } = await loadPlugins(names, folder, checks)
    expect(broken.map(({ reason }) => reason)).toEqual([
      `${folder}/checks/our.mjs: there is no such file or folder`,
      `${folder}/checks is a folder; name the file in it`,
      `there is no such package in node_modules of ${folder} or above it; npm install it there`,
      `there is no such package in node_modules of ${folder} or above it; npm install it there`,
    ])
  })

  it('that never ends to load is given up', async () => {
    const folder = folderWith({ 'a.mjs': 'await new Promise(() => {})\nexport default []', 'b.mjs': GOOD })
    const { plugins, broken } = await loadPlugins(['./a.mjs', './b.mjs'], folder, checks, 1_500)
    expect(broken).toEqual([{ name: './a.mjs', reason: 'it was not loaded within 1.5 s' }])
    expect(plugins).toHaveLength(1)
  })

  it.each(EVERY_STRANGE)('$text is refused in one line that tells of $word', async ({ text, word }) => {
    const { ids, broken } = await told(load({ 'plugin.mjs': text }, './plugin.mjs'))
    expect(ids).toEqual([])
    expect(broken).toHaveLength(1)
    expect(broken[0]).toContain(word)
    expect(broken[0]).not.toMatch(/\n|\bat file:/)
  })

  it('one line for whatever is wrong, with the word that helps', async () => {
    const law = asyncProperty(badPlugin, async ({ text, word }) => {
      const { ids, broken } = await told(load({ 'plugin.mjs': text }, './plugin.mjs'))
      expect(ids).toEqual([])
      expect(broken).toHaveLength(1)
      expect(broken[0]).toMatch(/^\.\/plugin\.mjs: \S/)
      expect(broken[0]).toContain(word)
      expect(broken[0]).not.toContain('\n')
      expect(broken[0]?.length).toBeLessThan(600)
    })
    await assert(law, { numRuns: 150, seed: 7 })
  })
})

it('the kinds that a plugin may read are all that checks of ours read, but those of single purposes', () => {
  const closed = ['waivers', 'simulations', 'policyVersions', 'nodesElsewhere', 'documentVersions']
  const read = new Set([...checks.flatMap(({ each, needs }) => [each, ...needs]), ...wantedKinds(checks)])
  expect([...read].filter(kind => !OPEN_KINDS.includes(kind)).toSorted()).toEqual(closed.toSorted())
})
