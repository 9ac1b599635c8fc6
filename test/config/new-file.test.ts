import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newFolder, removeFolders } from '../support/folders.ts'
import { assertCreatable, isTaken, writeNewFile } from '../../src/config/new-file.ts'

let folder = ''
beforeEach(() => void (folder = newFolder()))
afterEach(removeFolders)

const at = (name: string): string => join(folder, name)

it('makes a file with the folders that lack, for everybody to read', () => {
  writeNewFile(at('a/b/c.yml'), 'new', 'a file')
  expect(readFileSync(at('a/b/c.yml'), 'utf8')).toBe('new')
  expect(statSync(at('a/b/c.yml')).mode & 0o444).toBe(0o444)
})

it('never writes over what is there, nor through a link that leads nowhere', () => {
  writeFileSync(at('a'), 'old')
  symlinkSync(at('nowhere'), at('link'))
  for (const name of ['a', 'link'])
    expect(() => writeNewFile(at(name), 'new', 'a file')).toThrow(
      `writing a file ${at(name)}: it is there already`,
    )
  expect([readFileSync(at('a'), 'utf8'), isTaken(at('nowhere')), isTaken(at('link'))]).toEqual([
    'old',
    false,
    true,
  ])
})

it('leaves nothing of a file that could not be written whole', () => {
  const text = { toString: () => 'never' } as unknown as string
  expect(() => writeNewFile(at('half'), text, 'a file')).toThrow(/^writing a file/)
  expect(isTaken(at('half'))).toBe(false)
})

it('knows beforehand what could not be made', () => {
  assertCreatable(at('x/y/z'), 'a file')
  writeFileSync(at('x'), '')
  expect(() => assertCreatable(at('x/y/z'), 'a file')).toThrow(
    `writing a file ${at('x/y/z')}: ${at('x')} is no folder`,
  )
  mkdirSync(at('shut'))
  chmodSync(at('shut'), 0o500)
  // Nothing is shut to the superuser.
  if (process.getuid?.() !== 0)
    expect(() => assertCreatable(at('shut/a'), 'a file')).toThrow(/permission denied$/)
})
