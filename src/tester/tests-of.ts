import assert from 'node:assert/strict'
import { audit } from '../core/audit/audit.ts'
import type { AnyCheck } from '../core/check.ts'
import { frozen } from '../core/frozen.ts'
import { makePlan } from '../core/plan/plan.ts'
import type { World } from '../core/snapshot.ts'
import type { BreakableWorld } from './breakable-world.ts'
import type { Case } from './case.ts'
import { verify } from './verify.ts'

/** What a check is tested in. */
export interface Setting {
  /** A world in which nothing is wrong: a new one each time. */
  healthy(): BreakableWorld
  /** Every check that there is, it among them. */
  readonly checks: readonly AnyCheck[]
  /** Whether a check may follow from what has this id. */
  readonly isCheck: (id: string) => boolean
}

/** A test under its name; it throws where it fails. */
export interface CheckTest {
  readonly name: string
  readonly run: () => void
}

type Cases = Readonly<Record<string, Case>>

/**
 * The tests of a check: it is silent on the healthy world, finds in each case exactly what is expected, reads exactly what
 * it declares, leaves its input alone, and what it offers as a fix passes the plan's proof with all checks.
 */
export const testsOf = (check: AnyCheck, cases: Cases, setting: Setting): readonly CheckTest[] => {
  const healthy = (): World => frozen(setting.healthy()) as World
  const broken = (one: Case): World => {
    const world = setting.healthy()
    one.break(world)
    return frozen(world) as World
  }
  const worlds = (): readonly World[] => Object.values(cases).map(broken)
  return [
    { name: 'is silent on the healthy world', run: () => assertSilent(check, healthy()) },
    ...Object.entries(cases).map(([name, one]) => ({
      name,
      run: () => assertFinds(check, one, broken(one)),
    })),
    { name: 'follows only checks that there are', run: () => assertCauses(check, setting) },
    { name: 'reads exactly what it declares', run: () => assertReads(check, [healthy(), ...worlds()]) },
    { name: 'asks for exactly the repairs that it declares', run: () => assertAsks(check, worlds()) },
    { name: 'has a failing case and a near miss', run: () => assertBoth(Object.values(cases)) },
    {
      name: 'offers only fixes that pass the proof',
      run: () => worlds().forEach(world => assertProven(check, world, setting.checks)),
    },
  ]
}

const assertSilent = (check: AnyCheck, world: World): void => {
  const { findings, checks } = audit([world], [check])
  assert.deepEqual(findings, [])
  assert.equal(checks.find(({ status }) => status === 'crashed')?.reason, undefined)
}

const assertFinds = (check: AnyCheck, { finds }: Case, world: World): void => {
  const { findings, checks } = audit([world], [check])
  assert.equal(checks.find(({ status }) => status === 'crashed')?.reason, undefined)
  verify(findings, finds)
  const prints = findings.map(finding => finding.fingerprint)
  assert.equal(new Set(prints).size, prints.length, 'two findings have the same fingerprint')
  for (const { message, remediation } of findings) {
    assert.doesNotMatch(message, /\.$|undefined|\[object|NaN/)
    assert.notEqual(remediation.text, '')
  }
}

const assertCauses = ({ after = [], mayFollow = [] }: AnyCheck, { isCheck }: Setting): void => {
  const strangers = [...after, ...mayFollow].filter(id => !isCheck(id))
  assert.deepEqual(strangers, [], 'there are no such checks')
}

const assertReads = (check: AnyCheck, worlds: readonly World[]): void => {
  const read = new Set<string>()
  audit(worlds, [check], (_id, kind) => read.add(kind))
  assert.deepEqual([...read].toSorted(), check.needs.toSorted())
}

const assertAsks = (check: AnyCheck, worlds: readonly World[]): void => {
  const asked = worlds.flatMap(world => [...audit([world], [check]).fixes.values()].flat())
  const types = new Set(asked.map(({ type }) => type))
  assert.deepEqual([...types].toSorted(), (check.asks ?? []).toSorted())
}

const assertBoth = (cases: readonly Case[]): void => {
  assert.ok(
    cases.some(({ finds }) => finds.length > 0),
    'no case finds anything',
  )
  assert.ok(
    cases.some(({ finds }) => finds.length === 0),
    'no case looks wrong and is right',
  )
}

const assertProven = (check: AnyCheck, world: World, checks: readonly AnyCheck[]): void => {
  const report = audit([world], checks)
  const offered = report.findings.filter(
    finding => finding.check === check.id && finding.causedBy === undefined && finding.remediation.fixable,
  )
  if (offered.length === 0) return
  const { breaks, refused, fixes } = makePlan([world], checks, report)
  assert.deepEqual({ breaks, refused }, { breaks: [], refused: [] })
  for (const { fingerprint } of offered) assert.ok(fixes.includes(fingerprint), `${fingerprint} is left`)
}
