import type { BrokenPlugin } from '../config/plugins/plugin.ts'
import { isAccepted } from '../core/audit/rulings.ts'
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
  /** The plugins that could not be loaded: the config names what is none. */
  readonly unloaded: readonly BrokenPlugin[]
  /** Anything unknown is incomplete. */
  readonly strict: boolean
  /** Only some checks were asked for: then outcomes rest on what was not read, and say nothing against the run. */
  readonly selection?: { readonly only: readonly string[]; readonly skip: readonly string[] }
}

/** The exit code of a report: wrong usage where a plugin is none; findings at or above the gate, else what could not be looked at, else 0. */
export const exitCodeOf = (report: Report, { failOn, strict, selection, unloaded }: Gate): number => {
  if (unloaded.length > 0) return EXIT.usage
  if (failOn !== 'none' && fails(report, failOn)) return EXIT.findings
  const whole = !selection || [...selection.only, ...selection.skip].length === 0
  if (isIncomplete(report) || (strict && isUncertain(report, whole))) return EXIT.incomplete
  return EXIT.healthy
}

const fails = ({ findings }: Report, failOn: Severity): boolean =>
  findings.some(
    finding =>
      finding.verdict === 'fail' &&
      finding.causedBy === undefined &&
      !isAccepted(finding) &&
      SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(failOn),
  )

const isIncomplete = ({ gaps, checks }: Report): boolean =>
  gaps.some(gap => !gap.foreign) || checks.some(({ status }) => status === 'crashed')

const isUncertain = ({ gaps, checks, findings, outcomes }: Report, whole: boolean): boolean => {
  const undecided = findings.filter(({ verdict }) => verdict === 'unknown')
  const accepted = new Set(undecided.filter(isAccepted).map(({ check }) => check))
  return (
    gaps.length > 0 ||
    undecided.some(finding => !isAccepted(finding)) ||
    // A check that had all its facts is unknown by its findings alone.
    checks.some(
      ({ id, status, reason }) => status === 'unknown' && !(reason === undefined && accepted.has(id)),
    ) ||
    (whole && outcomes.some(({ canConnect }) => canConnect === 'unknown'))
  )
}
