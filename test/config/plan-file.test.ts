import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPlan, writePlan, type PlanFile } from '../../src/config/plan-file.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { digestOfChanges } from '../../src/core/plan/digest.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const change: Change = {
  type: 'enable-key',
  region: 'eu-north-1',
  keyArn: 'arn:aws:kms:eu-north-1:210987654321:key/5e55aaaa',
}

const PLAN: PlanFile = {
  tool: 'ssm-doctor 9.8.7',
  madeAt: '2026-11-20T09:14:00.000Z',
  accountId: '210987654321',
  for: { regions: ['eu-north-1'], only: ['kms'], skip: [], instances: [], tags: { team: 'web' } },
  digest: digestOfChanges([change]),
  steps: [{ describe: 'enable the key', risk: 'review', change }],
}

const path = (): string => join(folder, 'plan.json')

describe('a plan on disk', () => {
  it('is read as it was written', () => {
    writePlan(path(), PLAN)
    expect(readPlan(path())).toMatchObject({ ...PLAN })
  })

  it.each<[string, (text: string) => string, string]>([
    ['is cut off', text => text.slice(0, -20), 'it is not whole JSON'],
    [
      'is something else',
      () => '{"format":"ssm-doctor-snapshot","version":1}',
      'it is no plan of ssm-doctor',
    ],
    ['is a list', () => '[]', 'it is no plan of ssm-doctor'],
    ['is of a newer version', text => text.replace('"version": 1', '"version": 2'), 'it has version 2'],
    ['lacks its account', text => text.replace('"accountId"', '"account"'), 'it is not whole'],
    ['names no Region', text => text.replace(/"regions": \[[^\]]*\]/, '"regions": []'), 'it is not whole'],
    ['holds a change that nobody knows', text => text.replace('enable-key', 'delete-key'), 'it is not whole'],
    ['was edited', text => text.replace('5e55aaaa', '5e55bbbb'), 'its steps are not those that were planned'],
  ])('that %s is refused in one line', (_, edit, why) => {
    writePlan(path(), PLAN)
    writeFileSync(path(), edit(readFileSync(path(), 'utf8')))
    expect(() => readPlan(path())).toThrow(
      `reading plan ${path()}: ${why}${why.startsWith('it has') ? ', this program knows 1' : ''}; make it anew`,
    )
  })

  it('that is not there is told so', () => {
    expect(() => readPlan(path())).toThrow(`reading plan ${path()}: there is no such file or folder`)
  })
})
