import { writePlan, type PlanFile } from '../config/plan-file.ts'
import { UsageError } from '../core/errors.ts'
import type { Plan } from '../core/plan/types.ts'
import { shellQuote } from '../core/words/aws-command.ts'
import { renderPlanDifference } from '../report/plan-difference.ts'
import { EXIT } from './exit-code.ts'
import { emitForPrograms, endUnchanged, type RepairRun } from './repair-run.ts'
import { say, wantsColor, widthOf, writeErrText } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

/** @throws UsageError where a plan is for another account than the credentials */
export const assertPlannedFor = (plan: PlanFile, accountId: string): void => {
  if (plan.accountId !== accountId)
    throw new UsageError(
      `carrying out a plan for account ${plan.accountId}: the credentials are of ${accountId}; choose others with --profile`,
    )
}

/** The plan is kept for somebody to look at, and for `fix --plan`. */
export const endPlanned = async (run: RepairRun, plan: Plan, path: string): Promise<number> => {
  if (plan.breaks.length > 0) await say('no plan was written: the repair would make something worse')
  else {
    writePlan(path, asFile(run, plan))
    await say(`nothing was changed; the plan is in ${path}: ssm-doctor fix --plan ${shellQuote(path)}`)
  }
  return endUnchanged(run)
}

const asFile = (
  {
    options: {
      nodes,
      selection: { only, skip },
    },
  }: RepairRun,
  { accountId, regions, digest, steps }: Plan,
): PlanFile => ({
  tool: `${TOOL} ${toolVersion()}`,
  madeAt: new Date().toISOString(),
  accountId,
  for: { regions, only, skip, ...nodes },
  digest,
  steps,
})

/** What was reviewed is not what the account needs now. */
export const endOtherwise = async (run: RepairRun, reviewed: PlanFile, plan: Plan): Promise<number> => {
  const color = wantsColor(process.stderr.isTTY, run.options.noColor, process.env)
  const look = { color, width: widthOf(process.stderr) }
  await writeErrText(renderPlanDifference(reviewed.steps, plan.steps, look))
  await say(
    `nothing was changed: the account is not as it was when the plan was made, ${reviewed.madeAt}; make a new one`,
  )
  await emitForPrograms(run, run.before)
  return EXIT.findings
}
