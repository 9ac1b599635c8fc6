import { collectedKinds, kindsOf } from '../audit/wanted.ts'
import type { AnyCheck } from '../check.ts'
import type { CheckResult, Finding, Report, ScopedGap } from '../report.ts'
import type { KnownCause } from './known-error.ts'

/** Whether a cause is the one in this account, as far as can be told. */
export interface CauseHere {
  readonly verdict: 'this' | 'not-this' | 'cannot-tell'
  /** What confirms it. */
  readonly findings: readonly Finding[]
  /** What is lacking, or where else to look; absent where it is decided. */
  readonly reason?: string
  /** IAM actions that are lacking. */
  readonly needs: readonly string[]
}

/** What was looked at. */
export interface Looked {
  readonly report: Report
  readonly checks: readonly AnyCheck[]
  /** What to say of nodes that were named and are not there. */
  readonly missing: readonly string[]
}

/** Holds a cause against what the checks found: a failure confirms it, and only health all over refutes it. */
export const causeHere = (cause: KnownCause, looked: Looked): CauseHere => {
  const { report, missing } = looked
  const ids = cause.checks ?? []
  const findings = report.findings.filter(one => ids.includes(one.check) && speaks(cause, one))
  const confirming = findings.filter(({ verdict }) => verdict === 'fail')
  if (confirming.length > 0) return { verdict: 'this', findings: confirming, needs: [] }
  if (ids[0] === 'node/found' && missing.length > 0)
    return { verdict: 'this', findings: [], reason: missing.join('; '), needs: [] }
  if (ids.length === 0) return cannotTell(elsewhere(cause))
  const lacking = ids.flatMap(id => lackOf(id, findings, looked) ?? [])
  if (lacking.length === 0) return { verdict: 'not-this', findings: [], needs: [] }
  const needs = [...new Set(ids.flatMap(id => gapsOf(id, looked)).flatMap(({ actions }) => actions))]
  return cannotTell([...new Set(lacking)].join('; '), needs)
}

const speaks = ({ severe }: KnownCause, { severity }: Finding): boolean =>
  !severe || severity === 'critical' || severity === 'high'

const cannotTell = (reason: string, needs: readonly string[] = []): CauseHere => ({
  verdict: 'cannot-tell',
  findings: [],
  reason,
  needs,
})

const elsewhere = ({ preflight, look }: KnownCause): string =>
  preflight ? 'AWS does not show it; ssm-doctor preflight tells' : `AWS does not show it; look at ${look}`

/** Why a check does not refute, or nothing where it does. */
const lackOf = (id: string, findings: readonly Finding[], { report, checks }: Looked): string | undefined => {
  if (!checks.some(check => check.id === id)) return `no check ${id} in this version`
  const unsure = findings.find(finding => finding.check === id)
  if (unsure) return unsure.message
  const result = report.checks.find(one => one.id === id)
  return result && isOpen(result) ? (result.reason ?? `${id} could not be decided`) : undefined
}

const isOpen = ({ status }: CheckResult): boolean => status === 'unknown' || status === 'crashed'

const gapsOf = (id: string, { report, checks }: Looked): readonly ScopedGap[] => {
  const check = checks.find(one => one.id === id)
  const kinds = new Set<string>(check ? kindsOf(check).flatMap(collectedKinds) : [])
  return report.gaps.filter(({ kind }) => kinds.has(kind))
}
