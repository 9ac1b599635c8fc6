import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { unpackSnapshot } from '../../../src/config/snapshot-format.ts'
import { diffSnapshots, isSame } from '../../../src/core/diff/diff.ts'
import type { SnapshotDiff } from '../../../src/core/diff/types.ts'
import { renderDiffJson } from '../../../src/report/diff/json.ts'
import { aFinding, anOutcome } from '../a-report.ts'
import { aChange, ACCOUNT, aDiff, aScope } from './a-diff.ts'

const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8'))

const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true })
  .addSchema(read('src/config/report.schema.json'), 'report.schema.json')
  .compile(read('src/config/diff.schema.json'))

interface Data {
  readonly same: boolean
  readonly outcomes: readonly { readonly turn: string; readonly before: unknown }[]
}

const dataOf = (diff: SnapshotDiff): Data => {
  const data: Data = JSON.parse(
    renderDiffJson(diff, {
      tool: { name: 'ssm-doctor', version: '7.8.9' },
      generatedAt: '2026-03-04T05:07:00.000Z',
      durationMs: 12.7,
      names: { before: 'a.json', after: 'b.json' },
      same: isSame(diff),
    }),
  )
  return data
}

const snapshot = (path: string) => unpackSnapshot(JSON.parse(readFileSync(path, 'utf8')), path)

const place = { accountId: ACCOUNT, region: 'eu-north-1', node: 'i-1' }

const full = (): SnapshotDiff =>
  aDiff({
    onlyIn: { before: [aScope('eu-west-1')], after: [aScope('eu-west-2')] },
    records: [
      aChange({ name: 'x', fields: [{ field: 'main', before: [true, 3, 'x'], after: [] }] }),
      aChange({ region: 'global', in: 'after', fields: [] }),
    ],
    outcomes: [
      { ...place, name: 'web', before: anOutcome(), turns: [] },
      { ...place, after: anOutcome({ userSees: 'no' }), turns: [] },
      { ...place, turns: [{ aspect: 'encrypted', before: 'no', after: 'yes', gain: 3 }] },
      {
        ...place,
        turns: [
          { aspect: 'encrypted', before: 'no', after: 'yes', gain: 3 },
          { aspect: 'can connect', before: 'yes', after: 'unknown', gain: -2 },
        ],
      },
    ],
    findings: {
      new: [{ finding: aFinding(), unsure: 'roles could not be read' }],
      gone: [{ finding: aFinding({ region: 'global' }) }],
      changed: [{ before: aFinding(), after: aFinding({ severity: 'low' }) }],
    },
    notCompared: [
      {
        accountId: ACCOUNT,
        region: 'global',
        kind: 'roles',
        id: 'x',
        unknownIn: 'both',
        reason: 'no',
        actions: ['a:B'],
        foreign: true,
      },
    ],
  })

describe('the JSON of two snapshots', () => {
  it.each([
    ['that say the same', aDiff()],
    ['with every optional field', full()],
    [
      'of which one is broken',
      diffSnapshots(
        snapshot('fixtures/healthy.json'),
        snapshot('fixtures/accounts/endpoint-lets-nobody-in.json'),
        checks,
      ),
    ],
  ])('%s follows the schema', (_, diff) => {
    expect(validate(dataOf(diff)) ? [] : validate.errors).toEqual([])
  })

  it('says whether they are the same, and how nodes fare', () => {
    expect(dataOf(aDiff()).same).toBe(true)
    const data = dataOf(full())
    expect(data.same).toBe(false)
    expect(data.outcomes.map(({ turn }) => turn)).toEqual(['other', 'other', 'better', 'mixed'])
    expect(data.outcomes[1]?.before).toBeNull()
  })
})
