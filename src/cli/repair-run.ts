import type { Plan } from '../core/plan/types.ts'
import type { Report } from '../core/report.ts'
import type { World } from '../core/snapshot.ts'
import { renderPlan } from '../report/plan.ts'
import type { CheckOptions } from './check-options.ts'
import { emit, showsTable, type EmitOptions } from './report-output.ts'
import { exitCodeOf } from './exit-code.ts'
import type { Interrupt } from './interrupt.ts'
import type { Aim } from './repair-plan.ts'
import { wantsColor, widthOf, writeErrText, writeOut } from './terminal.ts'

/** A check that goes on as a repair. */
export interface RepairRun {
  readonly options: CheckOptions
  readonly emitting: EmitOptions
  readonly checks: Aim['checks']
  readonly selected: Aim['selected']
  /** The chosen nodes' worlds, as they were audited. */
  readonly worlds: readonly World[]
  readonly before: Report
  readonly interrupt: Interrupt
}

const peopleOf = ({ emitting }: RepairRun, people: boolean): EmitOptions => ({
  ...emitting,
  targets: emitting.targets.filter(
    ({ format, file }) => (format === 'table' && file === undefined) === people,
  ),
})

/** The report on standard output comes before the plan; a program's or a file's is written once, at the end. */
export const emitForPeople = (run: RepairRun, report: Report): Promise<void> =>
  emit(report, peopleOf(run, true))
export const emitForPrograms = (run: RepairRun, report: Report): Promise<void> =>
  emit(report, peopleOf(run, false))

/** A heading between two reports for people. */
export const writeHeading = async ({ options }: RepairRun, text: string): Promise<void> => {
  if (showsTable(options.targets)) await writeOut(`\n${text}\n\n`)
}

/** On standard output below the report, or on standard error where that belongs to a program. */
export const showPlan = async ({ options }: RepairRun, plan: Plan): Promise<void> => {
  const asCode = options.repair.code !== undefined
  const onOut = showsTable(options.targets) && !asCode
  const stream = onOut ? process.stdout : process.stderr
  const color = wantsColor(stream.isTTY, options.noColor, process.env)
  const text = renderPlan(plan, { color, width: widthOf(stream), asCode })
  await (onOut ? writeOut(`\n${text}`) : writeErrText(text))
}

/** Ends a run that wrote nothing: with the exit code of `check`. */
export const endUnchanged = async (run: RepairRun): Promise<number> => {
  await emitForPrograms(run, run.before)
  return exitCodeOf(run.before, run.options)
}
