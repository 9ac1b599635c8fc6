import type { CheckStatus, Report } from '../report.ts'
import { CLAIMS } from './claims.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { TITLES } from './titles.ts'
import type { Control, FrameworkId } from './types.ts'

/** How a check fared, as evidence for a control. */
export interface ControlCheck {
  readonly id: string
  /** `not run`: it was not among the checks that were asked for. */
  readonly status: CheckStatus | 'not run'
  readonly subjects: number
  /** How many things it failed on, accepted ones and consequences among them. */
  readonly failures: number
  /** Why it could not answer, with the read that failed. */
  readonly reason?: string
}

/** What speaks for a control and what against it: never that it is met. */
export interface ControlEvidence {
  readonly control: Control
  /**
   * `against`: a check failed. `incomplete`: none failed, and one could not tell or was not run. `for`: every check that
   * had anything to judge is healthy. `none`: there was nothing to judge.
   */
  readonly evidence: 'for' | 'against' | 'incomplete' | 'none'
  readonly claims: readonly { readonly shows: string; readonly checks: readonly ControlCheck[] }[]
}

/** A report by the controls of a framework, in the framework's own order. */
export const byControl = (report: Report, id: FrameworkId): readonly ControlEvidence[] => {
  const checkOf = checksOf(report)
  return Object.entries(TITLES[id])
    .toSorted(([a], [b]) => inOrder(a, b))
    .map(([control, title]) => {
      const claims = CLAIMS.filter(claim => claim.controls[id]?.includes(control)).map(claim => ({
        shows: claim.shows,
        checks: claim.checks.map(checkOf),
      }))
      const all = claims.flatMap(({ checks }) => checks)
      return { control: { framework: FRAMEWORKS[id], id: control, title }, evidence: evidenceOf(all), claims }
    })
}

const evidenceOf = (checks: readonly ControlCheck[]): ControlEvidence['evidence'] => {
  const has = (...statuses: readonly ControlCheck['status'][]) =>
    checks.some(({ status }) => statuses.includes(status))
  if (has('failed')) return 'against'
  if (has('unknown', 'crashed', 'not run')) return 'incomplete'
  return has('healthy') ? 'for' : 'none'
}

const checksOf = ({ checks, findings }: Report): ((id: string) => ControlCheck) => {
  const results = new Map(checks.map(check => [check.id, check]))
  const failures = new Map<string, number>()
  for (const { check, verdict } of findings)
    if (verdict === 'fail') failures.set(check, (failures.get(check) ?? 0) + 1)
  return id => {
    const result = results.get(id)
    if (!result) return { id, status: 'not run', subjects: 0, failures: 0 }
    const { status, subjects, reason } = result
    return { id, status, subjects, failures: failures.get(id) ?? 0, ...(reason !== undefined && { reason }) }
  }
}

/** Numbers within ids count as numbers: 10 comes after 9. */
export const inOrder = (a: string, b: string): number => {
  const [left, right] = [a, b].map(id => id.split(/(\d+)/)) as [string[], string[]]
  const at = left.findIndex((part, index) => part !== right[index])
  if (at === -1) return left.length - right.length
  const [one, other] = [left[at] as string, right[at] ?? '']
  return Number(one) - Number(other) || (one < other ? -1 : 1)
}
