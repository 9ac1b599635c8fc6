import { SEVERITIES, type Severity } from '../core/check.ts'
import type { Report } from '../core/report.ts'

/** What the program ends with. */
export const EXIT = {
  healthy: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  halfWay: 4,
  bug: 70,
  interrupted: 130,
} as const

export interface Gate {
  /** The mildest severity that fails; `none`: no finding does. */
  readonly failOn: Severity | 'none'
  /** Anything unknown is incomplete. */
  readonly strict: boolean
}

/** The exit code of a report: findings at or above the gate, else what could not be looked at, else 0. */
export const exitCodeOf = (report: Report, { failOn, strict }: Gate): number => {
  if (failOn !== 'none' && fails(report, failOn)) return EXIT.findings
  if (isIncomplete(report) || (strict && isUncertain(report))) return EXIT.incomplete
  return EXIT.healthy
}

const fails = ({ findings }: Report, failOn: Severity): boolean =>
  findings.some(
    ({ verdict, causedBy, waived, severity }) =>
      verdict === 'fail' &&
      causedBy === undefined &&
      !waived &&
      SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn),
  )

const isIncomplete = ({ gaps, checks }: Report): boolean =>
  gaps.some(gap => !gap.foreign) || checks.some(({ status }) => status === 'crashed')

const isUncertain = ({ gaps, checks, findings, outcomes }: Report): boolean =>
  gaps.length > 0 ||
  checks.some(({ status }) => status === 'unknown') ||
  findings.some(({ verdict }) => verdict === 'unknown') ||
  outcomes.some(({ canConnect }) => canConnect === 'unknown')
