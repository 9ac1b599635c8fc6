import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Gap } from '../../src/core/snapshot.ts'
import { aFolder, runProgram, SAMPLE } from './run-program.ts'

const HEALTHY = 'fixtures/healthy.json'

/** The healthy snapshot in which a read has failed. */
const withGap = (gap: Gap): string => {
  const path = join(aFolder(), 'unread.json')
  const file: { accounts: { worlds: { gaps: Gap[] }[] }[] } = JSON.parse(readFileSync(HEALTHY, 'utf8'))
  file.accounts[0]?.worlds[0]?.gaps.push(gap)
  writeFileSync(path, JSON.stringify(file))
  return path
}

const gap: Gap = { kind: 'keyGrants', id: 'k', reason: 'AccessDenied: no', actions: ['kms:ListGrants'] }

describe('diff', () => {
  it.each<readonly [string, () => readonly string[], number]>([
    ['0 where the snapshots say the same', () => [HEALTHY, HEALTHY], 0],
    ['1 where they do not', () => [HEALTHY, SAMPLE], 1],
    ['3 where something could not be compared', () => [HEALTHY, withGap(gap)], 3],
    ['0 where that belongs to another account', () => [HEALTHY, withGap({ ...gap, foreign: true })], 0],
    ['1 where something differs, whatever could not be compared', () => [SAMPLE, withGap(gap)], 1],
  ])('ends with %s', async (_, files, code) => {
    const ran = await runProgram(['diff', ...files()])
    expect(ran.stderr).toBe('')
    expect(ran.code).toBe(code)
  })

  it.each<readonly [string, readonly string[], string]>([
    ['no file', [], 'diff needs 2 arguments'],
    ['one file', [HEALTHY], 'diff needs 2 arguments'],
    ['three files', [HEALTHY, HEALTHY, HEALTHY], 'diff takes no argument'],
    [
      'a file that is not there',
      [HEALTHY, 'nowhere.json'],
      'reading snapshot nowhere.json: there is no such file',
    ],
    [
      'a file that is no snapshot',
      ['package.json', HEALTHY],
      'reading snapshot package.json: it is no snapshot',
    ],
    [
      'a format that is none',
      [HEALTHY, HEALTHY, '--format', 'jsno'],
      'reading --format: "jsno" is not known; did you mean json?',
    ],
  ])('refuses %s', async (_, args, said) => {
    const { code, stdout, stderr } = await runProgram(['diff', ...args])
    expect(stderr).toContain(`ssm-doctor: ${said}`)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('prints JSON for programs', async () => {
    const { code, stdout } = await runProgram(['diff', HEALTHY, SAMPLE, '--format', 'json'])
    const data: { same: boolean; before: { file: string }; records: { id: string }[] } = JSON.parse(stdout)
    expect([data.same, data.before.file, code]).toEqual([false, HEALTHY, 1])
    expect(data.records.map(({ id }) => id)).toEqual([
      'db',
      'arn:aws:iam::123456789012:policy/session-logging',
    ])
  })

  it('writes a page of Markdown into a file', async () => {
    const path = join(aFolder(), 'comment.md')
    const ran = await runProgram(['diff', HEALTHY, SAMPLE, '--format', 'markdown', '-o', path])
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([1, '', ''])
    expect(readFileSync(path, 'utf8')).toContain('## ssm-doctor: the snapshots differ: 2 records')
  })

  it('refuses a file that cannot be written before it reads anything', async () => {
    const { code, stderr } = await runProgram(['diff', 'nowhere.json', HEALTHY, '-o', '/nonexistent/x.md'])
    expect(stderr).toContain('writing /nonexistent/x.md: there is no such file or folder')
    expect(code).toBe(2)
  })
})
