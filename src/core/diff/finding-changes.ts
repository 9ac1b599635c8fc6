import { collectedKinds, kindsOf } from '../audit/wanted.ts'
import type { AnyCheck } from '../check.ts'
import type { Finding, Report, ScopedGap } from '../report.ts'
import type { FindingChange, SnapshotDiff } from './types.ts'

/** The findings that one of two audits alone has, and those that are worse, milder or more certain in one of them. */
export const findingChanges = (
  before: Report,
  after: Report,
  checks: readonly AnyCheck[],
): SnapshotDiff['findings'] => {
  const [was, is] = [byFingerprint(before), byFingerprint(after)]
  const kinds = new Map(
    checks.map(check => [check.id, new Set<string>(kindsOf(check).flatMap(collectedKinds))]),
  )
  const only = (here: Report, there: Report, known: ReadonlyMap<string, Finding>) => {
    const lost = lostReads(here, there)
    return here.findings
      .filter(({ fingerprint }) => !known.has(fingerprint))
      .map(finding => withDoubt(finding, lost, kinds.get(finding.check)))
  }
  return {
    new: only(after, before, was),
    gone: only(before, after, is),
    changed: after.findings.flatMap(now => {
      const old = was.get(now.fingerprint)
      return old && standing(old) !== standing(now) ? [{ before: old, after: now }] : []
    }),
  }
}

const byFingerprint = ({ findings }: Report): ReadonlyMap<string, Finding> =>
  new Map(findings.map(finding => [finding.fingerprint, finding]))

const standing = ({ severity, verdict }: Finding): string => `${severity} ${verdict}`

/** The reads that failed on one side and not on the other: what is not found for that is not gone. */
const lostReads = (here: Report, there: Report): readonly ScopedGap[] => {
  const known = new Set(here.gaps.map(gapKey))
  return there.gaps.filter(gap => !known.has(gapKey(gap)))
}

const gapKey = ({ accountId, region, kind, id }: ScopedGap): string =>
  JSON.stringify([accountId, region, kind, id])

const withDoubt = (
  finding: Finding,
  lost: readonly ScopedGap[],
  kinds: ReadonlySet<string> | undefined,
): FindingChange => {
  const gap = lost.find(
    ({ accountId, region, kind }) =>
      accountId === finding.accountId &&
      (finding.region === 'global' || region === finding.region) &&
      kinds?.has(kind),
  )
  if (!gap) return { finding }
  const what = gap.id === undefined ? gap.kind : `${gap.kind} ${gap.id}`
  return { finding, unsure: `${what} could not be read: ${gap.reason}` }
}
