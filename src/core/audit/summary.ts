import { SEVERITIES, type Severity } from '../check.ts'
import type { CheckResult, Finding, Summary } from '../report.ts'

/** Why a check was skipped whose kind is read on request alone: it counts as none of the checks. */
export const NOT_ASKED = 'was not asked for'

/** Counts an audit: `failed` and `bySeverity` count root findings that are neither waived nor undecided. */
export const summarise = (findings: readonly Finding[], checks: readonly CheckResult[]): Summary => {
  const failed = findings.filter(counts)
  const severities = SEVERITIES.map(severity => [
    severity,
    failed.filter(one => one.severity === severity).length,
  ])
  return {
    failed: failed.length,
    unknown: findings.filter(finding => finding.verdict === 'unknown').length,
    healthy: checks.filter(check => check.status === 'healthy').length,
    skipped: checks.filter(check => check.status === 'skipped').length,
    waived: findings.filter(finding => finding.waived).length,
    bySeverity: Object.fromEntries(severities) as Record<Severity, number>,
  }
}

/** Whether a finding counts as failed: a root, decided, not waived. */
export const counts = (finding: Finding): boolean =>
  finding.verdict === 'fail' && finding.causedBy === undefined && !finding.waived
