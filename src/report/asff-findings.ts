import type { Severity } from '../core/check.ts'
import type { Finding, Report } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'
import { digestOf } from '../core/plan/digest.ts'
import { accountResource, findingResources, type AsffResource } from './asff-resources.ts'
import type { CheckRecord } from './check-records.ts'
import type { ReportContext } from './context.ts'
import { scopeOf } from './resource-arn.ts'
import { acceptanceOf, standingOf, type Root } from './roots.ts'
import { clipped, sentence } from './text-forms.ts'

/** A finding of Security Hub, as far as it is used here. */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08'
  readonly Id: string
  readonly ProductArn: string
  readonly GeneratorId: string
  readonly AwsAccountId: string
  readonly Types: readonly string[]
  readonly CreatedAt: string
  readonly UpdatedAt: string
  readonly LastObservedAt: string
  readonly Severity: AsffSeverity
  readonly FindingProviderFields: { readonly Severity: AsffSeverity; readonly Types: readonly string[] }
  readonly Title: string
  readonly Description: string
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url: string } }
  readonly SourceUrl: string
  readonly ProductFields: Readonly<Record<string, string>>
  readonly Resources: readonly AsffResource[]
  readonly Compliance: { readonly Status: AsffStatus; readonly RelatedRequirements: readonly string[] }
  readonly RecordState: 'ACTIVE' | 'ARCHIVED'
}

interface AsffSeverity {
  readonly Label: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL'
  readonly Original: string
}

type AsffStatus = 'PASSED' | 'FAILED' | 'WARNING' | 'NOT_AVAILABLE'

const LABELS: Readonly<Record<Severity, AsffSeverity['Label']>> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
}

/** Lengths in characters. aws: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const LIMITS = { id: 512, title: 256, description: 1024, recommendation: 512, field: 2048 } as const

const TYPES = ['Software and Configuration Checks/AWS Security Best Practices/Session Manager'] as const

/**
 * A finding that stands for itself. What was accepted is archived: a workflow state could not be taken back once the
 * waiver has ended, for imports do not change it.
 */
export const rootFinding = (
  { finding, consequences }: Root,
  title: string | undefined,
  report: Report,
  context: ReportContext,
): AsffFinding => {
  const { check, verdict, severity, message, why, remediation } = finding
  const accepted = standingOf(finding) === 'accepted'
  return {
    ...frame(finding, scopeOf(report, finding), context),
    ...severityOf(severity),
    Title: clipped(sentence(title ?? message), LIMITS.title),
    Description: clipped(`${sentence(message)} ${why}`, LIMITS.description),
    Remediation: recommendation([remediation.text, ...remediation.commands].join('; '), finding.docs),
    SourceUrl: finding.docs,
    ProductFields: fields({
      ...identity(finding, context),
      about: finding.about,
      message,
      fixable: remediation.fixable ? remediation.risk : 'no',
      accepted: acceptanceOf(finding).join(', '),
      nodes: String(finding.affects.length),
      consequences: String(consequences.length),
      'consequence-checks': [...new Set(consequences.map(one => one.check))].join(', '),
      ...Object.fromEntries(
        finding.evidence
          .slice(0, 20)
          .map(({ label, value, source }, at) => [`evidence-${at + 1}`, `${label}: ${value} (${source})`]),
      ),
    }),
    Resources: findingResources(finding, report),
    Compliance: { Status: verdict === 'fail' ? 'FAILED' : 'WARNING', RelatedRequirements: [check] },
    RecordState: accepted ? 'ARCHIVED' : 'ACTIVE',
  }
}

/** A check as a whole. Where its findings tell of it, what an earlier import said of it is archived. */
export const checkFinding = (record: CheckRecord, context: ReportContext): AsffFinding => {
  const { check, verdict, message, scope, accountId } = record
  return {
    ...frame({ ...record, check: check.id }, scope, context),
    ...severityOf('info'),
    Title: clipped(sentence(check.title), LIMITS.title),
    Description: clipped(`${sentence(message)} ${check.why}`, LIMITS.description),
    Remediation: recommendation(`ssm-doctor explain ${check.id}`, check.docs),
    SourceUrl: check.docs,
    ProductFields: fields({ ...identity({ ...record, check: check.id }, context), message }),
    Resources: [accountResource(accountId, scope.partition)],
    Compliance: { Status: STATUS[verdict], RelatedRequirements: [check.id] },
    RecordState: verdict === 'none' ? 'ARCHIVED' : 'ACTIVE',
  }
}

const STATUS: Readonly<Record<CheckRecord['verdict'], AsffStatus>> = {
  pass: 'PASSED',
  unknown: 'NOT_AVAILABLE',
  none: 'NOT_AVAILABLE',
}

type Identified = Pick<Finding, 'check' | 'fingerprint' | 'accountId' | 'region'>

const frame = (
  { check, fingerprint, accountId }: Identified,
  scope: Scope | undefined,
  { generatedAt }: ReportContext,
) => {
  const { partition = 'aws', region = 'us-east-1', takenAt = generatedAt } = scope ?? {}
  return {
    SchemaVersion: '2018-10-08',
    Id: idOf(fingerprint),
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: `ssm-doctor/${check}`,
    AwsAccountId: accountId,
    Types: TYPES,
    // An older snapshot must not overrule what a newer one has found.
    CreatedAt: takenAt,
    UpdatedAt: takenAt,
    LastObservedAt: takenAt,
  } as const
}

/** The fingerprint; one that is too long ends in a digest of the whole. */
const idOf = (fingerprint: string): string =>
  fingerprint.length <= LIMITS.id
    ? fingerprint
    : `${clipped(fingerprint, LIMITS.id - DIGEST - 1)}|${digestOf(fingerprint)}`

const DIGEST = 16

const severityOf = (severity: Severity) => {
  const own: AsffSeverity = { Label: LABELS[severity], Original: severity }
  return { Severity: own, FindingProviderFields: { Severity: own, Types: TYPES } }
}

const recommendation = (text: string, url: string) => ({
  Recommendation: { Text: clipped(text, LIMITS.recommendation), Url: url },
})

const identity = ({ check, fingerprint, region }: Identified, { tool }: ReportContext) => ({
  check,
  fingerprint,
  region,
  version: tool.version,
})

/** Fields with our name before theirs; what is blank is not taken. */
const fields = (values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value = '']) =>
      value.trim() === '' ? [] : [[`ssm-doctor/${key}`, clipped(value, LIMITS.field)]],
    ),
  )
