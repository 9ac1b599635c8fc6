import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Change } from '../../../src/core/changes/change.ts'
import { defineCheck, type AnyCheck, type Fix, type World } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import type { Plan } from '../../../src/core/plan/types.ts'
import { NAME } from '../../checks/preferences/written.ts'
import { healthyWorld, HYBRID } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

export const worldWith = (alter: (world: BreakableWorld) => void): BreakableWorld => {
  const world = healthyWorld()
  alter(world)
  return world
}

/** Without the node of which no way can be judged. */
export const onEc2 = (alter: (world: BreakableWorld) => void): BreakableWorld =>
  worldWith(world => {
    delete world.records.managedNodes[HYBRID]
    alter(world)
  })

export const planOf = (world: World, all: readonly AnyCheck[] = checks): Plan =>
  makePlan([world], all, audit([world], all))

export const asked = (world: World, ids: readonly string[]): Plan => {
  const before = audit([world], checks)
  const fixes = [...before.fixes].filter(([print]) => ids.includes(print.split('|')[0] ?? ''))
  return makePlan([world], checks, { ...before, fixes: new Map(fixes) })
}

/** A check that asks for what it likes, as a plugin may. */
export const wishing = (fix: Fix): AnyCheck =>
  defineCheck({
    id: 'preferences/of-a-plugin',
    title: 'what a plugin wants holds',
    why: 'A plugin says so.',
    docs: 'https://docs.aws.amazon.com/',
    severity: 'high',
    fix: 'safe',
    each: 'preferences',
    needs: [],
    run: () => ({ message: 'it does not hold', remedy: { text: 'let it hold' }, fix: [fix] }),
  })

export const setting = (path: string, value?: string | boolean): Fix => ({
  type: 'set-preferences',
  name: NAME,
  edits: [{ path: path.split('.'), ...(value !== undefined && { value }) }],
})

export const declare = (world: BreakableWorld, preferences: Record<string, unknown>): void => {
  world.declared = { preferences: preferences as Record<string, never> }
}

/** The first change of a plan. */
export const changeOf = ({ steps: [step] }: Plan): Change => {
  if (!step) throw new Error('the plan is empty')
  return step.change
}

export const typesOf = ({ steps }: Plan): string[] => steps.map(({ change }) => change.type)
export const checksOf = (prints: readonly string[]): string[] =>
  prints.map(print => print.split('|')[0] ?? '')
export const reasonsOf = ({ refused }: Plan): string[] => refused.map(({ reason }) => reason)

/** The text that a plan leaves, and what it says of the fields. */
export const inputsAfter = ({ steps }: Plan): Record<string, unknown> => {
  const update = steps.map(({ change }) => change).find(change => change.type === 'update-document')
  const { inputs }: { inputs: Record<string, unknown> } = JSON.parse(update?.to ?? '{"inputs":{}}')
  return inputs
}
