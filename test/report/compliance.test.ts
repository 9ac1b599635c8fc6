import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import type { CheckResult, Report } from '../../src/core/report.ts'
import { renderHtml } from '../../src/report/html/page.ts'
import { renderJson } from '../../src/report/json.ts'
import { COMMENT, renderMarkdown } from '../../src/report/markdown.ts'
import { renderTable } from '../../src/report/table.ts'
import { aFinding, aReport } from './a-report.ts'
import { aContext } from './a-context.ts'

const checks: readonly CheckResult[] = [
  { id: 'kms/rotation-enabled', status: 'failed', subjects: 2 },
  { id: 'node/imdsv2-required', status: 'healthy', subjects: 4 },
  {
    id: 's3/tls-only',
    status: 'unknown',
    subjects: 1,
    reason: 'buckets: AccessDenied (needs s3:GetBucketPolicy)',
  },
  { id: 's3/public-access-blocked', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
]
const report: Report = aReport({
  checks,
  findings: [aFinding({ check: 'kms/rotation-enabled', severity: 'low', fingerprint: 'r' })],
})

const CIS = aContext({ compliance: ['cis-aws'] })

describe('the table by control', () => {
  const text = (verbose: boolean): string =>
    renderTable(report, { color: false, verbose, quiet: false, tool: CIS.tool, compliance: ['cis-aws'] })

  it('says of each control what speaks for or against it, and never that it is met', () => {
    expect(text(false)).toContain('evidence for CIS AWS Foundations Benchmark 3.0:')
    expect(text(false)).toContain(
      '  AGAINST  3.6  rotation of symmetric customer keys\n      failed: kms/rotation-enabled (1 finding)',
    )
    expect(text(false)).toContain('  for  5.6  instance metadata by IMDSv2 alone\n      healthy: 1 check')
    expect(text(false)).toContain(
      '  incomplete  2.1.1  bucket policies deny plain HTTP\n      unknown: s3/tls-only',
    )
    expect(text(false)).toContain('  none  2.1.4  buckets block public access\n      skipped: 1 check')
    expect(text(false)).toContain(
      '  incomplete  1.18  instances use roles\n      not run: identity/instance-profile-attached',
    )
    expect(text(false)).toContain('evidence 1 against, 4 incomplete, 1 for, 1 none')
    expect(text(false)).toContain('It is not compliance')
  })

  it('names the healthy checks too where all is asked for', () => {
    expect(text(true)).toContain('healthy: node/imdsv2-required')
  })

  it('is not there unless it was asked for', () => {
    const plain = renderTable(report, { color: false, verbose: true, quiet: false, tool: CIS.tool })
    expect(plain).not.toContain('evidence for')
  })
})

describe('Markdown by control', () => {
  it('has a table of the framework that was asked for', () => {
    const text = renderMarkdown(report, CIS, COMMENT)
    expect(text).toContain('### Evidence for CIS AWS Foundations Benchmark 3.0')
    expect(text).toContain(
      '| 3.6 | rotation of symmetric customer keys | AGAINST | failed: kms/rotation-enabled |',
    )
    expect(renderMarkdown(report, aContext(), COMMENT)).not.toContain('Evidence for')
  })
})

describe('JSON by control', () => {
  const schema = JSON.parse(readFileSync('src/config/report.schema.json', 'utf8')) as object
  const isReport = new Ajv({ allErrors: true, strict: false }).compile(schema)

  it('follows the schema, with the controls of every framework that was asked for', () => {
    const data = JSON.parse(renderJson(report, aContext({ compliance: ['cis-aws', 'soc-2'] }))) as {
      readonly compliance: readonly {
        readonly framework: string
        readonly controls: readonly {
          readonly id: string
          readonly evidence: string
          readonly claims: unknown
        }[]
      }[]
    }
    expect(isReport(data), JSON.stringify(isReport.errors)).toBe(true)
    expect(data.compliance.map(({ framework }) => framework)).toEqual(['cis-aws', 'soc-2'])
    expect(data.compliance[0]?.controls.find(({ id }) => id === '2.1.1')).toEqual({
      id: '2.1.1',
      title: 'bucket policies deny plain HTTP',
      evidence: 'incomplete',
      claims: [
        {
          shows: 'records travel to their bucket by TLS alone',
          checks: [
            {
              id: 's3/tls-only',
              status: 'unknown',
              subjects: 1,
              failures: 0,
              reason: 'buckets: AccessDenied (needs s3:GetBucketPolicy)',
            },
          ],
        },
      ],
    })
  })

  it('is as before where none was asked for', () => {
    expect(JSON.parse(renderJson(report, aContext()))).not.toHaveProperty('compliance')
  })
})

describe('the page by control', () => {
  it('unfolds the framework that was asked for and leaves out the others', () => {
    const text = renderHtml(report, CIS)
    expect(text).toMatch(/<details class="path" open>\s*<summary>\s*<h3>CIS AWS Foundations Benchmark 3.0/)
    expect(text).not.toContain('PCI DSS 4.0')
    expect(text).toContain('<a href="#control-cis-aws-3.6">CIS AWS 3.6</a>')
    expect(text).toContain('id="control-cis-aws-3.6"')
  })

  it('has all of them folded where none was asked for', () => {
    const text = renderHtml(report, aContext())
    for (const name of [
      'NIST SP 800-53 revision 5',
      'PCI DSS 4.0',
      'SOC 2',
      'ISO/IEC 27001:2022',
      'CIS AWS',
      'AWS Foundational',
    ])
      expect(text).toContain(`<h3>${name}`)
  })

  it('gives no link that leads nowhere, and no place two names', () => {
    const text = renderHtml(report, aContext())
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(match => match[1])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(match => match[1])
    expect(links.filter(id => !ids.includes(id))).toEqual([])
  })
})
