import type { Plan, Step } from '../core/plan/types.ts'
import { plural } from '../report/layout.ts'
import type { RepairOptions } from './repair-options.ts'
import type { Draft } from './draft.ts'
import { partOf } from './repair-plan.ts'
import { ask, askEach, canAsk, say } from './terminal.ts'

/** Which steps of a plan are to be carried out, and that part of it, proven anew. */
export interface Agreed {
  readonly steps: readonly Step[]
  readonly plan: Plan
}

/** The part of a plan that is to be carried out, by the flags or by an answer; or nothing, with the reason said. */
export const agreed = async (draft: Draft, options: RepairOptions): Promise<Agreed | undefined> => {
  const { dryRun, yes } = options
  const { plan } = draft
  if (plan.steps.length === 0) return undefined
  if (plan.breaks.length > 0) return no('the repair would make something worse')
  if (dryRun) return no('--dry-run')
  if (!yes && !canAsk()) return no('there is no terminal to ask at; --yes --allow-review answers')
  const allowed = await allowedOf(plan.steps, options)
  if (allowed.length === 0) return no('no step is left that may be taken')
  const steps = yes ? allowed : await chosenOf(allowed)
  if (steps.length === 0) return no('the answer was no')
  return proven(draft, steps)
}

/** The steps that the flags allow; what is left out is told. */
const allowedOf = async (
  steps: readonly Step[],
  { yes, allowReview, allowManaged }: RepairOptions,
): Promise<readonly Step[]> => {
  const free = steps.filter(step => allowManaged || !step.owner)
  const allowed = free.filter(step => !yes || allowReview || step.risk === 'safe')
  const owned = steps.length - free.length
  const risky = free.length - allowed.length
  if (owned > 0)
    await say(
      `${plural(owned, 'step')} not taken: infrastructure code owns what it edits; change it there (--emit prints how), or add --allow-managed`,
    )
  if (risky > 0)
    await say(
      `${plural(risky, 'step')} of risk review not taken: --yes answers for safe steps, add --allow-review`,
    )
  return allowed
}

/** What holds for the whole need not hold for a part of it. */
const proven = async (draft: Draft, steps: readonly Step[]): Promise<Agreed | undefined> => {
  const plan = partTaken(draft, steps)
  if (plan.breaks.length === 0) return { steps, plan }
  for (const what of plan.breaks) await say(`these steps alone would make something worse: ${what}`)
  return no('the steps belong together')
}

/** These steps of a plan, proven anew where they are not all of it. */
export const partTaken = (draft: Draft, steps: readonly Step[]): Plan =>
  steps.length === draft.plan.steps.length ? draft.plan : partOf(draft.plan, draft, steps)

const no = async (reason: string): Promise<undefined> => {
  await say(`nothing was changed: ${reason}`)
  return undefined
}

const chosenOf = async (steps: readonly Step[]): Promise<readonly Step[]> => {
  if (steps.length === 1) return (await ask('Carry out this step?')) ? steps : []
  const things = steps.map(({ describe }) => describe)
  const answer = await askEach(`Carry out these ${steps.length} steps?`, things)
  if (answer === 'yes') return steps
  return answer === 'no' ? [] : answer.chosen.flatMap(at => steps[at] ?? [])
}
