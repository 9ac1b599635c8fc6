import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newFolder, removeFolders } from '../support/folders.ts'
import { readSnapshot, writeSnapshot } from '../../src/config/snapshot-file.ts'
import { UsageError } from '../../src/core/errors.ts'
import type { Snapshot } from '../../src/core/snapshot.ts'
import { healthyWorld } from '../support/healthy.ts'

let folder = ''
beforeEach(() => void (folder = newFolder()))
afterEach(removeFolders)

const twoRegions = (): Snapshot => {
  const here = healthyWorld()
  const there = healthyWorld()
  return {
    worlds: [
      {
        ...here,
        gaps: [{ kind: 'roles', id: 'x', reason: 'denied', actions: ['iam:GetRole'], foreign: true }],
      },
      { ...there, scope: { ...there.scope, region: 'eu-west-2' } },
    ],
  }
}

const written = (snapshot: Snapshot = twoRegions()): string => {
  const path = join(folder, 'account.json')
  writeSnapshot(path, snapshot)
  return path
}

/** A good file with one thing changed. */
const changed = (change: (file: object) => unknown): string => {
  const path = written()
  const file: object = JSON.parse(readFileSync(path, 'utf8'))
  const other = change(file) ?? file
  writeFileSync(path, typeof other === 'string' ? other : JSON.stringify(other))
  return path
}

describe('a snapshot file', () => {
  it('gives back what was written', () => {
    expect(readSnapshot(written())).toEqual(twoRegions())
  })

  it('holds what is global once, and both worlds share it again', () => {
    const path = written()
    expect(readFileSync(path, 'utf8').match(/"trustPolicy"/g)).toHaveLength(3)
    const { worlds } = readSnapshot(path)
    expect(worlds[0]?.records.roles).toBe(worlds[1]?.records.roles)
  })

  it('keeps what two Regions of an account know differently', () => {
    const snapshot = twoRegions()
    const [here, there] = snapshot.worlds
    if (!here || !there) throw new Error('two worlds')
    const odd = { ...there, records: { ...there.records, roles: {} } }
    expect(readSnapshot(written({ worlds: [here, odd] })).worlds[1]?.records.roles).toEqual({})
  })

  it('does not write what the user declared', () => {
    const [world] = twoRegions().worlds
    if (!world) throw new Error('a world')
    const path = written({ worlds: [{ ...world, declared: { named: ['i-0aaaaaaaaaaaaaaa9'] } }] })
    expect(readFileSync(path, 'utf8')).not.toContain('i-0aaaaaaaaaaaaaaa9')
  })

  it('is for its owner alone, and leaves nothing beside it', () => {
    const path = written()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['account.json'])
  })

  it('takes the place of an older one, through a symbolic link too', () => {
    const link = join(folder, 'latest.json')
    symlinkSync(written(), link)
    writeSnapshot(link, { worlds: [healthyWorld()] })
    expect(readSnapshot(join(folder, 'account.json')).worlds).toHaveLength(1)
    expect(readdirSync(folder).sort()).toEqual(['account.json', 'latest.json'])
  })

  it('that cannot be written is one line about why', () => {
    mkdirSync(join(folder, 'sub'))
    const write = (name: string) => () => writeSnapshot(join(folder, name), twoRegions())
    expect(write('nowhere/account.json')).toThrow(/^writing snapshot .*: there is no such file or folder/)
    expect(write('sub')).toThrow(UsageError)
  })
})

describe('a bad snapshot file is refused in one line:', () => {
  it.each<[string, () => string, RegExp]>([
    ['one that is not there', () => join(folder, 'no.json'), /no\.json: there is no such file/],
    ['a folder', () => folder, /it is a folder/],
    ['an empty one', () => changed(() => ''), /it is empty/],
    ['a truncated one', () => changed(file => JSON.stringify(file).slice(0, 900)), /truncated/],
    ['another program’s', () => changed(() => ({ hello: 1 })), /no snapshot of ssm-doctor/],
    ['a list', () => changed(() => '[1]'), /no snapshot of ssm-doctor/],
    ['null', () => changed(() => 'null'), /no snapshot of ssm-doctor/],
    ['a newer one', () => changed(file => ({ ...file, version: 2 })), /version 2, .* knows 1: update/],
    ['one without a version', () => changed(file => ({ ...file, version: undefined })), /version/],
    ['one without accounts', () => changed(file => ({ ...file, accounts: [] })), /\/accounts must/],
    [
      'one with __proto__',
      () => changed(file => JSON.stringify(file).replace('"shared":{', '"shared":{"__proto__":{"x":1},')),
      /__proto__/,
    ],
    [
      'one that hides it',
      () =>
        changed(file => JSON.stringify(file).replace('"shared":{', '"shared":{"\\u005f_proto__":{"x":1},')),
      /__proto__/,
    ],
    [
      'one with an unknown kind',
      () => changed(file => JSON.stringify(file).replace('"instances":', '"spaceships":')),
      /"spaceships"/,
    ],
    [
      'a record of a wrong type',
      () => changed(file => JSON.stringify(file).replace('"pingStatus":"Online"', '"pingStatus":7')),
      /\/pingStatus must be string/,
    ],
    [
      'a time that is none',
      () => changed(file => JSON.stringify(file).replace(/"takenAt":"[^"]*"/, '"takenAt":"soon"')),
      /\/takenAt must match/,
    ],
    [
      'one with a Region twice',
      () => changed(file => JSON.stringify(file).replace('"eu-west-2"', '"ap-southeast-1"')),
      /123456789012 ap-southeast-1 is in it twice/,
    ],
    [
      'one that nests without end',
      () =>
        changed(
          () =>
            `{"format":"ssm-doctor-snapshot","version":1,"accounts":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
        ),
      /\/accounts\/0 must be object/,
    ],
  ])('%s', (_, make, says) => {
    const path = make()
    expect(() => readSnapshot(path)).toThrow(UsageError)
    expect(() => readSnapshot(path)).toThrow(says)
    expect(() => readSnapshot(path)).toThrow(/^reading snapshot [^\n]*$/)
  })

  it('nothing of it reaches the prototype of all objects', () => {
    const path = changed(file =>
      JSON.stringify(file).replace('"shared":{', '"shared":{"__proto__":{"polluted":1},'),
    )
    expect(() => readSnapshot(path)).toThrow(UsageError)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
