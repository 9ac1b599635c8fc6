import { audit } from '../core/audit/audit.ts'
import { Interrupted } from '../core/errors.ts'
import type { Plan, Step } from '../core/plan/types.ts'
import type { World } from '../core/snapshot.ts'
import type { Account } from './account.ts'
import { agreed, partTaken, type Agreed } from './agree.ts'
import { carryOut } from './carry-out.ts'
import { draftOffline, draftOn, EVERY_NODE, readWhole, redraft, type Draft } from './draft.ts'
import { emit } from './report-output.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import { worldsFrom } from './from-file.ts'
import { choosesNodes, narrowed, nodeIds } from './nodes.ts'
import { assertOneAccount, printCode } from './print-code.ts'
import type { Aim } from './repair-plan.ts'
import {
  emitForPeople,
  emitForPrograms,
  endUnchanged,
  showPlan,
  writeHeading,
  type RepairRun,
} from './repair-run.ts'
import { endOtherwise, endPlanned } from './reviewed-plan.ts'
import { reasonOf, settle, waitFor } from './settle.ts'
import { say } from './terminal.ts'

/** Plans and shows: what a snapshot file allows. The exit code is that of check. */
export const planOnly = async (run: RepairRun): Promise<number> => {
  const { code } = run.options.repair
  if (code !== undefined) assertOneAccount(run.worlds)
  await emitForPeople(run, run.before)
  for (const account of new Set(run.worlds.map(({ scope }) => scope.accountId))) {
    const own = wholeOf(run).filter(({ scope }) => scope.accountId === account)
    const { draft, guessed } = draftOffline(own, aimOf(run))
    await showPlan(run, draft.plan)
    for (const arn of guessed)
      await say(`the snapshot does not tell the versions and holders of ${arn}; a repair reads them first`)
    if (code !== undefined) await printCode(run, code, draft)
  }
  if (code === undefined) await say('nothing was changed: a snapshot cannot be repaired')
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
  const whole = choosesNodes(run.options.nodes) ? await readWhole(account, run.checks) : run.worlds
  const first = await draftOn(whole, aim, account)
  await showPlan(run, first.plan)
  const { plan: reviewed, planOut, code } = run.options.repair
  if (reviewed && reviewed.digest !== first.plan.digest) return endOtherwise(run, reviewed, first.plan)
  if (code !== undefined) {
    await printCode(run, code, first)
    return endUnchanged(run)
  }
  if (planOut !== undefined) return endPlanned(run, first.plan, planOut)
  const wanted = await agreed(first, run.options.repair)
  if (!wanted) return endUnchanged(run)
  const again = await redraft(first, aim, account)
  if (again.plan.steps.length === 0 && again.plan.refused.length === 0)
    return endRepairedMeanwhile(run, again)
  const plan =
    again.plan.digest === first.plan.digest ? partTaken(again, sameSteps(again, wanted)) : undefined
  if (!plan || plan.breaks.length > 0) return endChanged(run, again.plan)
  return carriedOut(run, account, { ...again, plan })
}

/** Equal plans have equal steps, in the same order. */
const sameSteps = ({ plan }: Draft, { steps }: Agreed): readonly Step[] => {
  const wanted = new Set(steps.map(({ change }) => JSON.stringify(change)))
  return plan.steps.filter(({ change }) => wanted.has(JSON.stringify(change)))
}

const aimOf = ({ checks, selected, options: { nodes }, worlds }: RepairRun): Aim => ({
  checks,
  selected,
  ...(choosesNodes(nodes) && { nodes: new Set(worlds.flatMap(nodeIds)) }),
  ...(nodes.instances.length === 0 && choosesNodes(nodes) && { tags: nodes.tags }),
})

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

const carriedOut = async (run: RepairRun, account: Account, drafted: Draft): Promise<number> => {
  const { plan } = drafted
  const { options, interrupt, selected } = run
  const journal = await carryOut(plan, account, options.repair, interrupt)
  interrupt.says(
    `interrupted while reading; the repair is done and kept in ${journal}; ssm-doctor rollback undoes it`,
  )
  if (interrupt.interrupted())
    throw new Interrupted(
      `interrupted; the repair is done and kept in ${journal}; ssm-doctor rollback undoes it`,
    )
  const wait = waitFor(plan, options.repair.waitSeconds)
  const settled = await settle(account, plan, drafted, wait)
  const { left, unread, busy } = settled
  const after = audit(shownOf(run, settled.worlds), selected)
  await writeHeading(run, 'After the repair:')
  await emit(after, run.emitting)
  if (left.length + unread.length + busy.length > 0)
    await say(
      `AWS does not show the whole repair after ${wait.seconds} s (${reasonOf(settled)}); check again in a while, or: ssm-doctor rollback`,
    )
  else await say(`repaired; ssm-doctor rollback undoes it (${journal})`)
  return exitCodeOf(after, options)
}
