import { readPlan, type PlanFile } from '../config/plan-file.ts'
import { SEVERITIES, type Severity } from '../core/check.ts'
import { FRAMEWORK_IDS, type FrameworkId } from '../core/compliance/types.ts'
import { UsageError } from '../core/errors.ts'
import { accessOf, type Access } from './access-options.ts'
import { choice, choices, flag, pairs, text, texts, wholeNumber, type Argv } from './arguments.ts'
import { targetsOf, type Target } from './formats.ts'
import type { NodeChoice } from './nodes.ts'
import type { Selection } from './select-checks.ts'

/** What `check` and `fix` were asked for. */
export interface CheckOptions {
  readonly access: Access
  readonly nodes: NodeChoice
  readonly selection: Selection
  readonly from?: string
  readonly saveSnapshot?: string
  /** Whether IAM's policy simulator is asked too. */
  readonly simulate: boolean
  readonly targets: readonly Target[]
  /** The frameworks by whose controls the report is told too. */
  readonly compliance: readonly FrameworkId[]
  readonly verbose: boolean
  readonly quiet: boolean
  readonly noColor: boolean
  readonly failOn: Severity | 'none'
  readonly strict: boolean
  readonly fix: boolean
  readonly repair: RepairOptions
}

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
}

const LONGEST_WAIT = 3600

/**
 * Reads the options of `check`.
 * @throws UsageError for the first that is wrong, or that another one makes senseless
 */
export const checkOptions = (argv: Argv): CheckOptions => {
  const from = text(argv, 'from')
  const saveSnapshot = text(argv, 'save-snapshot')
  if (from !== undefined)
    refuseBeside('from', argv, [
      'profile',
      'role-arn',
      'endpoint-url',
      'save-snapshot',
      'simulate',
      'plan-out',
    ])
  const plan = planOf(argv)
  const options = {
    access: plan ? { ...accessOf(argv), regions: plan.for.regions } : accessOf(argv),
    nodes: plan ? { instances: plan.for.instances, tags: plan.for.tags } : nodesOf(argv),
    selection: plan ? { only: plan.for.only, skip: plan.for.skip } : selectionOf(argv),
    ...(from !== undefined && { from }),
    ...(saveSnapshot !== undefined && { saveSnapshot }),
    simulate: flag(argv, 'simulate'),
    targets: targetsOf(texts(argv, 'format'), text(argv, 'output')),
    compliance: choices(argv, 'compliance', FRAMEWORK_IDS),
    verbose: flag(argv, 'verbose'),
    quiet: flag(argv, 'quiet'),
    noColor: flag(argv, 'no-color'),
    failOn: choice(argv, 'fail-on', [...SEVERITIES, 'none'], 'medium'),
    strict: flag(argv, 'strict'),
    fix: flag(argv, 'fix'),
    repair: { ...repairOf(argv), ...(plan && { plan }) },
  }
  assertSense(argv, options)
  return options
}

/** The nodes that `-i` and `--tag` name. */
export const nodesOf = (argv: Argv): NodeChoice => ({
  instances: [...new Set(texts(argv, 'instance').map(instanceId))],
  tags: pairs(argv, 'tag'),
})

/** The checks that `--only` and `--skip` name. */
export const selectionOf = (argv: Argv): Selection => ({
  only: texts(argv, 'only'),
  skip: texts(argv, 'skip'),
})

const instanceId = (id: string): string => {
  if (/^m?i-[0-9a-f]{8,17}$/.test(id)) return id
  throw new UsageError(
    `reading --instance: ${JSON.stringify(id)} is no node's id; an instance's is i- and 17 of 0-9a-f, a hybrid node's mi- and 17`,
  )
}

/** The plan that `--plan` names. @throws UsageError where it cannot be read, or where another flag says what it is for */
const planOf = (argv: Argv): PlanFile | undefined => {
  const path = text(argv, 'plan')
  if (path === undefined) return undefined
  const other = ['region', 'instance', 'tag', 'only', 'skip', 'from', 'plan-out'].find(
    name => argv[name] !== undefined,
  )
  if (other !== undefined)
    throw new UsageError(`--plan carries out what was planned, where it was planned; leave --${other} away`)
  return readPlan(path)
}

const repairOf = (argv: Argv): RepairOptions => {
  const journalDir = text(argv, 'journal-dir')
  const bounds = { least: 0, most: LONGEST_WAIT, usual: 0 }
  const planOut = text(argv, 'plan-out')
  return {
    dryRun: flag(argv, 'dry-run'),
    yes: flag(argv, 'yes'),
    allowReview: flag(argv, 'allow-review'),
    allowManaged: flag(argv, 'allow-managed'),
    ...(argv['wait'] !== undefined && { waitSeconds: wholeNumber(argv, 'wait', bounds) }),
    ...(journalDir !== undefined && { journalDir }),
    ...(planOut !== undefined && { planOut }),
  }
}

const assertSense = (argv: Argv, { fix, verbose, quiet, repair }: CheckOptions): void => {
  if (verbose && quiet) throw new UsageError('--verbose and --quiet exclude each other; give one of them')
  if (repair.allowReview && !repair.yes)
    throw new UsageError('--allow-review answers for --yes alone; give --yes --allow-review, or neither')
  if (fix) return
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

const refuseBeside = (first: string, argv: Argv, names: readonly string[]): void => {
  const other = names.find(name => argv[name] !== undefined)
  if (other !== undefined)
    throw new UsageError(`--${first} reads a file and asks AWS nothing; leave --${other} away`)
}
