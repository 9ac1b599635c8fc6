import type { BaselineUse, CheckResult, Finding } from '../report.ts'
import type { KnownFinding } from '../rules.ts'
import type { World } from '../snapshot.ts'
import { wasMade } from './waivers.ts'

/** What has become of the findings of a baseline; undefined where there is none. */
export const baselineUse = (
  worlds: readonly World[],
  findings: readonly Finding[],
  results: readonly CheckResult[],
): BaselineUse | undefined => {
  const baseline = worlds.find(({ rules }) => rules?.baseline)?.rules?.baseline
  if (!baseline) return undefined
  const present = new Set(findings.map(({ fingerprint }) => fingerprint))
  const absent = Object.values(baseline).filter(({ fingerprint }) => !present.has(fingerprint))
  const gone = absent.filter(known => wasLookedAt(known, worlds, results))
  return {
    accepted: findings.filter(({ baselined }) => baselined).length,
    gone,
    unseen: absent.length - gone.length,
  }
}

/** Only what was looked at can be gone: a read that failed, a Region or a node left out may hide it. */
const wasLookedAt = (
  { check, accountId, region }: KnownFinding,
  worlds: readonly World[],
  results: readonly CheckResult[],
): boolean =>
  wasMade(results.find(({ id }) => id === check)) &&
  worlds.some(
    ({ scope, declared }) =>
      scope.accountId === accountId &&
      (region === 'global' || scope.region === region) &&
      declared?.named === undefined,
  )
