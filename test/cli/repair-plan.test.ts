import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { draftOffline } from '../../src/cli/draft.ts'
import { partOf, planRepair, policiesAimedAt } from '../../src/cli/repair-plan.ts'
import { selectChecks } from '../../src/cli/select-checks.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import {
  DB,
  healthyWorld,
  LOGGING_POLICY,
  loggingStatements,
  policyDocument,
  WEB,
} from '../support/healthy.ts'

/** The roles web and hybrid-node name another group in a shared policy, the role db in an inline one. */
const brokenWorld = (): BreakableWorld => {
  const world = healthyWorld()
  const [write, ...others] = loggingStatements()
  const odd = {
    ...write,
    Resource: String(write?.['Resource']).replace('onetime-sessions-dev', 'onetime-session-dev'),
  }
  const policy = world.records.policies[LOGGING_POLICY]
  if (policy) policy.document = policyDocument([odd, ...others])
  const db = world.records.roles['db']
  if (db) db.inline = { 'session-logging-inline': policyDocument([odd, ...others]) }
  return world
}

const aim = { checks, selected: checks }

describe('a repair', () => {
  it('is aimed at everything where nothing is chosen', () => {
    const plan = planRepair([brokenWorld()], aim)
    expect(plan.steps.map(step => step.change.type).sort()).toEqual(['put-policy-version', 'put-role-policy'])
    expect(plan.leaves).toEqual([])
  })

  it('of chosen nodes leaves the others alone', () => {
    const plan = planRepair([brokenWorld()], { ...aim, nodes: new Set([DB]) })
    expect(plan.steps.map(step => step.describe)).toHaveLength(1)
    expect(plan.fixes.every(print => print.includes('role/db'))).toBe(true)
  })

  it('of other checks than the failed ones is nothing', () => {
    const selected = selectChecks(checks, { only: ['kms'], skip: [] })
    expect(planRepair([brokenWorld()], { checks, selected }).steps).toEqual([])
  })

  it('names the policies whose versions have to be read', () => {
    expect(policiesAimedAt([brokenWorld()], aim)).toEqual([LOGGING_POLICY])
    expect(policiesAimedAt([brokenWorld()], { ...aim, nodes: new Set([DB]) })).toEqual([])
    expect(policiesAimedAt([brokenWorld()], { ...aim, nodes: new Set([WEB]) })).toEqual([LOGGING_POLICY])
  })

  it('in part is proven anew, under a digest of its own', () => {
    const worlds = [brokenWorld()]
    const plan = planRepair(worlds, aim)
    const part = partOf(plan, { worlds, checks }, plan.steps.slice(0, 1))
    expect(part.digest).not.toBe(plan.digest)
    expect([...part.fixes, ...part.leaves].sort()).toEqual([...plan.fixes].sort())
    expect(part.leaves.length).toBeGreaterThan(0)
  })
})

describe('a plan from a file', () => {
  it('takes it that there is room for a version where the file does not tell, and says so', () => {
    const world = brokenWorld()
    world.records.policyVersions = {}
    const { draft, guessed } = draftOffline([world], aim)
    expect(guessed).toEqual([LOGGING_POLICY])
    expect(draft.plan.steps.map(step => step.change.type)).toContain('put-policy-version')
  })

  it('guesses nothing that the file tells', () => {
    expect(draftOffline([brokenWorld()], aim).guessed).toEqual([])
  })
})
