import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { Finding, Report } from '../../src/core/report.ts'
import type { ReportContext } from '../../src/report/context.ts'
import { MOST_RESULTS, renderSarif } from '../../src/report/sarif.ts'
import { sarifErrors } from '../support/sarif-schema.ts'
import { aContext } from './a-context.ts'
import { ACCOUNT, aFinding, aGap, aReport, REGION } from './a-report.ts'

interface Log {
  readonly runs: readonly [Run]
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[]; readonly semanticVersion: string } }
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean
      readonly exitCode: number
      readonly startTimeUtc: string
      readonly toolExecutionNotifications: readonly {
        readonly level: string
        readonly message: { readonly text: string }
        readonly associatedRule?: { readonly id: string; readonly index: number }
      }[]
    },
  ]
  readonly results: readonly Result[]
}

interface Rule {
  readonly id: string
  readonly name: string
  readonly help: { readonly text: string; readonly markdown: string }
  readonly properties: Readonly<Record<string, unknown>>
  readonly defaultConfiguration: { readonly level: string }
}

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: Readonly<Record<string, number>>
    }
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[]
  }[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly unknown[]
  readonly properties: { readonly consequences: readonly { readonly fingerprint: string }[] }
}

const healthy = checks.map(({ id }) => ({ id, status: 'healthy', subjects: 1 }) as const)
const reportOf = (...findings: Finding[]): Report => aReport({ findings, checks: healthy })

const runOf = (report: Report, context: Partial<ReportContext> = {}): Run => {
  const log: Log = JSON.parse(renderSarif(report, aContext(context)))
  expect(sarifErrors(log)).toEqual([])
  return log.runs[0]
}

const waived = { waived: { reason: 'moves in March', until: '2026-03-31' } }

describe('a rule', () => {
  it('stands there for every check that was run, with what it is for and where to read on', () => {
    const { rules, semanticVersion } = runOf(reportOf()).tool.driver
    expect(semanticVersion).toBe('7.8.9')
    expect(rules.map(({ id }) => id)).toEqual(checks.map(({ id }) => id))
    const rule = rules.find(({ id }) => id === 'logs/log-group-arn-match')
    expect(rule).toMatchObject({
      name: 'LogsLogGroupArnMatch',
      helpUri: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\//),
      properties: { tags: ['security', 'aws', 'session-manager', 'logs'], 'security-severity': '8.0' },
    })
    expect(rule?.help.text).toContain('ssm-doctor explain logs/log-group-arn-match')
  })

  it.each([
    ['critical', 'error', 9, 10],
    ['high', 'error', 7, 9],
    ['medium', 'warning', 4, 7],
    ['low', 'note', 0.1, 4],
  ] as const)('is as grave as the worst that it has found: %s', (severity, level, least, below) => {
    const milder = aFinding({ check: 'logs/retention-set', severity: 'info', fingerprint: 'a' })
    const graver = aFinding({ check: 'logs/retention-set', severity, fingerprint: 'b' })
    const { rules } = runOf(reportOf(milder, graver)).tool.driver
    const rule = rules.find(({ id }) => id === 'logs/retention-set')
    const score = Number(rule?.properties['security-severity'])
    expect(rule?.defaultConfiguration.level).toBe(level)
    expect([score >= least, score < below]).toEqual([true, true])
  })

  it('on what costs nothing is none of security', () => {
    const { rules } = runOf(reportOf(aFinding({ check: 'node/imds-enabled', severity: 'info' }))).tool.driver
    const rule = rules.find(({ id }) => id === 'node/imds-enabled')
    expect(rule?.properties).toEqual({ precision: 'high', tags: ['aws', 'session-manager', 'node'] })
  })

  it('has the remedies that were given in its help, each once', () => {
    const { rules } = runOf(reportOf(aFinding({ fingerprint: 'a' }), aFinding({ fingerprint: 'b' }))).tool
      .driver
    const rule = rules.find(({ id }) => id === 'logs/log-group-arn-match')
    expect(rule?.help.text.match(/Remedy: append the group/g)).toHaveLength(1)
    expect(rule?.help.markdown).toContain('```sh\naws iam create-policy-version --policy-arn arn:x\n```')
  })

  it('is missing for a check that was not asked for', () => {
    const [first, ...others] = healthy
    const unasked = { ...first, status: 'skipped', reason: 'was not asked for', subjects: 0 } as never
    const { rules } = runOf(aReport({ checks: [unasked, ...others] })).tool.driver
    expect(rules).toHaveLength(checks.length - 1)
  })
})

