import { describe, expect, it } from 'vitest'
import type { Finding, Report } from '../../src/core/report.ts'
import { COMMENT, renderMarkdown } from '../../src/report/markdown.ts'
import { renderTable } from '../../src/report/table.ts'
import { aContext } from './a-context.ts'
import { aFinding, aGap, anOutcome, aReport } from './a-report.ts'

const REGIONS = ['eu-north-1', 'eu-west-1', 'eu-west-3']

/** A report of three Regions. */
const ofRegions = (parts: Parameters<typeof aReport>[0]): Report => {
  const report = aReport(parts)
  return { ...report, scopes: REGIONS.flatMap(region => report.scopes.map(scope => ({ ...scope, region }))) }
}

const table = (report: Report, verbose = false): string =>
  renderTable(report, {
    tool: { name: 'ssm-doctor', version: '7.8.9' },
    color: false,
    verbose,
    quiet: false,
  })

/** The finding in a Region, whose name is in its texts. */
const inRegion = (region: string, fields: Partial<Finding> = {}): Finding => {
  const made = aFinding({ region, ...fields })
  return {
    ...made,
    message: `${made.message} of ${region}`,
    remediation: { ...made.remediation, commands: [`aws logs create-log-group --region ${region}`] },
    fingerprint: `${made.check}|${region}|${made.subject.id}`,
  }
}

const everywhere = (fields: Partial<Finding> = {}): readonly Finding[] =>
  REGIONS.map(region => inRegion(region, fields))

describe('the same fault in several Regions', () => {
  it('is one block that says where else', () => {
    const text = table(ofRegions({ findings: everywhere() }))
    expect(text.match(/^HIGH/gm)).toHaveLength(1)
    expect(text).toContain('HIGH  logs/log-group-arn-match  role web  in eu-north-1  hurts 1 node')
    expect(text).toContain('  the same  in 2 more Regions: eu-west-1, eu-west-3; --verbose tells each')
    expect(text).toContain('3 causes (3 high)')
  })

  it('has a block in each with --verbose', () => {
    const text = table(ofRegions({ findings: everywhere() }), true)
    expect(text.match(/^HIGH/gm)).toHaveLength(3)
    expect(text).not.toContain('the same')
    for (const region of REGIONS) expect(text).toContain(`--region ${region}`)
  })

  it('names what it is about there where that is something else', () => {
    const nodes = REGIONS.map((region, at) =>
      inRegion(region, { subject: { kind: 'instance', id: `i-${at}` }, affects: [`i-${at}`] }),
    )
    const more = inRegion('eu-west-3', { subject: { kind: 'instance', id: 'i-9' }, affects: ['i-9'] })
    const text = table(ofRegions({ findings: [...nodes, more] }))
    expect(text).toContain('instance i-0  in eu-north-1')
    expect(text).toContain('in 2 more Regions: eu-west-1 (i-1), eu-west-3 (i-2, i-9)')
  })

  it('takes a name that holds the Region for the same', () => {
    const buckets = REGIONS.map(region =>
      inRegion(region, { subject: { kind: 'bucket', id: `logs-${region}` } }),
    )
    expect(table(ofRegions({ findings: buckets }))).toContain('in 2 more Regions: eu-west-1, eu-west-3;')
  })

  it('is a line where it costs nothing', () => {
    const text = table(ofRegions({ findings: everywhere({ severity: 'info' }) }))
    expect(text).toContain('; the same in 2 more Regions: eu-west-1, eu-west-3')
    expect(text.match(/^INFO/gm)).toHaveLength(1)
  })

  it('stands once on the page of Markdown too', () => {
    const text = renderMarkdown(ofRegions({ findings: everywhere() }), aContext(), COMMENT)
    expect(text.match(/^####/gm)).toHaveLength(1)
    expect(text).toContain('**The same** in 2 more Regions: eu-west-1, eu-west-3')
  })
})

describe('faults of several Regions stay apart', () => {
  const [first] = everywhere() as [Finding]
  it.each<readonly [string, Finding]>([
    ['where one says something else', { ...inRegion('eu-west-1'), message: 'role web lacks everything' }],
    ['where one is worse', inRegion('eu-west-1', { severity: 'critical' })],
    ['where one is not certain', inRegion('eu-west-1', { verdict: 'unknown' })],
    ['of two accounts', inRegion('eu-west-1', { accountId: '999999999999' })],
    ['where they are about something else', inRegion('eu-west-1', { subject: { kind: 'role', id: 'db' } })],
    ['of one Region', { ...inRegion('eu-north-1'), fingerprint: 'other', about: 'other' }],
  ])('%s', (_, other) => {
    const text = table(ofRegions({ findings: [first, other] }))
    expect(text).not.toContain('more Region')
    expect(text.match(/^(?:HIGH|CRITICAL|UNKNOWN)/gm)).toHaveLength(2)
  })
})

describe('several Regions', () => {
  it('with no node are told in a line, those with nodes each with its nodes', () => {
    const outcomes = [anOutcome({ region: 'eu-west-1' })]
    const text = table(ofRegions({ outcomes }))
    expect(text.match(/^ssm-doctor 7\.8\.9/gm)).toHaveLength(1)
    expect(text).toContain('   eu-west-1   ')
    expect(text).toContain('\nno node is judged in eu-north-1, eu-west-3\n')
  })

  it('with no node at all still say who looked, and when', () => {
    const text = table(ofRegions({}))
    expect(text.match(/^ssm-doctor 7\.8\.9 .*2026-03-04 05:06 UTC$/gm)).toHaveLength(1)
    expect(text).toContain('\nno node is judged in eu-north-1, eu-west-1, eu-west-3\n')
  })

  it('in which the same could not be read are told together', () => {
    const gaps = REGIONS.map(region =>
      aGap({ region, reason: `AccessDenied: on arn:aws:ssm:${region}:1:document/x` }),
    )
    const text = table(ofRegions({ gaps: [...gaps, aGap({ region: 'eu-west-3', id: 'db' })] }))
    expect(text).toContain(
      '  roles web (eu-north-1, eu-west-1, eu-west-3): AccessDenied: on arn:aws:ssm:eu-north-1:1:document/x; needs iam:GetRole',
    )
    expect(text).toContain('  roles db (eu-west-3): AccessDenied')
  })

  it('stand beside their nodes on the page of Markdown', () => {
    const outcomes = [anOutcome({ region: 'eu-west-3' })]
    expect(renderMarkdown(ofRegions({ outcomes }), aContext(), COMMENT)).toContain(
      '| i-0aaaaaaaaaaaaaaa1 web-1 (eu-west-3) |',
    )
  })

  it('of one alone are not named with each finding', () => {
    expect(table(aReport({ findings: [aFinding()] }))).toContain('role web  hurts 1 node')
  })
})
