import { describe, expect, it } from 'vitest'
import { audit } from '../../src/core/audit/audit.ts'
import type { AnyCheck, Finding, Severity, World } from '../../src/core/index.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import { checks } from '../../checks/index.ts'
import { healthyWorld } from './healthy.ts'
import type { BreakableWorld } from './mutable.ts'

/** What a case finds: `"<subject id>: <message>"` word for word, or the parts that matter. */
export type Expected =
  | string
  | {
      readonly subject: string
      readonly message?: string | RegExp
      readonly severity?: Severity
      readonly verdict?: 'fail' | 'unknown'
      readonly about?: string
      readonly affects?: readonly string[]
      readonly fixable?: boolean
      readonly risk?: 'safe' | 'review' | 'none'
    }

export interface Case {
  /** Breaks (or, in a near miss, only alters) the healthy world. */
  break(world: BreakableWorld): void
  readonly finds: readonly Expected[]
}

const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

const broken = (one: Case): World => {
  const world = healthyWorld()
  one.break(world)
  return freeze(world) as World
}

const matches = (finding: Finding, expected: Expected): void => {
  if (typeof expected === 'string') {
    expect(`${finding.subject.id}: ${finding.message}`).toBe(expected)
    return
  }
  expect(finding.subject.id).toBe(expected.subject)
  if (typeof expected.message === 'string') expect(finding.message).toBe(expected.message)
  if (expected.message instanceof RegExp) expect(finding.message).toMatch(expected.message)
  if (expected.severity) expect(finding.severity).toBe(expected.severity)
  if (expected.about) expect(finding.about).toBe(expected.about)
  if (expected.affects) expect([...finding.affects].sort()).toEqual([...expected.affects].sort())
  if (expected.fixable !== undefined) expect(finding.remediation.fixable).toBe(expected.fixable)
  if (expected.risk) expect(finding.remediation.risk).toBe(expected.risk)
  expect(finding.verdict).toBe(expected.verdict ?? 'fail')
}

const subjectOf = (expected: Expected): string =>
  typeof expected === 'string' ? (expected.split(': ')[0] as string) : expected.subject

const verify = (findings: readonly Finding[], expected: readonly Expected[]): void => {
  const found = findings.map(one => `${one.subject.id}: ${one.message}`)
  expect(found.length, `found ${JSON.stringify(found, null, 2)}`).toBe(expected.length)
  const bySubject = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const sorted = findings.toSorted(
    (a, b) => bySubject(a.subject.id, b.subject.id) || bySubject(a.about ?? '', b.about ?? ''),
  )
  const wanted = expected.toSorted((a, b) => bySubject(subjectOf(a), subjectOf(b)))
  const left = [...sorted]
  for (const one of wanted) {
    const at = left.findIndex(finding => fits(finding, one))
    matches(left.splice(Math.max(at, 0), 1)[0] as Finding, one)
  }
}

const fits = (finding: Finding, expected: Expected): boolean => {
  try {
    matches(finding, expected)
    return true
  } catch {
    return false
  }
}

/**
 * The one way to test a check: it is silent on the healthy world, finds in each case exactly what is expected, reads
 * exactly what it declares, leaves its input alone, and what it offers as a fix passes the plan's proof with all checks.
 */
export const testCheck = (check: AnyCheck, cases: Readonly<Record<string, Case>>): void => {
  describe(`check ${check.id}`, () => {
    it('is silent on the healthy world', () => {
      expect(audit([freeze(healthyWorld()) as World], [check]).findings).toEqual([])
    })

    it.each(Object.entries(cases))('%s', (_name, one) => {
      const report = audit([broken(one)], [check])
      const crashed = report.checks.find(result => result.status === 'crashed')
      expect(crashed?.reason).toBeUndefined()
      verify(report.findings, one.finds)
      const prints = report.findings.map(finding => finding.fingerprint)
      expect(new Set(prints).size).toBe(prints.length)
      for (const finding of report.findings) {
        expect(finding.message).not.toMatch(/\.$|undefined|\[object|NaN/)
        expect(finding.remediation.text.length).toBeGreaterThan(0)
      }
    })

    it('names in "because" only checks that it declares', () => {
      const declared = new Set([...(check.after ?? []), ...(check.mayFollow ?? [])])
      const known = new Set(checks.map(one => one.id))
      expect([...declared].filter(id => !known.has(id))).toEqual([])
    })

    it('reads exactly what it declares', () => {
      const read = new Set<string>()
      const worlds = [freeze(healthyWorld()) as World, ...Object.values(cases).map(broken)]
      audit(worlds, [check], (_id, kind) => read.add(kind))
      expect([...read].sort()).toEqual([...check.needs].sort())
    })

    it('has a failing case and a near miss', () => {
      const finds = Object.values(cases).map(one => one.finds.length)
      expect(finds).toContain(0)
      expect(Math.max(...finds)).toBeGreaterThan(0)
    })

    it('offers only fixes that pass the proof', () => {
      for (const [name, one] of Object.entries(cases)) {
        const world = broken(one)
        const report = audit([world], checks)
        const offered = report.findings.filter(
          finding =>
            finding.check === check.id && finding.causedBy === undefined && finding.remediation.fixable,
        )
        if (offered.length === 0) continue
        const plan = makePlan([world], checks, report)
        expect(plan.breaks, name).toEqual([])
        expect(plan.refused, name).toEqual([])
        for (const finding of offered) expect(plan.fixes, name).toContain(finding.fingerprint)
      }
    })
  })
}
