import { SEVERITIES, type Severity } from '../core/check.ts'
import type { Finding } from '../core/report.ts'

/** The three levels that SARIF and GitHub's annotations have in common. */
export type Level = 'error' | 'warning' | 'note'

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

export const levelOfSeverity = (severity: Severity): Level => LEVELS[severity]

/** What could not be decided is a note, however grave it might be. */
export const levelOf = ({ verdict, severity }: Finding): Level =>
  verdict === 'unknown' ? 'note' : LEVELS[severity]

/** Whether a severity is at or above another one. */
export const isAtLeast = (severity: Severity, mildest: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(mildest)
