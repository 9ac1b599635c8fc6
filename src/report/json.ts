import { SEVERITIES } from '../core/check.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import { complianceData } from './json-compliance.ts'
import type { BaselineUse, Finding, Outcome, Report, ReportedPath, ScopedGap } from '../core/report.ts'
import type { Tool } from './table.ts'

/** The tool's own particulars of a run. */
export interface ReportMeta {
  readonly tool: Tool
  /** ISO 8601. */
  readonly generatedAt: string
  readonly durationMs: number
  /** The frameworks by whose controls the report is told too. */
  readonly compliance?: readonly FrameworkId[]
}

/** The report as JSON by the schema that ships with the package: names are frozen, fields may be added. */
export const renderJson = (report: Report, meta: ReportMeta): string => {
  const { tool, generatedAt, durationMs, compliance = [] } = meta
  const data = {
    schemaVersion: 1,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    durationMs: Math.round(durationMs),
    scopes: report.scopes.map(({ accountId, region, partition, callerArn, notes }) => ({
      accountId,
      region,
      partition,
      callerArn,
      notes,
    })),
    summary: summaryOf(report),
    outcomes: report.outcomes.map(outcomeOf),
    findings: report.findings.map(findingOf),
    checks: report.checks.map(({ id, status, subjects, reason }) => ({ id, status, subjects, reason })),
    gaps: report.gaps.map(gapOf),
    paths: report.paths.map(pathOf),
    ...(compliance.length > 0 && { compliance: compliance.map(id => complianceData(report, id)) }),
    baseline: report.baseline && baselineOf(report.baseline),
  }
  return jsonText(data)
}

/** Data as JSON that can steer no terminal. */
export const jsonText = (data: unknown): string =>
  `${JSON.stringify(data, null, 2).replace(STEERING, escaped)}\n`

// JSON escapes C0 controls itself; the others could still steer a terminal.
const STEERING = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const summaryOf = ({ summary }: Report) => ({
  failed: summary.failed,
  unknown: summary.unknown,
  healthy: summary.healthy,
  skipped: summary.skipped,
  waived: summary.waived,
  bySeverity: Object.fromEntries(SEVERITIES.map(severity => [severity, summary.bySeverity[severity]])),
})

export const outcomeOf = (outcome: Outcome) => ({
  accountId: outcome.accountId,
  region: outcome.region,
  node: outcome.node,
  name: outcome.name,
  canConnect: outcome.canConnect,
  recorded: { cloudwatch: outcome.recorded.cloudwatch, s3: outcome.recorded.s3 },
  encrypted: outcome.encrypted,
  userSees: outcome.userSees,
  causes: outcome.causes,
})

export const findingOf = (finding: Finding) => ({
  check: finding.check,
  severity: finding.severity,
  verdict: finding.verdict,
  accountId: finding.accountId,
  region: finding.region,
  subject: { kind: finding.subject.kind, id: finding.subject.id, arn: finding.subject.arn },
  about: finding.about,
  message: finding.message,
  why: finding.why,
  evidence: finding.evidence.map(({ label, value, source }) => ({ label, value, source })),
  affects: finding.affects,
  causedBy: finding.causedBy,
  remediation: {
    text: finding.remediation.text,
    commands: finding.remediation.commands,
    fixable: finding.remediation.fixable,
    risk: finding.remediation.risk,
  },
  docs: finding.docs,
  fingerprint: finding.fingerprint,
  waived: finding.waived && { reason: finding.waived.reason, until: finding.waived.until },
  baselined: finding.baselined,
})

const baselineOf = ({ accepted, gone, unseen }: BaselineUse) => ({
  accepted,
  gone: gone.map(known => ({
    check: known.check,
    severity: known.severity,
    verdict: known.verdict,
    accountId: known.accountId,
    region: known.region,
    subject: { kind: known.subject.kind, id: known.subject.id, arn: known.subject.arn },
    about: known.about,
    message: known.message,
    fingerprint: known.fingerprint,
  })),
  unseen,
})

const gapOf = ({ accountId, region, kind, id, reason, actions, foreign }: ScopedGap) => ({
  accountId,
  region,
  kind,
  id,
  reason,
  actions,
  foreign: foreign ? true : undefined,
})

const pathOf = (path: ReportedPath) => ({
  accountId: path.accountId,
  region: path.region,
  service: path.service,
  serviceRegion: path.serviceRegion,
  nodes: path.nodes,
  verdict: path.verdict,
  standing: path.standing,
  evidence: path.evidence,
  way: wayOf(path.way),
  factors: path.factors.map(({ kind, resource, resources, verdict, rule, reason, look }) => ({
    kind,
    resource,
    resources,
    verdict,
    rule,
    reason,
    look,
  })),
  notes: path.notes,
})

/** Without the address of a single node. */
const wayOf = (way: ReportedPath['way']) => ({
  kind: way.kind,
  endpointId: 'endpointId' in way ? way.endpointId : undefined,
  vpcId: 'vpcId' in way ? way.vpcId : undefined,
  through: 'through' in way ? way.through : undefined,
})
