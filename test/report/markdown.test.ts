import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { fenced, prose } from '../../src/report/markdown-text.ts'
import { COMMENT, renderMarkdown } from '../../src/report/markdown.ts'
import { aContext } from './a-context.ts'
import { aFinding, aGap, anOutcome, aReport } from './a-report.ts'

const render = (report: Report): string => renderMarkdown(report, aContext(), COMMENT)
const linesOf = (report: Report): readonly string[] => render(report).split('\n')

describe('the page', () => {
  it('begins with a mark by which it is found again, then what the matter is, then the nodes', () => {
    const outcomes = [
      anOutcome(),
      anOutcome({ node: 'i-0b', canConnect: 'no', userSees: 'TargetNotConnected' }),
    ]
    const lines = linesOf(aReport({ findings: [aFinding()], outcomes }))
    expect(lines[0]).toBe('<!-- ssm-doctor -->')
    expect(lines[2]).toBe('## ssm-doctor: 1 cause (1 high)')
    expect(lines[6]).toBe('| i-0b web-1 | **NO** |  |  | TargetNotConnected |')
    expect(lines[7]).toBe('| i-0aaaaaaaaaaaaaaa1 web-1 | yes | **NO** (CloudWatch silent, S3 yes) | yes |  |')
  })

  it('tells of a cause what is, the values side by side, the effect, and the command', () => {
    const text = render(aReport({ findings: [aFinding()] }))
    expect(text).toContain(`#### high: logs/log-group-arn-match

role web may not write to log group /ops/sessions  
role web in eu-north-1 of 210987654321; hurts 1 node: i-0aaaaaaaaaaaaaaa1

\`\`\`text
preferences say  /ops/sessions  (SSM-SessionManagerRunShell v4)
policy says      /ops/session  (policy node-logs, statement Write)
\`\`\`

**Effect:** Sessions open and leave no record.

**Remedy:** append the group to the statement \`--fix\` can do this (review: it asks first).

\`\`\`sh
aws iam create-policy-version --policy-arn arn:x
\`\`\``)
  })

  it('tells equal faults once, and of each consequence', () => {
    const [one, two] = ['web', 'db'].map(id => aFinding({ subject: { kind: 'role', id } }))
    const follower = aFinding({
      check: 'logs/write-permissions',
      message: 'nothing is written',
      causedBy: two?.fingerprint ?? '',
      fingerprint: 'f',
    })
    const text = render(aReport({ findings: [one, two, follower].filter(finding => finding !== undefined) }))
    expect(text.match(/^####/gm)).toHaveLength(1)
    expect(text).toContain('**The same** on 1 more: role db')
    expect(text).toContain('So also:\n\n- logs/write-permissions: nothing is written')
  })

  it('keeps apart what is not known and what was accepted', () => {
    const findings = [
      aFinding({ verdict: 'unknown', severity: 'critical', fingerprint: 'u' }),
      aFinding({ waived: { reason: 'moves', until: '2026-03-31' }, fingerprint: 'w' }),
    ]
    const text = render(aReport({ findings }))
    expect(text).toContain('## ssm-doctor: no cause found')
    expect(text).toMatch(/### Not known\n\n#### not known, critical if so: logs/)
    expect(text).toMatch(/### Accepted\n- logs\/log-group-arn-match: .* \(waived until 2026-03-31: moves\)/)
  })

  it('tells what was not looked at', () => {
    const text = render(aReport({ gaps: [aGap()] }))
    expect(text).toContain(
      'could not read:\n  roles web (eu-north-1): AccessDenied: not authorized; needs iam:GetRole',
    )
  })

  it('ends with the sum and when the account was read', () => {
    expect(render(aReport({}))).toMatch(
      /no cause found; evaluated 0 of 0 checks: .*<sub>ssm-doctor .*, 210987654321 eu-north-1 at 2026-03-04 05:06 UTC<\/sub>\n$/s,
    )
  })
})

describe('a comment', () => {
  const many = (count: number): Report =>
    aReport({
      findings: Array.from({ length: count }, (_, at) =>
        aFinding({
          severity: at === count - 1 ? 'critical' : 'high',
          about: `part ${at}`,
          fingerprint: `f${at}`,
          remediation: { ...aFinding().remediation, commands: [`aws ${at} ${'x'.repeat(900)}`] },
        }),
      ),
      outcomes: Array.from({ length: 400 }, (_, at) =>
        anOutcome({ node: `i-${at}`, canConnect: 'no', userSees: `${at} ${'@'.repeat(9_000)}` }),
      ),
    })

  it('is no longer than GitHub takes: the worst is kept, the rest is counted', () => {
    const text = render(many(300))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(50_000)
    const shown = text.match(/^#### /gm)?.length ?? 0
    expect(text.match(/^#### critical/gm)).toHaveLength(1)
    expect(text).toContain(`… and ${300 - shown} more blocks like these, none graver`)
    expect(text).toMatch(/… and \d+ more lines of nodes\./)
  })

  it('of one finding that is longer than all that, tells what fits of it', () => {
    const long = '`|<@'.repeat(50_000)
    const finding = aFinding({
      message: long,
      why: long,
      evidence: Array.from({ length: 90 }, () => ({ label: long, value: long, source: long })),
      affects: [long, long],
      remediation: { text: long, commands: [long, long], fixable: true, risk: 'safe' },
    })
    const text = render(aReport({ findings: [finding] }))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.match(/^#### high/gm)).toHaveLength(1)
    expect(text).toContain('2 commands more, too long for here')
  })
})

describe('prose', () => {
  it.each([
    ['a*b*_c_', String.raw`a\*b\*\_c\_`],
    ['<b>&amp;', String.raw`\<b>\&amp;`],
    ['![x](y)', String.raw`!\[x\](y)`],
    ['a|b', 'a&#124;b'],
    ['@team #12', '@&#8203;team #&#8203;12'],
    ['https://a.b www.c.d', String.raw`https\://a.b www&#8203;.c.d`],
    ['- a', '&#8203;- a'],
    ['1. a', '&#8203;1. a'],
    ['1.2 of logs/x-y (z), i-1: 2.5', '1.2 of logs/x-y (z), i-1: 2.5'],
  ])('of %s is shown as it is', (text, markdown) => {
    expect(prose(text)).toBe(markdown)
  })
})

describe('a block of code', () => {
  it('cannot be ended by what is in it', () => {
    expect(fenced(['a', '````', 'b'], 'text')).toBe('`````text\na\n````\nb\n`````')
  })
})
