import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { renderHtml } from '../../../src/report/html/page.ts'
import { aFinding, aGap, anOutcome, aPath, aReport } from '../a-report.ts'
import { aContext } from '../a-context.ts'

type Parts = Parameters<typeof aReport>[0]

const page = (parts: Parts): string => renderHtml(aReport(parts), aContext())

/** What a reader sees: the page without its head, script and tags. */
const seen = (parts: Parts): string =>
  page(parts)
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const many = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    anOutcome({ node: `i-${String(at).padStart(17, '0')}`, name: `w-${at}`, role: 'web' }),
  )

describe('the page', () => {
  it('lets nothing load, and no script or style run but its own', () => {
    const text = page({})
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'")
    const hashOf = (name: string): string => {
      const inner = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1] ?? ''
      return `'sha256-${createHash('sha256').update(inner).digest('base64')}'`
    }
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; base-uri 'none'; form-action 'none'`,
    )
    expect(text).not.toMatch(/\bsrc=|<link\b|@import|url\(|\bstyle="|\bon[a-z]+="/)
  })

  it('escapes every text of the account, whatever it is in', () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`
    const text = renderHtml(
      {
        ...aReport({
          findings: [
            aFinding({
              subject: { kind: 'role', id: hostile },
              message: hostile,
              evidence: [{ label: hostile, value: hostile, source: hostile }],
              affects: [hostile],
              remediation: { text: hostile, commands: [hostile], fixable: true, risk: 'safe' },
              docs: `javascript:${hostile}`,
              region: hostile,
            }),
          ],
          outcomes: [
            anOutcome({ node: hostile, name: hostile, region: hostile, canConnect: 'no', userSees: hostile }),
          ],
          gaps: [aGap({ id: hostile, reason: hostile, actions: [hostile] })],
          paths: [
            aPath({
              nodes: [hostile],
              factors: [{ kind: 'route', resource: hostile, verdict: 'blocked', reason: hostile }],
              notes: [hostile],
            }),
          ],
          checks: [{ id: 'logs/log-group-arn-match', status: 'crashed', subjects: 1, reason: hostile }],
        }),
      },
      aContext({ notes: [hostile] }),
    )
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text).not.toMatch(/<img|href="javascript:/)
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('takes out what would turn the writing direction around or steer a terminal', () => {
    const text = page({ findings: [aFinding({ message: 'role \u202Eevil\u0000\u001B[31m red' })] })
    expect(text).toContain('role  evil  red')
  })

  it('has its headings in order, without a level left out', () => {
    const text = page({ findings: [aFinding()], outcomes: [anOutcome()], paths: [aPath()], gaps: [aGap()] })
    const levels = [...text.matchAll(/<h([1-6])/g)].map(match => Number(match[1]))
    expect(levels[0]).toBe(1)
    expect(levels.filter((level, at) => at > 0 && level > (levels[at - 1] as number) + 1)).toEqual([])
  })

  it('tells the outcomes before the findings, and the findings worst first', () => {
    const text = seen({
      outcomes: [anOutcome()],
      findings: [
        aFinding({
          severity: 'low',
          check: 'logs/retention-set',
          fingerprint: 'a',
          message: 'keeps for ever',
        }),
        aFinding({
          severity: 'critical',
          check: 'kms/key-usable',
          fingerprint: 'b',
          message: 'key is disabled',
        }),
      ],
    })
    const places = ['What a session would do', 'key is disabled', 'keeps for ever'].map(part =>
      text.indexOf(part),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('puts equal nodes into one row that names them all', () => {
    const text = page({ outcomes: many(40) })
    expect(text.match(/data-item="row"/g)).toHaveLength(1)
    expect(text).toContain('40 nodes of role web')
    expect(text.match(/<code>i-0{15}\d\d<\/code>/g)).toHaveLength(40)
  })

  it('stays small for ten thousand nodes', () => {
    expect(page({ outcomes: many(10_000) }).length).toBeLessThan(1_000_000)
  })

  it('leads from a node to the finding that explains it, by the cause of a consequence too', () => {
    const cause = aFinding({ fingerprint: 'cause' })
    const consequence = aFinding({
      check: 'logs/write-permissions',
      fingerprint: 'follows',
      causedBy: 'cause',
    })
    const text = page({ outcomes: [anOutcome({ causes: ['follows'] })], findings: [cause, consequence] })
    expect(text).toContain('<a href="#finding-1">logs/log-group-arn-match</a>')
    expect(text).toContain('id="finding-1"')
    expect(text.match(/data-item="finding"/g)).toHaveLength(1)
    expect(seen({ findings: [cause, consequence] })).toContain(
      '1 consequence logs/write-permissions role web may not write',
    )
  })

  it('marks in two values what tells them apart, by name or by ARN', () => {
    const evidence = [
      { label: 'preferences say', value: '/aws/ssm/onetime-sessions-dev', source: 'v3' },
      {
        label: 'policy says',
        value: 'arn:aws:logs:eu-north-1:210987654321:log-group:/aws/ssm/onetime-session-logs-dev:*',
        source: 'p',
      },
    ]
    const text = page({ findings: [aFinding({ evidence })] })
    expect(text).toContain('<code>/aws/ssm/onetime-sessions-dev</code>')
    expect(text).toContain(':log-group:/aws/ssm/onetime-session<mark>-log</mark>s-dev:*</code>')
  })

  it('marks nothing in values that have little in common', () => {
    const evidence = [
      { label: 'a', value: 'enabled', source: 'x' },
      { label: 'b', value: 'arn:aws:iam::210987654321:role/web', source: 'y' },
    ]
    expect(page({ findings: [aFinding({ evidence })] })).not.toContain('<mark>')
  })

  it('does not count what is not known as sound', () => {
    const recorded = { cloudwatch: 'unknown', s3: 'off' } as const
    const text = seen({
      outcomes: [
        anOutcome({ recorded }),
        anOutcome({ node: 'i-2', recorded: { cloudwatch: 'yes', s3: 'off' } }),
      ],
      gaps: [aGap()],
    })
    expect(text).toContain(
      'On 1 of 2 nodes a session can be opened, is recorded and is encrypted with a key.',
    )
    expect(text).toContain('1 read failed: what hangs on them is not known.')
    expect(text).toContain('roles web (eu-north-1) AccessDenied: not authorized Needs iam:GetRole')
  })

  it('says neither recorded nor encrypted of a node that nobody can connect to', () => {
    const text = seen({
      outcomes: [anOutcome({ canConnect: 'no', userSees: 'TargetNotConnected', encrypted: 'no' })],
    })
    expect(text).toMatch(/✗ NO The user sees: TargetNotConnected – no session – no session/)
  })

  it('keeps what is accepted apart from what failed', () => {
    const waived = { reason: 'lab account', until: '2026-09-30' }
    const text = seen({
      findings: [
        aFinding({ waived }),
        aFinding({ fingerprint: 'u', verdict: 'unknown', severity: 'medium' }),
      ],
    })
    expect(text).not.toContain('Failed')
    expect(text).toMatch(
      /Not known 1 finding: 1 medium.*Accepted 1 finding: 1 high.*waived until 2026-09-30: lab account/,
    )
  })

  it('draws a way with its break, and says the same in words', () => {
    const text = page({ paths: [aPath()] })
    const title =
      'The way from i-0aaaaaaaaaaaaaaa1 to ssmmessages is blocked at route rtb-3: node i-0aaaaaaaaaaaaaaa1, then node group sg-1, then network acl acl-2, then route rtb-3, then service ssmmessages eu-north-1'
    expect(text).toContain(`<title id="path-1-alt">${title}</title>`)
    expect(text.match(/class="break"/g)).toHaveLength(1)
    expect(text).toMatch(/<g class="stop blocked">.*?<text class="name"[^>]*>rtb-3</s)
    expect(text).toContain('no 0.0.0.0/0, no endpoint ssmmessages')
  })

  it('shows every check that was run with its reason', () => {
    const text = seen({
      checks: [{ id: 'kms/key-usable', status: 'unknown', subjects: 3, reason: 'keys: AccessDenied' }],
    })
    expect(text).toContain(
      'kms/key-usable holds when healthy: the session key exists, is enabled and fits ? unknown 3 keys: AccessDenied',
    )
  })
})
