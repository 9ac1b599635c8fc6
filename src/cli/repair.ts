import { audit } from '../core/audit/audit.ts'
import { Interrupted } from '../core/errors.ts'
import type { Plan } from '../core/plan/types.ts'
import type { Report } from '../core/report.ts'
import type { World } from '../core/snapshot.ts'
import { plural } from '../report/layout.ts'
import { renderPlan } from '../report/plan.ts'
import type { Account } from './account.ts'
import { carryOut } from './carry-out.ts'
import type { CheckOptions } from './check-options.ts'
import { draftOffline, draftOn, EVERY_NODE, readWhole, redraft, type Draft } from './draft.ts'
import { emit, showsTable, type EmitOptions } from './emit.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import { worldsFrom } from './from-file.ts'
import type { Interrupt } from './interrupt.ts'
import { choosesNodes, narrowed, nodeIds } from './nodes.ts'
import { partOf, type Aim } from './repair-plan.ts'
import { reasonOf, settle } from './settle.ts'
import { ask, canAsk, wantsColor, widthOf, writeErr, writeErrText, writeOut } from './terminal.ts'

/** A check that goes on as a repair. */
export interface RepairRun {
  readonly options: CheckOptions
  readonly emitting: EmitOptions
  readonly selected: Aim['selected']
  /** The chosen nodes' worlds, as they were audited. */
  readonly worlds: readonly World[]
  readonly before: Report
  readonly interrupt: Interrupt
}

/** Plans and shows: what a snapshot file allows. The exit code is that of check. */
export const planOnly = async (run: RepairRun): Promise<number> => {
  await emitForPeople(run, run.before)
  for (const account of new Set(run.worlds.map(({ scope }) => scope.accountId))) {
    const own = wholeOf(run).filter(({ scope }) => scope.accountId === account)
    const { draft, guessed } = draftOffline(own, aimOf(run))
    await showPlan(run, draft.plan)
    for (const arn of guessed)
      await say(`the snapshot does not tell the versions and holders of ${arn}; a repair reads them first`)
  }
  await say('nothing was changed: a snapshot cannot be repaired')
  return endUnchanged(run)
}

/** All that the snapshot holds of the Regions: a repair may reach further than the chosen nodes. */
const wholeOf = ({ options, worlds }: RepairRun): readonly World[] =>
  options.from === undefined || !choosesNodes(options.nodes)
    ? worlds
    : worldsFrom(options.from, options.access.regions, EVERY_NODE, options.terms)

/** Plans, shows, asks, carries out, waits and verifies. */
export const repair = async (run: RepairRun, account: Account): Promise<number> => {
  await emitForPeople(run, run.before)
  const aim = aimOf(run)
  const whole = choosesNodes(run.options.nodes) ? await readWhole(account) : run.worlds
  const first = await draftOn(whole, aim, account)
  await showPlan(run, first.plan)
  const wanted = await agreed(run, first)
  if (!wanted) return endUnchanged(run)
  const again = await redraft(first, aim, account)
  if (again.plan.steps.length === 0 && again.plan.refused.length === 0)
    return endRepairedMeanwhile(run, again)
  const plan = stepsToTake(run, again)
  if (plan.digest !== wanted.digest || plan.breaks.length > 0) return endChanged(run, again.plan)
  return carriedOut(run, account, plan, again.worlds)
}

const aimOf = ({ selected, options, worlds }: RepairRun): Aim => ({
  selected,
  ...(choosesNodes(options.nodes) && { nodes: new Set(worlds.flatMap(nodeIds)) }),
})

const say = (text: string): Promise<void> => writeErr(`ssm-doctor: ${text}`)

/** The steps that the flags allow without a question, or all where somebody answers it. */
const stepsToTake = ({ options }: RepairRun, { plan, worlds }: Draft): Plan => {
  const { yes, allowReview } = options.repair
  const steps = plan.steps.filter(step => !yes || allowReview || step.risk === 'safe')
  return steps.length === plan.steps.length ? plan : partOf(plan, worlds, steps)
}