describe('a result', () => {
  it('says what is, where, and by what it is known again', () => {
    const finding = aFinding({ about: 'node-logs Write' })
    const [result] = runOf(reportOf(finding)).results
    expect(result).toMatchObject({
      ruleId: 'logs/log-group-arn-match',
      ruleIndex: checks.findIndex(({ id }) => id === 'logs/log-group-arn-match'),
      level: 'error',
      partialFingerprints: { primaryLocationLineHash: finding.fingerprint },
      properties: { accountId: ACCOUNT, region: REGION, about: 'node-logs Write', verdict: 'fail' },
    })
    expect(result?.message.text.split('\n')).toEqual([
      'role web may not write to log group /ops/sessions',
      'preferences say: /ops/sessions (SSM-SessionManagerRunShell v4)',
      'policy says: /ops/session (policy node-logs, statement Write)',
      'hurts 1 node: i-0aaaaaaaaaaaaaaa1',
      'remedy: append the group to the statement',
      'aws iam create-policy-version --policy-arn arn:x',
    ])
  })

  it('stands at the line that it is about, else at the first of where a config would be', () => {
    const placeOf = ({ about }: Finding) =>
      about === 'x' ? { file: 'ops/a b/ssm.json', line: 17 } : undefined
    const findings = [aFinding({ about: 'x', fingerprint: 'a' }), aFinding({ about: 'y', fingerprint: 'b' })]
    const { results } = runOf(reportOf(...findings), { placeOf })
    const places = results.map(({ locations: [location] }) => [
      location?.physicalLocation.artifactLocation.uri,
      location?.physicalLocation.region,
    ])
    expect(places).toEqual([
      ['ops/a%20b/ssm.json', { startLine: 17, startColumn: 1, endLine: 17, endColumn: 2 }],
      ['ssm-doctor.json', { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 }],
    ])
  })

  it.each([
    ['/etc/ssm doctor.json', 'file:///etc/ssm%20doctor.json'],
    ['C:/ops/ssm.json', 'file:///C:/ops/ssm.json'],
  ])('outside of the repository is at a whole URI: %s', (file, uri) => {
    const { results } = runOf(reportOf(aFinding()), { placeOf: () => ({ file, line: 2 }) })
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri)
  })

  it.each([
    [
      { kind: 'role', id: 'web', arn: `arn:aws:iam::${ACCOUNT}:role/path/web` },
      `arn:aws:iam::${ACCOUNT}:role/path/web`,
    ],
    [{ kind: 'role', id: 'web' }, 'role/web'],
    [{ kind: 'securityGroup', id: 'sg-9' }, `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-9`],
    [{ kind: 'bucket', id: 'logs-9' }, 'arn:aws:s3:::logs-9'],
    [{ kind: 'key', id: 'alias/x' }, 'key/alias/x'],
  ] as const)('names the thing by its ARN where that is known: %j', (subject, name) => {
    const [result] = runOf(reportOf(aFinding({ subject }))).results
    expect(result?.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe(name)
  })

  it('that could not be decided is a note, however grave, and says that it is not known', () => {
    const [result] = runOf(reportOf(aFinding({ verdict: 'unknown', severity: 'critical' }))).results
    expect(result?.level).toBe('note')
    expect(result?.message.text).toMatch(/^not known: role web/)
  })

  it('that was accepted is suppressed, with why; the others then say that they are not', () => {
    const results = runOf(
      reportOf(
        aFinding({ ...waived, fingerprint: 'a' }),
        aFinding({ baselined: true, fingerprint: 'b' }),
        aFinding(),
      ),
    ).results
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [{ kind: 'external', status: 'accepted', justification: 'waived until 2026-03-31: moves in March' }],
      [{ kind: 'external', status: 'accepted', justification: 'in the baseline' }],
    ])
    expect(runOf(reportOf(aFinding())).results[0]).not.toHaveProperty('suppressions')
  })

  it('holds what follows from it, which is no result of its own', () => {
    const cause = aFinding()
    const followers = Array.from({ length: 12 }, (_, at) =>
      aFinding({ check: 'logs/write-permissions', causedBy: cause.fingerprint, fingerprint: `f${at}` }),
    )
    const { results } = runOf(reportOf(cause, ...followers))
    expect(results).toHaveLength(1)
    expect(results[0]?.properties.consequences.map(({ fingerprint }) => fingerprint)).toEqual(
      followers.map(({ fingerprint }) => fingerprint),
    )
    expect(results[0]?.message.text).toMatch(
      /so also: logs\/write-permissions: .*so also: 4 more consequences$/s,
    )
  })

  it('whose cause is not told stands for itself', () => {
    expect(runOf(reportOf(aFinding({ causedBy: 'elsewhere' }))).results).toHaveLength(1)
  })

  it('makes no link of brackets in it', () => {
    const [result] = runOf(reportOf(aFinding({ message: 'node [x](https://evil.example) is lost' }))).results
    expect(result?.message.text).toContain(String.raw`[x\](https://evil.example)`)
  })
})

