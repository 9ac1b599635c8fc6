import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { OutcomeChange, SnapshotDiff } from '../../../src/core/diff/types.ts'
import { renderDiffTable, type DiffTableOptions } from '../../../src/report/diff/table.ts'
import { aFinding, anOutcome } from '../a-report.ts'
import { aChange, ACCOUNT, aDiff, aScope, ofRegions } from './a-diff.ts'

const NAMES = { before: 'monday.json', after: 'friday.json' }

const table = (diff: SnapshotDiff, options: Partial<DiffTableOptions> = {}): string =>
  renderDiffTable(diff, { color: false, verbose: false, names: NAMES, ...options })

const outcomeOn = (node: string, fields: Partial<OutcomeChange> = {}): OutcomeChange => ({
  accountId: ACCOUNT,
  region: 'eu-north-1',
  node,
  before: anOutcome({ node }),
  after: anOutcome({ node, canConnect: 'no', userSees: `${node} is not connected` }),
  turns: [{ aspect: 'can connect', before: 'yes', after: 'no', gain: -3 }],
  ...fields,
})

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `i-${String(at).padStart(17, '0')}`)

describe('the table of two snapshots', () => {
  it('that say the same is three lines', () => {
    expect(table(aDiff()).split('\n')).toEqual([
      'monday.json → friday.json',
      `account ${ACCOUNT}   eu-north-1   2026-03-04 01:02 → 2026-03-05 05:06 UTC`,
      '',
      'the snapshots say the same of 1 Region',
      '',
    ])
  })

  it('shows a value that turned on a line, and what lists have lost and got below each other', () => {
    const fields = [
      { field: 'retentionInDays', before: [], after: [400] },
      { field: 'rules', before: ['tcp 443 from sg-1', 'tcp 22 from sg-2'], after: ['udp 53 to 10.0.0.0/8'] },
    ]
    expect(table(aDiff({ records: [aChange({ fields })] }))).toContain(
      [
        '  log group /ops/sessions',
        '    retentionInDays: not set → 400',
        '    rules:',
        '      - tcp 443 from sg-1',
        '      - tcp 22 from sg-2',
        '      + udp 53 to 10.0.0.0/8',
      ].join('\n'),
    )
  })

  it('says which snapshot holds a record alone', () => {
    const records = [aChange({ in: 'before', fields: [] }), aChange({ id: '/new', in: 'after', fields: [] })]
    const text = table(aDiff({ records }))
    expect(text).toContain('  - log group /ops/sessions: only in monday.json')
    expect(text).toContain('  + log group /new: only in friday.json')
  })

  it('tells the same of many records and nodes once, however many there are', () => {
    const records = ids(4000).map(id =>
      aChange({
        kind: 'managedNodes',
        id,
        fields: [{ field: 'pingStatus', before: ['Online'], after: ['Inactive'] }],
      }),
    )
    const text = table(aDiff({ records, outcomes: ids(4000).map(id => outcomeOn(id)) }))
    expect(text.split('\n').length).toBeLessThan(14)
    expect(text).toContain('and 3995 more')
    expect(text).toContain('the user sees: <the node> is not connected')
    expect(text).toContain('the snapshots differ: 4000 records, 4000 nodes with another outcome')
  })

  it('names a single node in the text that the user meets', () => {
    expect(table(aDiff({ outcomes: [outcomeOn('i-0123456789abcdef0', { name: 'db-7' })] }))).toContain(
      'i-0123456789abcdef0 db-7  can connect: yes → NO, the user sees: i-0123456789abcdef0 is not connected',
    )
  })

  it('tells what got worse before what got better, and who is judged in one alone', () => {
    const { after: _, ...gone } = outcomeOn('i-gone', { turns: [] })
    const better = outcomeOn('i-better', {
      turns: [{ aspect: 'encrypted', before: 'no', after: 'yes', gain: 3 }],
      after: anOutcome(),
    })
    const { before: __, ...come } = outcomeOn('i-come', { turns: [], after: anOutcome({ node: 'i-come' }) })
    const text = table(aDiff({ outcomes: [better, come, gone, outcomeOn('i-worse')] }))
    const order = ['i-worse', 'i-gone', 'i-come', 'i-better'].map(id => text.indexOf(id))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(text).toContain('i-gone  is no longer judged')
    expect(text).toContain(
      'i-come  is judged now: can connect: yes, recorded: NO (CloudWatch silent, S3 yes), encrypted: yes',
    )
    expect(text).toContain('i-better  encrypted: NO → yes')
  })

  it('tells the same of several Regions once, and where', () => {
    const regions = ['eu-north-1', 'eu-west-1', 'eu-west-3']
    const records = regions.map(region => aChange({ region }))
    const findings = regions.map(region => ({ finding: aFinding({ region, fingerprint: region }) }))
    const text = table(
      aDiff({ ...ofRegions(regions), records, findings: { new: findings, gone: [], changed: [] } }),
    )
    expect(text).toContain('  log group /ops/sessions in 3 places: eu-north-1, eu-west-1, eu-west-3')
    expect(text).toContain(
      'logs/log-group-arn-match in 3 places: eu-north-1, eu-west-1, eu-west-3: role web may not',
    )
  })

  it('names accounts where there are several, and what one snapshot alone holds', () => {
    const other = '999999999999'
    const scopes = [ACCOUNT, other].map(account => ({
      scope: aScope('eu-north-1', account),
      takenBefore: '2026-03-04T01:02:03.000Z',
    }))
    const text = table(
      aDiff({
        scopes,
        onlyIn: { before: [aScope('sa-east-1')], after: [] },
        records: [aChange({ accountId: other, region: 'global', kind: 'roles', id: 'web' })],
      }),
    )
    expect(text).toContain(`only in monday.json: account ${ACCOUNT}, sa-east-1`)
    expect(text).toContain(`  role web in account ${other}`)
    expect(text).toContain('the snapshots differ: 1 Region of one alone, 1 record')
  })

  it('says so where they have no place in common', () => {
    const text = table(
      aDiff({ scopes: [], onlyIn: { before: [aScope('eu-west-1')], after: [aScope('eu-west-2')] } }),
    )
    expect(text).toContain('no account and Region is in both')
  })

  it('puts what follows under its cause, and says where a finding may be there all the same', () => {
    const cause = aFinding({ check: 'kms/key-usable', fingerprint: 'cause', message: 'key k-1 is disabled' })
    const follower = aFinding({
      check: 'kms/node-can-decrypt',
      causedBy: 'cause',
      fingerprint: 'f',
      message: 'no node can decrypt',
    })
    const orphan = aFinding({ causedBy: 'elsewhere', message: 'role ops lacks a grant' })
    const text = table(
      aDiff({
        findings: {
          new: [{ finding: cause }, { finding: follower }, { finding: orphan }],
          gone: [
            { finding: aFinding({ verdict: 'unknown' }), unsure: 'roles could not be read: AccessDenied' },
          ],
          changed: [{ before: aFinding({ severity: 'low' }), after: aFinding({ severity: 'critical' }) }],
        },
      }),
    )
    expect(text).toContain(
      '  HIGH  kms/key-usable: key k-1 is disabled\n    and 1 finding that follows from it',
    )
    expect(text).not.toContain('no node can decrypt')
    expect(text).toContain('role ops lacks a grant')
    expect(text).toContain('UNKNOWN (high)  logs/log-group-arn-match')
    expect(text).toContain('    perhaps not: roles could not be read: AccessDenied')
    expect(text).toContain('  LOW → CRITICAL  logs/log-group-arn-match')
  })

  it('says what could not be compared, and who does not know it', () => {
    const place = {
      accountId: ACCOUNT,
      region: 'eu-north-1',
      reason: 'AccessDenied',
      actions: ['kms:ListGrants'],
    }
    const text = table(
      aDiff({
        notCompared: [
          { ...place, kind: 'keyGrants', id: 'k-1', unknownIn: 'after' },
          { ...place, kind: 'keyGrants', id: 'k-2', unknownIn: 'after' },
          { ...place, kind: 'roles', unknownIn: 'both', actions: [] },
        ],
      }),
    )
    expect(text).toContain(
      '  grants of key k-1, grants of key k-2: unknown in friday.json: AccessDenied; needs kms:ListGrants',
    )
    expect(text).toContain('  roles: unknown in both: AccessDenied')
    expect(text).toContain('say the same of 1 Region; 3 things could not be compared')
  })

  it('cuts what is long and counts what is left out, unless everything is asked for', () => {
    const records = ids(60).map((id, at) =>
      aChange({ id, fields: [{ field: 'x', before: [at], after: ['y'.repeat(400)] }] }),
    )
    const short = table(aDiff({ records }))
    expect(short).toContain('and 20 more (--verbose names them)')
    expect(short).toContain(`${'y'.repeat(240)}…`)
    const whole = table(aDiff({ records }), { verbose: true })
    expect(whole).toContain('y'.repeat(400))
    expect(whole).toContain(ids(60)[59])
  })

  it('cannot be steered by what it tells, and says in words what it says in colour', () => {
    const records = [
      aChange({
        id: '\u001b[2Jwiped',
        fields: [{ field: 'class', before: ['a\u202eb'], after: ['c\r\nd'] }],
      }),
    ]
    const diff = aDiff({ records, outcomes: [outcomeOn('i-1')] })
    const text = table(diff)
    expect(text).toContain('log group wiped')
    expect(text).toContain('class: a b → c  d')
    expect(stripVTControlCharacters(table(diff, { color: true }))).toBe(text)
    expect(table(diff, { color: true })).toContain('\u001b[31mNO\u001b[39m')
  })

  it('breaks its lines where a terminal ends', () => {
    const message = Array.from({ length: 30 }, (_, at) => `word${at}`).join(' ')
    const text = table(
      aDiff({ findings: { new: [{ finding: aFinding({ message }) }], gone: [], changed: [] } }),
      { width: 60 },
    )
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(60)
  })
})
