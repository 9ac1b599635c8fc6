import { readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { readSnapshot } from '../../../src/config/snapshot-file.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { ChangeType } from '../../../src/core/changes/change.ts'
import { changeSpecs, invertChange } from '../../../src/core/changes/specs.ts'
import { changesFor, FAMILIES, familiesFor } from '../../../src/core/plan/families.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import { CASES } from '../changes/worlds.ts'

describe('the families of repairs', () => {
  it('make every change there is, each in one family', () => {
    const made = FAMILIES.flatMap(({ makes }) => makes)
    expect(made.toSorted()).toEqual(Object.keys(changeSpecs).toSorted())
  })

  it.each(Object.entries(CASES))('that make %s make what undoes it', (type, cases) => {
    const family = FAMILIES.find(({ makes }) => makes.includes(type as ChangeType))
    for (const { change } of fc.sample(cases, 50)) expect(family?.makes).toContain(invertChange(change).type)
  })

  it('that complete one that may make something worse are those that its own changes call for', () => {
    const [preferences, grants] = [familiesFor(['set-preferences']), familiesFor(['grant'])]
    expect(preferences).toContain([...grants][0])
    expect([...grants]).toHaveLength(1)
  })
})

const ACCOUNTS = readdirSync('fixtures/accounts').filter(name => name.endsWith('.json'))

it.each(ACCOUNTS)('the plan for %s makes only what its checks say that they ask for', file => {
  const { worlds } = readSnapshot(`fixtures/accounts/${file}`)
  const report = audit(worlds, checks)
  const asking = new Set(
    report.findings.filter(({ remediation }) => remediation.fixable).map(({ check }) => check),
  )
  const asked = checks.filter(({ id }) => asking.has(id)).flatMap(({ asks = [] }) => asks)
  const made = makePlan(worlds, checks, report).steps.map(({ change }) => change.type)
  expect(made.filter(type => !changesFor(asked).includes(type))).toEqual([])
})