describe('the results', () => {
  it('stand worst first: what failed, what is not known, what was accepted', () => {
    const findings = [
      aFinding({ ...waived, severity: 'critical', fingerprint: 'waived' }),
      aFinding({ severity: 'low', fingerprint: 'low' }),
      aFinding({ verdict: 'unknown', severity: 'critical', fingerprint: 'unknown' }),
      aFinding({ severity: 'critical', fingerprint: 'critical' }),
    ]
    const order = runOf(reportOf(...findings)).results.map(one => one.partialFingerprints['ssmDoctor/v1'])
    expect(order).toEqual(['critical', 'low', 'unknown', 'waived'])
  })

  it('are as many as GitHub takes; what is left out is told, and is no graver', () => {
    const many = Array.from({ length: MOST_RESULTS + 2 }, (_, at) =>
      aFinding({
        severity: at === MOST_RESULTS + 1 ? 'critical' : 'low',
        fingerprint: `f${at}`,
        evidence: [],
      }),
    )
    const log: Log = JSON.parse(renderSarif(reportOf(...many), aContext()))
    const { results, invocations } = log.runs[0]
    expect(results).toHaveLength(25_000)
    expect(results[0]?.level).toBe('error')
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).toMatch(
      /^2 results less grave than these were left out/,
    )
  })
})

describe('the invocation', () => {
  it('has the exit code and when the run began', () => {
    const { invocations } = runOf(reportOf(), { exitCode: 1 })
    expect(invocations[0]).toMatchObject({
      executionSuccessful: true,
      exitCode: 1,
      startTimeUtc: '2026-03-04T05:06:58.765Z',
      endTimeUtc: '2026-03-04T05:07:00.000Z',
      toolExecutionNotifications: [],
    })
  })

  it('tells what was not looked at, and that the run is not whole', () => {
    const [first, second, third] = checks
    const report = aReport({
      gaps: [aGap(), aGap({ id: 'other', foreign: true })],
      checks: [
        { id: first?.id ?? '', status: 'crashed', subjects: 1, reason: 'web: boom' },
        { id: second?.id ?? '', status: 'unknown', subjects: 1, reason: 'roles web: AccessDenied' },
        { id: third?.id ?? '', status: 'unknown', subjects: 1 },
      ],
    })
    const { invocations } = runOf(report, { exitCode: 3, notes: ['i-0ffffffffffffffff was not found'] })
    const [{ executionSuccessful, toolExecutionNotifications: told }] = invocations
    expect(executionSuccessful).toBe(false)
    expect(
      told.map(({ level, message, associatedRule }) => [level, message.text, associatedRule?.index]),
    ).toEqual([
      ['warning', 'i-0ffffffffffffffff was not found', undefined],
      [
        'warning',
        `could not read: roles web (${REGION} of ${ACCOUNT}): AccessDenied: not authorized; needs iam:GetRole`,
        undefined,
      ],
      ['note', expect.stringMatching(/^belongs to another account: roles other/), undefined],
      ['error', `${first?.id} crashed: web: boom`, 0],
      ['warning', `${second?.id} could not be decided: roles web: AccessDenied`, 1],
    ])
  })
})
