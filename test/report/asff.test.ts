import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { Finding, Report } from '../../src/core/report.ts'
import { renderAsff } from '../../src/report/asff.ts'
import { aContext } from './a-context.ts'
import { ACCOUNT, aFinding, anOutcome, aReport, REGION } from './a-report.ts'

interface Imported {
  readonly Id: string
  readonly ProductArn: string
  readonly Title: string
  readonly Description: string
  readonly UpdatedAt: string
  readonly Severity: { readonly Label: string }
  readonly FindingProviderFields: { readonly Severity: { readonly Label: string } }
  readonly Resources: readonly { readonly Type: string; readonly Id: string; readonly Region?: string }[]
  readonly Compliance: { readonly Status: string }
  readonly RecordState: string
  readonly ProductFields: Readonly<Record<string, string>>
  readonly Remediation: { readonly Recommendation: { readonly Text: string } }
}

const batchesOf = (report: Report): readonly (readonly Imported[])[] =>
  renderAsff(report, aContext()).map(text => {
    const batch: readonly Imported[] = JSON.parse(text)
    return batch
  })

const only = (...findings: Finding[]): Imported => {
  const [[finding] = []] = batchesOf(aReport({ findings }))
  if (!finding) throw new Error('nothing to import')
  return finding
}

const scopesOf = (...regions: string[]): Report['scopes'] => {
  const [scope] = aReport({}).scopes
  return scope ? regions.map(region => ({ ...scope, region })) : []
}

