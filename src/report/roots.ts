import { SEVERITIES } from '../core/check.ts'
import type { Finding } from '../core/report.ts'

/** A finding that stands for itself, and what follows from it. */
export interface Root {
  readonly finding: Finding
  readonly consequences: readonly Finding[]
}

/**
 * The findings that stand for themselves, worst first: what failed, then what could not be decided, then what was
 * accepted. A consequence whose cause is not among the findings stands for itself.
 */
export const rootsOf = (findings: readonly Finding[]): readonly Root[] => {
  const told = new Set(findings.filter(one => one.causedBy === undefined).map(one => one.fingerprint))
  const isRoot = ({ causedBy }: Finding): boolean => causedBy === undefined || !told.has(causedBy)
  const followers = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (isRoot(finding)) continue
    const own = followers.get(finding.causedBy ?? '') ?? []
    followers.set(finding.causedBy ?? '', own)
    own.push(finding)
  }
  return findings
    .filter(isRoot)
    .toSorted(byWeight)
    .map(finding => ({ finding, consequences: followers.get(finding.fingerprint) ?? [] }))
}

export type Standing = 'failed' | 'unknown' | 'accepted'

/** How a finding counts. */
export const standingOf = ({ verdict, waived, baselined }: Finding): Standing => {
  if (waived !== undefined || baselined === true) return 'accepted'
  return verdict === 'unknown' ? 'unknown' : 'failed'
}

/** By whom a finding was accepted, in words; empty where nobody did. */
export const acceptanceOf = ({ waived, baselined }: Finding): readonly string[] => [
  ...(waived ? [`waived until ${waived.until}: ${waived.reason}`] : []),
  ...(baselined ? ['in the baseline'] : []),
]

const ORDER: readonly Standing[] = ['failed', 'unknown', 'accepted']

const byWeight = (a: Finding, b: Finding): number =>
  ORDER.indexOf(standingOf(a)) - ORDER.indexOf(standingOf(b)) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  b.affects.length - a.affects.length
