import { collectedKinds, kindsOf } from '../audit/wanted.ts'
import type { AnyCheck } from '../check.ts'
import type { CheckResult, Finding, Remediation, Report, ScopedGap } from '../report.ts'
import type { KnownCause } from './known-error.ts'

/**
 * Whether a cause is the one in this account, as far as can be told; `follows`: what it says is so, and is itself a
 * consequence of what another cause says.
 */
export interface CauseHere {
  readonly verdict: 'this' | 'follows' | 'not-this' | 'cannot-tell'
  /** What confirms it. */
  readonly findings: readonly Finding[]
  /** What is to be done about what confirms it, each once: the advice of the findings that they follow from. */
  readonly remedies?: readonly Remediation[]
  /** What is lacking, or where else to look; absent where it is decided. */
  readonly reason?: string
  /** IAM actions that are lacking. */
  readonly needs: readonly string[]
}

/** What was looked at. */
export interface Looked {
  /** Of these checks, and of others that their findings may follow from. */
  readonly report: Report
  /** Those that speak of the causes. */
  readonly checks: readonly AnyCheck[]
  /** What to say of nodes that were named and are not there. */
  readonly missing: readonly string[]
}

/**
 * Holds a cause against what the checks found: a failure that nothing else explains confirms it, and only health all
 * over refutes it.
 */
export const causeHere = (cause: KnownCause, looked: Looked): CauseHere => {
  const { report, missing } = looked
  const ids = cause.checks ?? []
  const findings = report.findings.filter(one => ids.includes(one.check) && speaks(cause, one))
  const failed = findings.filter(({ verdict }) => verdict === 'fail')
  if (failed.length > 0) return confirmed(failed, cause, looked)
  if (ids[0] === 'node/found' && missing.length > 0)
    return { verdict: 'this', findings: [], reason: missing.join('; '), needs: [] }
  if (ids.length === 0) return cannotTell(elsewhere(cause))
  const lacking = ids.flatMap(id => lackOf(id, findings, looked) ?? [])
  if (lacking.length === 0) return { verdict: 'not-this', findings: [], needs: [] }
  const needs = [...new Set(ids.flatMap(id => gapsOf(id, looked)).flatMap(({ actions }) => actions))]
  return cannotTell([...new Set(lacking)].join('; '), needs)
}

/** Whether a cause explains its findings, or another one that is told here does: a symptom always has another. */
const confirmed = (
  failed: readonly Finding[],
  { checks: ids = [], symptom }: KnownCause,
  { report, checks }: Looked,
): CauseHere => {
  const rootOf = (one: Finding): Finding =>
    report.findings.find(({ fingerprint }) => fingerprint === one.causedBy) ?? one
  const others = new Set(checks.map(({ id }) => id).filter(id => !ids.includes(id)))
  const isOwn = (root: Finding): boolean => (symptom ? ids.includes(root.check) : !others.has(root.check))
  const own = failed.filter(one => isOwn(rootOf(one)))
  if (own.length > 0)
    return { verdict: 'this', findings: own, remedies: remediesOf(own.map(rootOf)), needs: [] }
  const roots = [...new Set(failed.map(one => rootOf(one).check))]
  return { verdict: 'follows', findings: failed, reason: `from ${roots.join(', ')}`, needs: [] }
}

const remediesOf = (roots: readonly Finding[]): readonly Remediation[] => {
  const remedies = roots.map(({ remediation }) => remediation).filter(({ text }) => text !== '')
  return [...new Map(remedies.map(one => [JSON.stringify([one.text, one.commands]), one])).values()]
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
  const check = checks.find(one => one.id === id)
  if (!check) return `no check ${id} in this version`
  const unsure = findings.find(finding => finding.check === id)
  if (unsure) return unsure.message
  const result = report.checks.find(one => one.id === id)
  if (result?.status === 'skipped') return nobody(check, report)
  return result && isOpen(result) ? (result.reason ?? `${id} could not be decided`) : undefined
}

const isOpen = ({ status }: CheckResult): boolean => status === 'unknown' || status === 'crashed'

/** A check of nodes that had none to judge refutes nothing: the one in question was not among them. */
const nobody = ({ each }: AnyCheck, { outcomes }: Report): string | undefined => {
  if (each === 'namedNodes') return 'no node was named; name it with -i'
  const ofNodes = each === 'judgedNodes' || each === 'nodeRoles'
  return ofNodes && outcomes.length === 0 ? 'no node is judged there; name it with -i' : undefined
}

const gapsOf = (id: string, { report, checks }: Looked): readonly ScopedGap[] => {
  const check = checks.find(one => one.id === id)
  const kinds = new Set<string>(check ? kindsOf(check).flatMap(collectedKinds) : [])
  return report.gaps.filter(({ kind }) => kinds.has(kind))
}
