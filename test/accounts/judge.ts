import { expect } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { World } from '../../src/core/index.ts'
import { audit } from '../../src/core/audit/audit.ts'
import type { Audit, Finding, Outcome } from '../../src/core/report.ts'
import { healthyWorld } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'

/** The audit of a world by every check; none may crash. */
export const judge = (...worlds: readonly World[]): Audit => {
  const report = audit(worlds, checks)
  const crashed = report.checks.filter(check => check.status === 'crashed')
  expect(crashed.map(check => `${check.id}: ${check.reason}`)).toEqual([])
  return report
}

/** The healthy world, altered. */
export const worldWith = (alter: (world: BreakableWorld) => void): BreakableWorld => {
  const world = healthyWorld()
  alter(world)
  return world
}

/** The findings that a reader meets: those that no other explains, as `severity check subject about`. */
export const rootsIn = ({ findings }: Audit): string[] =>
  findings
    .filter(one => one.causedBy === undefined)
    .map(lineOf)
    .sort()

const lineOf = ({ severity, verdict, check, subject, about }: Finding): string =>
  [verdict === 'unknown' ? `${severity}?` : severity, check, subject.id, about ?? ''].join(' ').trim()

/** What follows from another finding, as `check subject <- check subject`. */
export const foldedIn = ({ findings }: Audit): string[] => {
  const named = new Map(findings.map(one => [one.fingerprint, `${one.check} ${one.subject.id}`]))
  return findings
    .filter(one => one.causedBy !== undefined)
    .map(one => `${named.get(one.fingerprint)} <- ${named.get(one.causedBy ?? '')}`)
    .sort()
}

/** Each node's outcome in one line: connects, CloudWatch, S3, encrypted. */
export const outcomesIn = ({ outcomes }: Audit): Record<string, string> =>
  Object.fromEntries(outcomes.map(one => [one.node, shortly(one)]))

const shortly = ({ canConnect, recorded, encrypted }: Outcome): string =>
  [canConnect, recorded.cloudwatch, recorded.s3, encrypted].join(' ')
