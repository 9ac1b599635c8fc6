import { readPlan, type PlanFile } from '../config/plan-file.ts'
import { UsageError } from '../core/errors.ts'
import { CODE_FORMS, type CodeForm } from '../report/emit/forms.ts'
import { choice, flag, text, wholeNumber, type Argv } from './arguments.ts'
import type { Target } from './formats.ts'

/** How a repair is to be made. */
export interface RepairOptions {
  readonly dryRun: boolean
  readonly yes: boolean
  readonly allowReview: boolean
  /** Whether what infrastructure code owns is edited too. */
  readonly allowManaged: boolean
  /** As it was asked for; see `waitFor`. */
  readonly waitSeconds?: number
  readonly journalDir?: string
  /** Where the plan is written, in the place of being carried out. */
  readonly planOut?: string
  /** The plan that was reviewed: it alone is carried out. */
  readonly plan?: PlanFile
  /** The code as which the plan is printed, in the place of being carried out. */
  readonly code?: CodeForm
}

const LONGEST_WAIT = 3600

/** The plan that `--plan` names. @throws UsageError where it cannot be read, or where another flag says what it is for */
export const planOf = (argv: Argv): PlanFile | undefined => {
  const path = text(argv, 'plan')
  if (path === undefined) return undefined
  const other = ['region', 'instance', 'tag', 'only', 'skip', 'from', 'plan-out'].find(
    name => argv[name] !== undefined,
  )
  if (other !== undefined)
    throw new UsageError(`--plan carries out what was planned, where it was planned; leave --${other} away`)
  return readPlan(path)
}

/** @throws UsageError for the first option that is wrong */
export const repairOf = (argv: Argv): RepairOptions => {
  const journalDir = text(argv, 'journal-dir')
  const bounds = { least: 0, most: LONGEST_WAIT, usual: 0 }
  const planOut = text(argv, 'plan-out')
  const code = argv['emit'] === undefined ? undefined : choice(argv, 'emit', CODE_FORMS, 'cli')
  return {
    dryRun: flag(argv, 'dry-run'),
    yes: flag(argv, 'yes'),
    allowReview: flag(argv, 'allow-review'),
    allowManaged: flag(argv, 'allow-managed'),
    ...(argv['wait'] !== undefined && { waitSeconds: wholeNumber(argv, 'wait', bounds) }),
    ...(journalDir !== undefined && { journalDir }),
    ...(planOut !== undefined && { planOut }),
    ...(code !== undefined && { code }),
  }
}

/** What goes with a repair alone. @throws UsageError */
export const refuseIdle = (argv: Argv): void => {
  const idle = [
    'dry-run',
    'yes',
    'allow-review',
    'allow-managed',
    'wait',
    'journal-dir',
    'plan-out',
    'plan',
  ].find(name => argv[name] !== undefined)
  if (idle !== undefined) throw new UsageError(`--${idle} goes with a repair; add --fix`)
}

/** Standard output is the code's, and nothing is carried out. @throws UsageError */
export const assertPrintable = (argv: Argv, targets: readonly Target[]): void => {
  const acting = ['yes', 'allow-review', 'wait', 'journal-dir', 'plan-out'].find(
    name => argv[name] !== undefined,
  )
  if (acting !== undefined)
    throw new UsageError(`--emit prints the repair as code and carries nothing out; leave --${acting} away`)
  const loose = targets.find(({ format, file }) => format !== 'table' && file === undefined)
  if (loose)
    throw new UsageError(
      `--emit prints code to standard output; name a file for the report, such as --format ${loose.format}=report.${loose.format}`,
    )
}