/** The plan that is to be carried out, or undefined, with the reason said. */
const agreed = async (run: RepairRun, draft: Draft): Promise<Plan | undefined> => {
  const { dryRun, yes, allowReview } = run.options.repair
  if (draft.plan.steps.length === 0) return undefined
  const no = async (reason: string): Promise<undefined> => {
    await say(`nothing was changed: ${reason}`)
    return undefined
  }
  if (draft.plan.breaks.length > 0) return no('the repair would make something worse')
  if (dryRun) return no('--dry-run')
  if (!yes && !canAsk()) return no('there is no terminal to ask at; --yes --allow-review answers')
  const plan = stepsToTake(run, draft)
  const left = draft.plan.steps.length - plan.steps.length
  if (left > 0 && !allowReview)
    await say(
      `${plural(left, 'step')} of risk review not taken: --yes answers for safe steps, add --allow-review`,
    )
  if (plan.steps.length === 0) return no('no step is safe')
  if (plan.breaks.length > 0) return no('the safe steps alone would make something worse')
  if (yes) return plan
  const question = `Carry out ${plan.steps.length === 1 ? 'this step' : `these ${plan.steps.length} steps`}?`
  return (await ask(question)) ? plan : no('the answer was no')
}

const endUnchanged = async (run: RepairRun): Promise<number> => {
  await emitForPrograms(run, run.before)
  return exitCodeOf(run.before, run.options)
}

const endChanged = async (run: RepairRun, plan: Plan): Promise<number> => {
  await showPlan(run, plan)
  await say(
    'nothing was changed: the account is not as it was when the plan was made; the plan above is the new one, run again',
  )
  await emitForPrograms(run, run.before)
  return EXIT.findings
}

/** Somebody else, or a run beside this one, has repaired it between the plan and the answer. */
const endRepairedMeanwhile = async (run: RepairRun, { worlds }: Draft): Promise<number> => {
  const { options, selected } = run
  const after = audit(shownOf(run, worlds), selected)
  await writeHeading(run, 'The account has changed since:')
  await emit(after, run.emitting)
  await say('nothing was changed: there is nothing left to repair')
  return exitCodeOf(after, options)
}

/** The chosen nodes' part of whole worlds. */
const shownOf = ({ options, worlds }: RepairRun, whole: readonly World[]): readonly World[] => {
  if (!choosesNodes(options.nodes)) return whole
  const nodes = { instances: worlds.flatMap(nodeIds), tags: {} }
  return whole.map(world => narrowed(world, nodes))
}

const carriedOut = async (
  run: RepairRun,
  account: Account,
  plan: Plan,
  planned: readonly World[],
): Promise<number> => {
  const { options, interrupt, selected } = run
  const journal = await carryOut(plan, account, options.repair, interrupt)
  interrupt.says(
    `interrupted while reading; the repair is done and kept in ${journal}; ssm-doctor rollback undoes it`,
  )
  if (interrupt.interrupted())
    throw new Interrupted(
      `interrupted; the repair is done and kept in ${journal}; ssm-doctor rollback undoes it`,
    )
  const settled = await settle(account, plan, planned, options.repair.waitSeconds)
  const { left, unread, busy } = settled
  const after = audit(shownOf(run, settled.worlds), selected)
  await writeHeading(run, 'After the repair:')
  await emit(after, run.emitting)
  if (left.length + unread.length + busy.length > 0)
    await say(
      `AWS does not show the whole repair after ${options.repair.waitSeconds} s (${reasonOf(settled)}); check again in a while, or: ssm-doctor rollback`,
    )
  else await say(`repaired; ssm-doctor rollback undoes it (${journal})`)
  return exitCodeOf(after, options)
}

const peopleOf = ({ emitting }: RepairRun, people: boolean): EmitOptions => ({
  ...emitting,
  targets: emitting.targets.filter(
    ({ format, file }) => (format === 'table' && file === undefined) === people,
  ),
})

/** The report on standard output comes before the plan; a program's or a file's is written once, at the end. */
const emitForPeople = (run: RepairRun, report: Report): Promise<void> => emit(report, peopleOf(run, true))
const emitForPrograms = (run: RepairRun, report: Report): Promise<void> => emit(report, peopleOf(run, false))

const writeHeading = async ({ options }: RepairRun, text: string): Promise<void> => {
  if (showsTable(options.targets)) await writeOut(`\n${text}\n\n`)
}

/** On standard output below the report, or on standard error where that belongs to a program. */
const showPlan = async ({ options }: RepairRun, plan: Plan): Promise<void> => {
  const onOut = showsTable(options.targets)
  const stream = onOut ? process.stdout : process.stderr
  const color = wantsColor(stream.isTTY, options.noColor, process.env)
  const text = renderPlan(plan, { color, width: widthOf(stream) })
  await (onOut ? writeOut(`\n${text}`) : writeErrText(text))
}
