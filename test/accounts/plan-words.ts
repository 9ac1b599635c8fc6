import { checks } from '../../checks/index.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import type { Plan } from '../../src/core/plan/types.ts'
import { policyDocument } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge } from './judge.ts'

/** The plan for all that every check finds in these worlds. */
export const planOf = (...worlds: readonly BreakableWorld[]): Plan =>
  makePlan(worlds, checks, judge(...worlds))

/** What a plan does, in words, and who is touched by each step. */
export const told = ({ steps }: Plan): unknown =>
  steps.map(({ describe: words, sharedBy }) => [words, ...sharedBy])

export const typesOf = ({ steps }: Plan): string[] => steps.map(({ change }) => change.type)

/** Why a plan leaves out what it was asked for. */
export const reasonsIn = ({ refused }: Plan): string[] => refused.map(({ reason }) => reason)

/** What a plan leaves undone. */
export const outcomeOf = ({ breaks, refused, leaves }: Plan): unknown => ({ breaks, refused, leaves })
export const CLEAN = { breaks: [], refused: [], leaves: [] }

/** A statement that lets a service assume a role. */
export const allow = (Service: string, Condition?: object): object => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sts:AssumeRole',
  ...(Condition && { Condition }),
})

/** Gives a role this trust policy. */
export const trust = (world: BreakableWorld, role: string, ...statements: object[]): void => {
  Object.assign(world.records.roles[role] ?? {}, { trustPolicy: policyDocument(statements) })
}

/** The statements of the trust policy that a plan writes. */
export const trustAfter = (plan: Plan): unknown => {
  const change = plan.steps.map(step => step.change).find(({ type }) => type === 'put-trust-policy')
  if (change?.type !== 'put-trust-policy') throw new Error('no step writes a trust policy')
  const { Statement }: { Statement: unknown } = JSON.parse(change.to)
  return Statement
}
