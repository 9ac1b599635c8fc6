import { describe, expect, it } from 'vitest'
import type { SnapshotDiff } from '../../../src/core/diff/types.ts'
import { renderDiffMarkdown } from '../../../src/report/diff/markdown.ts'
import { COMMENT } from '../../../src/report/markdown.ts'
import { aFinding, anOutcome } from '../a-report.ts'
import { aChange, ACCOUNT, aDiff, aScope, ofRegions } from './a-diff.ts'

const NAMES = { before: 'monday.json', after: 'friday.json' }

const page = (diff: SnapshotDiff): string => renderDiffMarkdown(diff, NAMES, COMMENT)

describe('the page of two snapshots', () => {
  it('that say the same is its head', () => {
    expect(page(aDiff()).trimEnd().split('\n')).toEqual([
      '<!-- ssm-doctor diff -->',
      '',
      '## ssm-doctor: the snapshots say the same of 1 Region',
      '',
      `<sub>monday.json → friday.json; account ${ACCOUNT}   eu-north-1   2026-03-04 01:02 → 2026-03-05 05:06 UTC</sub>`,
    ])
  })

  it('shows what a field has lost and got, and who holds a record alone', () => {
    const records = [
      aChange(),
      aChange({ id: '/old', in: 'before', fields: [] }),
      aChange({ id: '/new', in: 'after', fields: [] }),
    ]
    const text = page(aDiff({ records }))
    expect(text).toContain(
      '**log group /ops/sessions**\n\n```diff\n  retentionInDays\n- 30\n+ 400\n```\n\n**log group /old**: gone, only in monday.json',
    )
    expect(text).toContain('**log group /new**: new, only in friday.json')
  })

  it('tells what changes for nodes, and which findings', () => {
    const text = page(
      aDiff({
        outcomes: [
          {
            accountId: ACCOUNT,
            region: 'eu-north-1',
            node: 'i-1',
            before: anOutcome(),
            after: anOutcome({ canConnect: 'no', userSees: 'no way' }),
            turns: [{ aspect: 'can connect', before: 'yes', after: 'no', gain: -3 }],
          },
        ],
        findings: {
          new: [
            { finding: aFinding({ fingerprint: 'c', message: 'the cause' }) },
            { finding: aFinding({ fingerprint: 'd', causedBy: 'c', message: 'the consequence' }) },
          ],
          gone: [{ finding: aFinding({ verdict: 'unknown' }), unsure: 'roles could not be read' }],
          changed: [{ before: aFinding({ severity: 'low' }), after: aFinding() }],
        },
        notCompared: [
          {
            accountId: ACCOUNT,
            region: 'global',
            kind: 'roles',
            unknownIn: 'before',
            reason: 'denied',
            actions: ['iam:GetRole'],
          },
        ],
      }),
    )
    expect(text).toContain('- i-1: can connect: yes → **NO**, the user sees: no way')
    expect(text).toContain(
      '- **high** logs/log-group-arn-match: the cause; and 1 finding that follows from it',
    )
    expect(text).not.toContain('the consequence')
    expect(text).toContain('- **not known, high if so** logs/log-group-arn-match')
    expect(text).toContain('; perhaps not: roles could not be read')
    expect(text).toContain('- **low → high** logs/log-group-arn-match')
    expect(text).toContain('- roles: unknown in monday.json: denied; needs iam:GetRole')
  })

  it('holds what fits a comment, and says how much does not', () => {
    const records = Array.from({ length: 4000 }, (_, at) =>
      aChange({ id: `/group-${at}`, fields: [{ field: 'class', before: [at], after: ['y'.repeat(90)] }] }),
    )
    const outcomes = Array.from({ length: 2000 }, (_, at) => ({
      accountId: ACCOUNT,
      region: 'eu-north-1',
      node: `i-${at}`,
      after: anOutcome({ node: `i-${at}`, canConnect: 'no' as const, userSees: `${'z'.repeat(at % 70)}!` }),
      turns: [],
    }))
    const text = page(
      aDiff({ records, outcomes, findings: { new: [{ finding: aFinding() }], gone: [], changed: [] } }),
    )
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(40_000)
    expect(text).toMatch(/… and \d{4} more changes/)
    expect(text).toContain('the snapshots differ: 4000 records, 2000 nodes')
  })

  it('is not led astray by names and values', () => {
    const text = page(
      aDiff({
        records: [
          aChange({
            id: '](http://evil.example) <script>@team',
            fields: [{ field: 'policy', before: ['```\n# out'], after: ['````'] }],
          }),
        ],
      }),
    )
    expect(text).not.toContain('<script>@team')
    expect(text).toContain(String.raw`\](http\://evil.example) \<script>@&#8203;team`)
    expect(text).toContain('`````diff\n  policy\n- ``` # out\n+ ````\n`````')
  })

  it('says where, with several Regions', () => {
    const regions = ['eu-north-1', 'eu-west-1']
    const records = regions.map(region => aChange({ region }))
    const onlyIn = { before: [], after: [aScope('sa-east-1')] }
    const text = page(aDiff({ ...ofRegions(regions), records, onlyIn }))
    expect(text).toContain('**log group /ops/sessions in 2 places: eu-north-1, eu-west-1**')
    expect(text).toContain(`only in friday.json: account ${ACCOUNT}, sa-east-1`)
  })
})
