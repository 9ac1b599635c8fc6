import type { Finding, Report } from '../core/report.ts'
import type { Place, ReportContext } from './context.ts'
import { detailLines } from './finding-lines.ts'
import { levelOf } from './levels.ts'
import { arnOf, scopeOf } from './resource-arn.ts'
import { acceptanceOf, type Root } from './roots.ts'
import { securitySeverity } from './sarif-rules.ts'
import { plainMessage } from './text-forms.ts'

export interface ResultOptions {
  readonly report: Report
  readonly context: ReportContext
  readonly rules: readonly { readonly id: string }[]
  /** Whether any result was accepted: then each says whether it was. */
  readonly suppressions: boolean
}

/** Where a finding is told of that no file of the repository is about: GitHub refuses what has no place. */
const NO_FILE: Place = { file: 'ssm-doctor.json', line: 1 }

/** A finding that stands for itself; what follows from it is among its properties. */
export const sarifResult = (root: Root, { report, context, rules, suppressions }: ResultOptions) => {
  const { finding, consequences } = root
  const { check, verdict, severity, fingerprint } = finding
  return {
    ruleId: check,
    ruleIndex: rules.findIndex(({ id }) => id === check),
    level: levelOf(finding),
    message: { text: messageOf(root) },
    locations: [
      {
        physicalLocation: physical(context.placeOf(finding) ?? NO_FILE),
        logicalLocations: [logical(report, finding)],
      },
    ],
    // github: code scanning looks at the first of these alone; without it, findings on one line would be taken for one
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'ssmDoctor/v1': fingerprint },
    ...(suppressions && { suppressions: suppressionsOf(finding) }),
    properties: {
      verdict,
      severity,
      ...securitySeverity(severity),
      accountId: finding.accountId,
      region: finding.region,
      ...(finding.about !== undefined && { about: finding.about }),
      affects: finding.affects,
      fixable: finding.remediation.fixable,
      risk: finding.remediation.risk,
      consequences: consequences.map(one => ({
        ruleId: one.check,
        severity: one.severity,
        verdict: one.verdict,
        subject: one.subject.arn ?? one.subject.id,
        message: one.message,
        fingerprint: one.fingerprint,
      })),
    },
  }
}

const messageOf = (root: Root): string => {
  const { message, verdict } = root.finding
  const first = verdict === 'unknown' ? `not known: ${message}` : message
  return plainMessage([first, ...detailLines(root)].join('\n'))
}

const physical = ({ file, line }: Place) => ({
  artifactLocation: { uri: uriOf(file) },
  region: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
})

const uriOf = (file: string): string => {
  const path = file
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([A-Za-z])%3A/, '/$1:')
  return path.startsWith('/') ? `file://${path}` : path
}

const logical = (report: Report, finding: Finding) => {
  const { subject, accountId, region } = finding
  const partition = scopeOf(report, finding)?.partition ?? 'aws'
  const arn = arnOf(subject, { partition, accountId, region })
  return { name: subject.id, fullyQualifiedName: arn ?? `${subject.kind}/${subject.id}`, kind: 'resource' }
}

const suppressionsOf = (finding: Finding) =>
  acceptanceOf(finding).map(justification => ({ kind: 'external', status: 'accepted', justification }))
