import { NOT_ASKED } from '../core/audit/summary.ts'
import type { CheckResult, Report } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'
import type { CheckFacts, ReportContext } from './context.ts'
import { scopeOf } from './resource-arn.ts'

/** How a check fared in an account as a whole: for formats that know healthy and unknown controls too. */
export interface CheckRecord {
  readonly check: CheckFacts
  /** `none` where findings tell of it, or where there was nothing to judge. */
  readonly verdict: 'pass' | 'unknown' | 'none'
  /** One line. */
  readonly message: string
  readonly accountId: string
  /** The Region that was looked at; `global` where there were several. */
  readonly region: string
  readonly scope: Scope
  /** Of the same form as that of a finding, and like none. */
  readonly fingerprint: string
}

/** One record per check that was run, and account. */
export const checkRecords = (report: Report, { checks }: ReportContext): readonly CheckRecord[] => {
  const facts = new Map(checks.map(check => [check.id, check]))
  const accounts = accountsOf(report)
  const undecided = new Set(
    report.findings.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check),
  )
  return report.checks.flatMap(result => {
    const check = facts.get(result.id)
    if (!check || result.reason === NOT_ASKED) return []
    const verdict = verdictOf(result, undecided)
    const message = messageOf(result)
    return accounts.map(account => ({
      check,
      verdict,
      message,
      ...account,
      fingerprint: [check.id, account.accountId, account.region, 'check', ''].join('|'),
    }))
  })
}

const accountsOf = (report: Report): readonly Pick<CheckRecord, 'accountId' | 'region' | 'scope'>[] => {
  const ids = [...new Set(report.scopes.map(({ accountId }) => accountId))]
  return ids.flatMap(accountId => {
    const own = report.scopes.filter(scope => scope.accountId === accountId)
    const region = own.length === 1 && own[0] ? own[0].region : 'global'
    const scope = scopeOf(report, { accountId, region })
    return scope ? [{ accountId, region, scope }] : []
  })
}

const verdictOf = (
  { id, status, reason }: CheckResult,
  undecided: ReadonlySet<string>,
): CheckRecord['verdict'] => {
  if (status === 'healthy') return 'pass'
  if (status === 'crashed') return 'unknown'
  // A check that had its facts and could not decide has said so in a finding.
  return status === 'unknown' && !(reason === undefined && undecided.has(id)) ? 'unknown' : 'none'
}

const messageOf = ({ status, reason, subjects }: CheckResult): string => {
  if (status === 'healthy') return `it holds for all that was looked at: ${subjects}`
  if (status === 'crashed') return `the check crashed: ${reason ?? 'no reason given'}`
  if (status === 'unknown') return `could not be decided: ${reason ?? 'no reason given'}`
  return status === 'failed' ? 'see its findings' : (reason ?? 'nothing to judge')
}
