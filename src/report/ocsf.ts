import type { Severity } from '../core/check.ts'
import type { Finding, Report } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'
import { checkRecords, type CheckRecord } from './check-records.ts'
import type { CheckFacts, ReportContext } from './context.ts'
import { affectedResources, subjectResource } from './ocsf-resources.ts'
import { printableData } from './printable.ts'
import { scopeOf } from './resource-arn.ts'
import { acceptanceOf, rootsOf, standingOf, type Root } from './roots.ts'

/** The version of the Open Cybersecurity Schema Framework that is written. */
export const OCSF_VERSION = '1.8.0'

/**
 * The report as a list of OCSF Compliance Findings: one per finding that stands for itself, and one per check that is
 * healthy or could not be decided.
 * ocsf: https://schema.ocsf.io/1.8.0/classes/compliance_finding
 */
export const renderOcsf = (report: Report, context: ReportContext): string => {
  const clean = printableData(report)
  const facts = new Map(context.checks.map(check => [check.id, check]))
  const events = [
    ...rootsOf(clean.findings).map(root => ofRoot(root, facts.get(root.finding.check), clean, context)),
    ...checkRecords(clean, context)
      .filter(({ verdict }) => verdict !== 'none')
      .map(record => ofCheck(record, context)),
  ]
  return `${JSON.stringify(events, null, 2)}\n`
}

const FRAME = {
  activity_id: 1,
  activity_name: 'Create',
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
  type_uid: 200301,
  type_name: 'Compliance Finding: Create',
} as const

const SEVERITIES: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  critical: { severity_id: 5, severity: 'Critical' },
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
  info: { severity_id: 1, severity: 'Informational' },
}

const NEW = { status_id: 1, status: 'New' } as const
const SUPPRESSED = { status_id: 3, status: 'Suppressed' } as const

const PASS = { status_id: 1, status: 'Pass' } as const
/** No result, since something is not known. */
const WARNING = { status_id: 2, status: 'Warning' } as const
const FAIL = { status_id: 3, status: 'Fail' } as const

const ofRoot = (
  { finding, consequences }: Root,
  check: CheckFacts | undefined,
  report: Report,
  context: ReportContext,
) => {
  const scope = scopeOf(report, finding)
  const accepted = acceptanceOf(finding)
  return {
    ...FRAME,
    ...SEVERITIES[finding.severity],
    ...(standingOf(finding) === 'accepted' ? SUPPRESSED : NEW),
    ...(accepted.length > 0 && { status_detail: accepted.join(', ') }),
    time: timeOf(scope, context),
    message: finding.message,
    metadata: metadata(finding.fingerprint, finding.check, context),
    cloud: cloud(finding, scope),
    finding_info: {
      ...info(finding, check?.title ?? finding.message, finding.message, timeOf(scope, context)),
      analytic: analytic(finding.check, check?.title ?? finding.check, context),
      ...(consequences.length > 0 && {
        related_events: consequences.map(relatedEvent),
        related_events_count: consequences.length,
      }),
    },
    compliance: {
      ...(finding.verdict === 'fail' ? FAIL : WARNING),
      ...requirement(finding.check, check?.title ?? finding.message, finding.why),
      status_details: [finding.message],
    },
    resources: [subjectResource(finding, scope), ...affectedResources(finding, report)],
    ...(finding.evidence.length > 0 && {
      evidences: finding.evidence.map(({ label, value, source }) => ({
        name: label,
        data: { value, source },
      })),
    }),
    remediation: {
      desc: [finding.remediation.text, ...finding.remediation.commands].join('\n'),
      references: [finding.docs],
    },
  }
}

const ofCheck = (record: CheckRecord, context: ReportContext) => {
  const { check, scope, verdict, message, fingerprint, accountId, region } = record
  const time = timeOf(scope, context)
  return {
    ...FRAME,
    ...SEVERITIES[verdict === 'pass' ? 'info' : check.severity],
    ...NEW,
    time,
    message,
    metadata: metadata(fingerprint, check.id, context),
    cloud: cloud({ accountId, region }, scope),
    finding_info: {
      ...info({ ...record, check: check.id }, check.title, message, time),
      analytic: analytic(check.id, check.title, context),
    },
    compliance: {
      ...(verdict === 'pass' ? PASS : WARNING),
      ...requirement(check.id, check.title, check.why),
      status_details: [message],
    },
    resources: [{ uid: accountId, type: 'AWS::::Account', role_id: 1, role: 'Target' }],
    remediation: { desc: check.why, references: [check.docs] },
  }
}

/** Milliseconds. What was found is as old as the snapshot. */
const timeOf = (scope: Scope | undefined, { generatedAt }: ReportContext): number =>
  Date.parse(scope?.takenAt ?? generatedAt)

const metadata = (uid: string, check: string, { tool, generatedAt }: ReportContext) => ({
  version: OCSF_VERSION,
  profiles: ['cloud'],
  product: { name: tool.name, vendor_name: tool.name, version: tool.version },
  uid,
  event_code: check,
  logged_time: Date.parse(generatedAt),
})

const cloud = (
  { accountId, region }: { readonly accountId: string; readonly region: string },
  scope: Scope | undefined,
) => ({
  provider: 'AWS',
  account: { uid: accountId, type_id: 10, type: 'AWS Account' },
  region,
  cloud_partition: scope?.partition ?? 'aws',
})

const info = (
  { fingerprint, check }: Pick<Finding, 'fingerprint' | 'check'>,
  title: string,
  desc: string,
  time: number,
) => ({
  uid: fingerprint,
  title,
  desc,
  created_time: time,
  last_seen_time: time,
  types: [`Session Manager/${check.split('/', 1).join('')}`],
})

const analytic = (uid: string, name: string, { tool }: ReportContext) => ({
  uid,
  name,
  type_id: 1,
  type: 'Rule',
  version: tool.version,
})

const requirement = (control: string, title: string, why: string) => ({
  control,
  requirements: [title],
  standards: ['AWS Systems Manager User Guide'],
  desc: why,
})

const relatedEvent = (finding: Finding) => ({
  uid: finding.fingerprint,
  type_uid: FRAME.type_uid,
  type_name: FRAME.type_name,
  title: finding.check,
  desc: finding.message,
  ...SEVERITIES[finding.severity],
})
