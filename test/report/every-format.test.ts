import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readSnapshot } from '../../src/config/snapshot-file.ts'
import { audit } from '../../src/core/audit/audit.ts'
import type { Finding, Report } from '../../src/core/report.ts'
import type { World } from '../../src/core/snapshot.ts'
import { FORMATS } from '../../src/report/format-names.ts'
import { aContext } from './a-context.ts'
import { COUNTERS, textOf, toldOf } from './told.ts'

const FIXTURES = [
  'fixtures/healthy.json',
  ...readdirSync('fixtures/accounts').map(name => `fixtures/accounts/${name}`),
]

const formats = Object.entries(COUNTERS)

/** What each format tells of a report, and what it should: only as much as it tells at all. */
const compared = async (report: Report) => {
  const told = toldOf(report)
  const pairs = await Promise.all(
    formats.map(async ([format, count]) => {
      const counted = await count(textOf(format as keyof typeof COUNTERS, report, aContext()))
      const due = Object.keys(counted).map(key => [key, told[key as keyof typeof told]])
      return [
        [format, counted],
        [format, Object.fromEntries(due)],
      ] as const
    }),
  )
  return {
    counted: Object.fromEntries(pairs.map(([counted]) => counted)),
    due: Object.fromEntries(pairs.map(([, due]) => due)),
  }
}

it('every format but the table is counted', () => {
  expect(formats.map(([format]) => format).toSorted()).toEqual(
    FORMATS.filter(format => format !== 'table').toSorted(),
  )
})

it.each(FORMATS)('%s has its line in docs/formats.md', format => {
  expect(readFileSync('docs/formats.md', 'utf8')).toMatch(new RegExp(`^\\| \`${format}\` \\|`, 'm'))
})

it.each(FIXTURES)('%s is told alike in every format', async file => {
  const { counted, due } = await compared(audit(readSnapshot(file).worlds, checks))
  expect(counted).toEqual(due)
})

it('some of them have consequences to be told', () => {
  const { worlds } = readSnapshot('fixtures/accounts/no-endpoint-for-ssmmessages.json')
  expect(toldOf(audit(worlds, checks)).consequences).toBeGreaterThan(1)
})

it.each(['fixtures/healthy.json', 'fixtures/accounts/no-endpoint-for-ssmmessages.json'])(
  '%s is told alike in every format where no role could be read',
  async file => {
    const blind = readSnapshot(file).worlds.map((world): World => {
      const { roles: _roles, ...records } = world.records
      const gap = { kind: 'roles', reason: 'AccessDenied', actions: ['iam:GetRole'] } as const
      return { ...world, records, gaps: [...world.gaps, gap] }
    })
    const { counted, due } = await compared(audit(blind, checks))
    expect(counted).toEqual(due)
  },
)

describe('findings that were accepted', () => {
  const { worlds } = readSnapshot('fixtures/accounts/log-group-mismatch.json')
  const report = audit(worlds, checks)
  const accepted = (finding: Finding): Finding => ({
    ...finding,
    waived: { reason: 'moves', until: '2027-01-31' },
  })

  it('are told as such in every format', async () => {
    const all = { ...report, findings: report.findings.map(accepted) }
    expect(toldOf(all)).toMatchObject({ open: 0, accepted: 3 })
    const { counted, due } = await compared(all)
    expect(counted).toEqual(due)
  })

  it('are told beside those that were not', async () => {
    const [first, ...rest] = report.findings
    const { counted, due } = await compared({ ...report, findings: first ? [accepted(first), ...rest] : [] })
    expect(counted).toEqual(due)
  })
})

describe('an account that was looked at in two Regions', () => {
  const world = (file: string, region: string): World[] =>
    readSnapshot(file).worlds.map(one => ({ ...one, scope: { ...one.scope, region } }))

  it('is told alike in every format', async () => {
    const worlds = [
      ...world('fixtures/accounts/log-group-mismatch.json', 'ap-southeast-1'),
      ...world('fixtures/accounts/run-as-root.json', 'us-east-1'),
    ]
    const { counted, due } = await compared(audit(worlds, checks))
    expect(counted).toEqual(due)
  })
})
