import type { Finding, Report } from '../../src/core/report.ts'
import { aFinding, aGap, anOutcome, aReport } from './a-report.ts'

/** Texts that somebody may give to a thing in an account, by what they try. */
export const HOSTILE = {
  cdata: ']]>',
  script: '<script>alert(1)</script>',
  entity: '&lt;b&gt; &#x41; &',
  command: '::error::gone',
  'old command': '##[add-mask]x',
  percent: '%0A::warning::%25',
  quotes: `"a' b`,
  fence: '``` ````` ~~~',
  table: 'a | b || c \\| d',
  link: '[x](https://evil.example) ![y](z)',
  mention: '@everyone #1 GH-2',
  'line breaks': 'a\n::error::b\r\n# c\u2028d\u2029e\u0085f',
  colours: '\u001B[31mred\u001B[0m \u001B]0;title\u0007\u009B31m',
  controls: '\u0000\u0001\u0008\u000B\u000C\u001F\u007F',
  'no character': '\uFFFE\uFFFF',
  astral: '💥𝒳',
  halves: '\uD83D x \uDCA5',
  direction: '\u202Eevil\u2066',
  braces: '{0} ${aws:username} $x$',
  blanks: '   ',
  long: 'x'.repeat(70_000),
} as const

/** A report in which every text that an account can choose is this one. */
export const hostileReport = (text: string): Report => {
  const cause = aFinding({
    subject: { kind: 'role', id: text, arn: `arn:aws:iam::210987654321:role/${text}` },
    about: text,
    message: `role ${text} may not write`,
    evidence: [{ label: text, value: text, source: text }],
    affects: [text],
    remediation: { text, commands: [`aws x --name '${text}'`, text], fixable: false, risk: 'none' },
    fingerprint: `a|${text}`,
  })
  const findings: readonly Finding[] = [
    cause,
    {
      ...cause,
      about: `${text} waived`,
      severity: 'medium',
      waived: { reason: text, until: '2026-12-31' },
      fingerprint: `w|${text}`,
    },
    { ...cause, about: `${text} unknown`, verdict: 'unknown', fingerprint: `u|${text}` },
    { ...cause, check: 'logs/write-permissions', causedBy: cause.fingerprint, fingerprint: `c|${text}` },
  ]
  return aReport({
    findings,
    outcomes: [anOutcome({ node: 'i-0a', name: text, canConnect: 'no', userSees: text })],
    gaps: [aGap({ id: text, reason: text })],
    checks: [
      { id: 'logs/log-group-arn-match', status: 'failed', subjects: 1 },
      { id: 'logs/write-permissions', status: 'failed', subjects: 1 },
      { id: 'kms/key-usable', status: 'crashed', subjects: 1, reason: text },
    ],
  })
}
