import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { takeLock } from '../../src/apply/lock.ts'
import { UsageError } from '../../src/core/errors.ts'
import { newFolder, removeFolders } from '../support/folders.ts'

afterEach(removeFolders)

const OWNER = { pid: process.pid, host: 'build-7', started: '2026-11-21T02:48:12.000Z' }
const BEFORE = '2026-11-20T22:00:00.000Z'

/** The id of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid

const left = (folder: string, text: string): void => writeFileSync(join(folder, 'lock'), text)

describe('the lock of a journal folder', () => {
  it('names its owner, is for the owner alone, and goes when it is given back', () => {
    const folder = newFolder()
    const giveBack = takeLock(folder, OWNER)
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual(OWNER)
    expect((statSync(join(folder, 'lock')).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(folder)).toEqual(['lock'])
    giveBack()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is refused while its owner lives, and tells who that is', () => {
    const folder = newFolder()
    left(folder, JSON.stringify({ pid: process.ppid, host: 'build-7', started: BEFORE }))
    const take = () => takeLock(folder, OWNER)
    expect(take).toThrow(UsageError)
    expect(take).toThrow(`process ${process.ppid} on build-7 since ${BEFORE}`)
    expect(take).toThrow(join(folder, 'lock'))
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('is refused twice in one process', () => {
    const folder = newFolder()
    const giveBack = takeLock(folder, OWNER)
    expect(() => takeLock(folder, OWNER)).toThrow(UsageError)
    giveBack()
    takeLock(folder, OWNER)()
  })

  it('is taken over from a dead process of this host', () => {
    const folder = newFolder()
    left(folder, JSON.stringify({ pid: deadPid(), host: 'build-7', started: BEFORE }))
    const giveBack = takeLock(folder, OWNER)
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual(OWNER)
    expect(readdirSync(folder)).toEqual(['lock'])
    giveBack()
  })

  it('is taken over from an earlier process that had the same id', () => {
    const folder = newFolder()
    left(folder, JSON.stringify({ ...OWNER, started: BEFORE }))
    takeLock(folder, OWNER)()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it.each([
    ['another host', JSON.stringify({ pid: 4_000_000, host: 'laptop', started: BEFORE }), /on laptop/],
    ['nobody that can be read', '', /its owner cannot be read/],
    ['no number', '{"pid":"1","host":"build-7"}', /process 1/],
  ])('is not taken over from %s', (_, text, words) => {
    const folder = newFolder()
    left(folder, text)
    expect(() => takeLock(folder, OWNER)).toThrow(words)
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(text)
  })

  it('is not given back by one who does not hold it any more', () => {
    const folder = newFolder()
    const giveBack = takeLock(folder, OWNER)
    left(folder, 'somebody else')
    giveBack()
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe('somebody else')
  })
})
