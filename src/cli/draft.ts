import type { AnyCheck } from '../core/check.ts'
import { thingOf } from '../core/changes/specs.ts'
import type { Thing } from '../core/changes/thing.ts'
import { PLAN_KINDS } from '../core/records.ts'
import type { Plan } from '../core/plan/types.ts'
import { recordsOf, type World } from '../core/snapshot.ts'
import { wantedKinds } from '../core/audit/wanted.ts'
import type { Readable } from './account.ts'
import { policiesAimedAt, planRepair, type Aim } from './repair-plan.ts'

/** All nodes: a repair may reach further than the chosen ones, and its proof looks at every node. */
export const EVERY_NODE = { instances: [], tags: {} } as const

/** A plan, and the worlds that it was made on. */
export interface Draft {
  readonly worlds: readonly World[]
  readonly plan: Plan
  /** Every check that there is: it was proven by them. */
  readonly checks: readonly AnyCheck[]
  /** What it would edit: who owns and who uses that was read for it. */
  readonly edit: readonly Thing[]
}

/** Reads whole Regions as all checks need them. */
export const readWhole = (account: Readable, checks: readonly AnyCheck[]): Promise<readonly World[]> =>
  account.read({ kinds: wantedKinds(checks), nodes: EVERY_NODE })

/** Drafts a repair on whole Regions: reads what the edits need, and plans. */
export const draftOn = async (whole: readonly World[], aim: Aim, account: Readable): Promise<Draft> => {
  const { checks } = aim
  const plan = planRepair(whole, aim)
  const edit = thingsToEdit(policiesAimedAt(whole, aim), plan)
  if (edit.length === 0 && plan.steps.length === 0) return { worlds: whole, plan, checks, edit }
  const more = await account.read({ kinds: new Set(PLAN_KINDS), nodes: EVERY_NODE, edit })
  const worlds = whole.map(world => joined(world, more))
  return { worlds, plan: planRepair(worlds, aim), checks, edit }
}

/** The policies that checks would have edited, whether or not a first draft could, and all that the draft edits. */
const thingsToEdit = (policies: readonly string[], { steps }: Plan): readonly Thing[] => [
  ...policies.map((id): Thing => ({ kind: 'policy', id })),
  ...steps.flatMap(({ change }) => thingOf(change) ?? []),
]

/** A world with what another reading of the same Region found. */
export const joined = (world: World, others: readonly World[]): World => {
  const same = others.find(
    ({ scope }) => scope.accountId === world.scope.accountId && scope.region === world.scope.region,
  )
  if (!same) return world
  return {
    ...world,
    records: { ...world.records, ...same.records },
    gaps: [...world.gaps, ...same.gaps],
  }
}

/** Reads the account anew and drafts the same repair. */
export const redraft = async ({ edit }: Draft, aim: Aim, account: Readable): Promise<Draft> => {
  const { checks } = aim
  const kinds = new Set([...wantedKinds(checks), ...PLAN_KINDS])
  const worlds = await account.read({ kinds, nodes: EVERY_NODE, edit })
  return { worlds, plan: planRepair(worlds, aim), checks, edit }
}

/**
 * Drafts a repair on worlds from a file: for show. Where the file does not tell a policy's other versions, the plan
 * takes it that there is room for one.
 * @returns the draft, and the ARNs of the policies that it had to guess about
 */
export const draftOffline = (
  worlds: readonly World[],
  aim: Aim,
): { readonly draft: Draft; readonly guessed: readonly string[] } => {
  const guessed = policiesAimedAt(worlds, aim).filter(arn =>
    worlds.some(world => !recordsOf(world, 'policyVersions')[arn]),
  )
  const roomy = worlds.map(world => ({ ...world, records: withRoom(world, guessed) }))
  return {
    draft: { worlds: roomy, plan: planRepair(roomy, aim), checks: aim.checks, edit: [] },
    guessed,
  }
}

const withRoom = ({ records }: World, arns: readonly string[]): World['records'] => ({
  ...records,
  policyVersions: {
    ...Object.fromEntries(arns.map(arn => [arn, { arn, spare: [] }])),
    ...records.policyVersions,
  },
})