describe('a finding', () => {
  it('is one of the account’s own product in its Region', () => {
    expect(only(aFinding())).toMatchObject({
      SchemaVersion: '2018-10-08',
      Id: aFinding().fingerprint,
      ProductArn: `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`,
      GeneratorId: 'ssm-doctor/logs/log-group-arn-match',
      AwsAccountId: ACCOUNT,
      CreatedAt: '2026-03-04T05:06:07.000Z',
      UpdatedAt: '2026-03-04T05:06:07.000Z',
      Severity: { Label: 'HIGH' },
      FindingProviderFields: { Severity: { Label: 'HIGH' } },
      Description: 'Role web may not write to log group /ops/sessions. Sessions open and leave no record.',
      Compliance: { Status: 'FAILED', RelatedRequirements: ['logs/log-group-arn-match'] },
      RecordState: 'ACTIVE',
      ProductFields: {
        'ssm-doctor/check': 'logs/log-group-arn-match',
        'ssm-doctor/region': REGION,
        'ssm-doctor/fixable': 'review',
        'ssm-doctor/evidence-2': 'policy says: /ops/session (policy node-logs, statement Write)',
      },
    })
  })

  it.each([
    ['critical', 'CRITICAL'],
    ['high', 'HIGH'],
    ['medium', 'MEDIUM'],
    ['low', 'LOW'],
    ['info', 'INFORMATIONAL'],
  ] as const)('that is %s is labelled %s', (severity, label) => {
    const { Severity, FindingProviderFields } = only(aFinding({ severity }))
    expect([Severity.Label, FindingProviderFields.Severity.Label]).toEqual([label, label])
  })

  it('of China or GovCloud is in that partition', () => {
    const report = aReport({
      findings: [aFinding({ region: 'cn-north-1', subject: { kind: 'vpc', id: 'vpc-7' } })],
    })
    const scopes = scopesOf('cn-north-1').map(scope => ({ ...scope, partition: 'aws-cn' }))
    const [[finding] = []] = batchesOf({ ...report, scopes })
    expect(finding?.ProductArn).toBe(
      `arn:aws-cn:securityhub:cn-north-1:${ACCOUNT}:product/${ACCOUNT}/default`,
    )
    expect(finding?.Resources[0]?.Id).toBe(`arn:aws-cn:ec2:cn-north-1:${ACCOUNT}:vpc/vpc-7`)
  })

  it('that was accepted is archived, for a workflow state could not be taken back', () => {
    const finding = only(aFinding({ waived: { reason: 'moves', until: '2026-03-31' } }))
    expect(finding.RecordState).toBe('ARCHIVED')
    expect(finding).not.toHaveProperty('Workflow')
    expect(finding.ProductFields['ssm-doctor/accepted']).toBe('waived until 2026-03-31: moves')
  })

  it('that could not be decided warns', () => {
    expect(only(aFinding({ verdict: 'unknown' })).Compliance.Status).toBe('WARNING')
  })

  it('counts what follows from it', () => {
    const cause = aFinding()
    const followers = ['a', 'b'].map(fingerprint =>
      aFinding({ check: 'kms/key-usable', causedBy: cause.fingerprint, fingerprint }),
    )
    expect(only(cause, ...followers).ProductFields).toMatchObject({
      'ssm-doctor/consequences': '2',
      'ssm-doctor/consequence-checks': 'kms/key-usable',
    })
  })

  it.each([
    ['instance', 'i-0a', 'AwsEc2Instance', `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0a`],
    ['securityGroup', 'sg-1', 'AwsEc2SecurityGroup', `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-1`],
    ['logGroup', '/a', 'Other', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/a`],
    ['managedNode', 'mi-1', 'Other', `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/mi-1`],
    ['region', REGION, 'AwsAccount', `AWS::::Account:${ACCOUNT}`],
    ['config', 'a waiver', 'AwsAccount', `AWS::::Account:${ACCOUNT}`],
  ] as const)('on a thing of the kind %s names it: %s', (kind, id, type, name) => {
    const [resource] = only(aFinding({ subject: { kind, id } })).Resources
    expect([resource?.Type, resource?.Id]).toEqual([type, name])
  })

  it('keeps within the lengths and numbers that Security Hub takes', () => {
    const long = 'x'.repeat(5_000)
    const finding = only(
      aFinding({
        message: long,
        why: long,
        about: long,
        fingerprint: long,
        evidence: Array.from({ length: 70 }, () => ({ label: long, value: long, source: long })),
        affects: Array.from({ length: 70 }, (_, at) => `i-${at}`),
        remediation: { text: long, commands: [long], fixable: false, risk: 'none' },
        subject: { kind: 'role', id: long },
      }),
    )
    expect(finding.Id).toHaveLength(512)
    expect(finding.Title.length).toBeLessThanOrEqual(256)
    expect(finding.Description).toHaveLength(1024)
    expect(finding.Remediation.Recommendation.Text).toHaveLength(512)
    expect(finding.Resources).toHaveLength(32)
    expect(finding.Resources[0]?.Id).toHaveLength(512)
    const fields = Object.values(finding.ProductFields)
    expect(fields.length).toBeLessThanOrEqual(50)
    expect(Math.max(...fields.map(({ length }) => length))).toBe(2048)
  })

  it('keeps apart two that only differ behind what an id may hold', () => {
    const [a, b] = ['a', 'b'].map(end => aFinding({ fingerprint: `${'x'.repeat(600)}${end}` }))
    const [batch = []] = batchesOf(aReport({ findings: [a, b].filter(one => one !== undefined) }))
    expect(new Set(batch.map(({ Id }) => Id)).size).toBe(2)
  })
})

describe('a finding of no Region', () => {
  const finding = aFinding({ region: 'global', subject: { kind: 'user', id: 'ada' } })
  const productOf = (...regions: string[]): string | undefined =>
    batchesOf({ ...aReport({ findings: [finding] }), scopes: scopesOf(...regions) })[0]?.[0]?.ProductArn

  it('is imported in the Region where AWS keeps what is global, if that was looked at', () => {
    expect(productOf('eu-west-1', 'us-east-1')).toContain(':us-east-1:')
  })

  it('is imported in the first Region by name else, the same on every run', () => {
    expect(productOf('eu-west-2', 'eu-west-1')).toContain(':eu-west-1:')
    expect(productOf('eu-west-1', 'eu-west-2')).toContain(':eu-west-1:')
  })

  it('names no Region for its subject, and each node’s own', () => {
    const report = aReport({ findings: [finding], outcomes: [anOutcome()] })
    const [[imported] = []] = batchesOf(report)
    expect(imported?.Resources.map(({ Region }) => Region)).toEqual([undefined, REGION])
  })
})

describe('a check', () => {
  const [first, second, third, fourth] = checks.map(({ id }) => id)
  const statesOf = (report: Report) =>
    Object.fromEntries(
      batchesOf(report)
        .flat()
        .filter(({ Id }) => Id.includes('|check|'))
        .map(({ ProductFields, Compliance, RecordState }) => [
          ProductFields['ssm-doctor/check'],
          [Compliance.Status, RecordState],
        ]),
    )

  it('has a record of its own, which is archived as soon as findings speak for it', () => {
    const report = aReport({
      findings: [aFinding({ check: second ?? '' })],
      checks: [
        { id: first ?? '', status: 'healthy', subjects: 4 },
        { id: second ?? '', status: 'failed', subjects: 4 },
        { id: third ?? '', status: 'unknown', subjects: 4, reason: 'roles web: AccessDenied' },
        { id: fourth ?? '', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
      ],
    })
    expect(statesOf(report)).toEqual({
      [first ?? '']: ['PASSED', 'ACTIVE'],
      [second ?? '']: ['NOT_AVAILABLE', 'ARCHIVED'],
      [third ?? '']: ['NOT_AVAILABLE', 'ACTIVE'],
      [fourth ?? '']: ['NOT_AVAILABLE', 'ARCHIVED'],
    })
  })
})

describe('the lists', () => {
  it('are of one account and Region each, and of a hundred findings at most', () => {
    const findings = Array.from({ length: 250 }, (_, at) =>
      aFinding({ region: at < 201 ? 'eu-west-1' : 'eu-west-2', fingerprint: `f${at}` }),
    )
    const batches = batchesOf({ ...aReport({ findings }), scopes: scopesOf('eu-west-1', 'eu-west-2') })
    expect(batches.map(batch => batch.length)).toEqual([100, 100, 1, 49])
    for (const batch of batches) expect(new Set(batch.map(({ ProductArn }) => ProductArn)).size).toBe(1)
  })

  it('weigh no more than Security Hub takes of one finding, and so far less than it takes at a time', () => {
    const heavy = '\u{1F4A5}'.repeat(1_100)
    const findings = Array.from({ length: 90 }, (_, at) =>
      aFinding({
        fingerprint: `f${at}`,
        message: heavy,
        evidence: Array.from({ length: 30 }, () => ({ label: 'x', value: heavy, source: 'y' })),
      }),
    )
    const texts = renderAsff(aReport({ findings }), aContext())
    const sizes = texts.map(text => Buffer.byteLength(text))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(240_000)
    expect(Math.min(...sizes)).toBeGreaterThan(120_000)
    const ids = texts.flatMap(text => (JSON.parse(text) as Imported[]).map(({ Id }) => Id))
    expect(new Set(ids).size).toBe(90)
  })

  it('of nothing are one empty list', () => {
    expect(renderAsff(aReport({}), aContext())).toEqual(['[]\n'])
  })
})
