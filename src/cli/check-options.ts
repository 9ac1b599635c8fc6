import { readBaseline, type Baseline } from '../config/baseline.ts'
import type { PlanFile } from '../config/plan-file.ts'
import type { BrokenPlugin } from '../config/plugins/plugin.ts'
import type { ReadConfig } from '../config/read-config.ts'
import { termsOf, type Terms } from '../config/terms.ts'
import { SEVERITIES, type Severity } from '../core/check.ts'
import { FRAMEWORK_IDS, type FrameworkId } from '../core/compliance/types.ts'
import { UsageError } from '../core/errors.ts'
import type { ReportContext } from '../report/context.ts'
import { accessOf, withRegionsOf, type Access } from './access-options.ts'
import { choice, choices, flag, pairs, text, texts, type Argv } from './arguments.ts'
import type { Catalogue } from './catalogue.ts'
import { targetsOf, type Target } from './formats.ts'
import { placesIn } from './places.ts'
import { assertPrintable, planOf, refuseIdle, repairOf, type RepairOptions } from './repair-options.ts'
import type { NodeChoice } from './nodes.ts'
import type { Selection } from './select-checks.ts'

/** What `check` and `fix` were asked for. */
export interface CheckOptions {
  readonly access: Access
  readonly terms: Terms
  readonly baseline?: Baseline
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
  /** The plugins that could not be loaded. */
  readonly unloaded: readonly BrokenPlugin[]
  /** The line of the config that a finding is about. */
  readonly placeOf: ReportContext['placeOf']
}

/**
 * Reads the options of `check`: of the command line first, then of the config.
 * @throws UsageError for the first that is wrong, or that another one makes senseless
 */
export const checkOptions = (
  argv: Argv,
  { config, broken }: Pick<Catalogue, 'config' | 'broken'>,
): CheckOptions => {
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
  const baseline = baselineOf(argv)
  const options = {
    access: plan ? { ...accessOf(argv), regions: plan.for.regions } : readAccess(argv, config),
    terms: termsOf(config.config, baseline?.findings),
    ...(baseline && { baseline }),
    nodes: plan ? { instances: plan.for.instances, tags: plan.for.tags } : nodesOf(argv),
    selection: {
      ...(plan ? plannedSelection(plan, config) : selectionOf(argv, config)),
      unloaded: broken.length > 0,
    },
    unloaded: broken,
    ...(from !== undefined && { from }),
    ...(saveSnapshot !== undefined && { saveSnapshot }),
    simulate: flag(argv, 'simulate'),
    targets: targetsOf(texts(argv, 'format'), text(argv, 'output')),
    compliance: choices(argv, 'compliance', FRAMEWORK_IDS),
    verbose: flag(argv, 'verbose'),
    quiet: flag(argv, 'quiet'),
    noColor: flag(argv, 'no-color'),
    failOn: failOnOf(argv, config),
    strict: flag(argv, 'strict'),
    fix: flag(argv, 'fix') || argv['emit'] !== undefined,
    repair: { ...repairOf(argv), ...(plan && { plan }) },
    placeOf: placesIn(config, baseline),
  }
  assertSense(argv, options)
  return options
}

const baselineOf = (argv: Argv): Baseline | undefined => {
  const path = text(argv, 'baseline')
  return path === undefined ? undefined : readBaseline(path)
}

/** The nodes that `-i` and `--tag` name. */
export const nodesOf = (argv: Argv): NodeChoice => ({
  instances: [...new Set(texts(argv, 'instance').map(instanceId))],
  tags: pairs(argv, 'tag'),
})

/** Where a run that reads looks; a snapshot file has its own Regions, whatever the config says. */
export const readAccess = (argv: Argv, config: ReadConfig): Access => {
  const access = accessOf(argv)
  return argv['from'] === undefined ? withRegionsOf(access, config, process.env) : access
}

/** The checks that `--only` and `--skip` choose; where neither is given, those that the config does not skip. */
export const selectionOf = (argv: Argv, { config }: ReadConfig): Selection => {
  const [only, skip] = [texts(argv, 'only'), texts(argv, 'skip')]
  const chosen = only.length + skip.length > 0 ? skip : (config.skip ?? [])
  return { only, skip: chosen, waivers: hasWaivers(config) }
}

/** The checks that a plan was made for. */
const plannedSelection = ({ for: { only, skip } }: PlanFile, { config }: ReadConfig): Selection => ({
  only,
  skip,
  waivers: hasWaivers(config),
})

const hasWaivers = ({ waivers = [] }: ReadConfig['config']): boolean => waivers.length > 0

/** The mildest severity that fails. */
export const failOnOf = (argv: Argv, { config }: ReadConfig): CheckOptions['failOn'] =>
  choice(argv, 'fail-on', [...SEVERITIES, 'none'], config.failOn ?? 'medium')

const instanceId = (id: string): string => {
  if (/^m?i-[0-9a-f]{8,17}$/.test(id)) return id
  throw new UsageError(
    `reading --instance: ${JSON.stringify(id)} is no node's id; an instance's is i- and 17 of 0-9a-f, a hybrid node's mi- and 17`,
  )
}

const assertSense = (argv: Argv, options: CheckOptions): void => {
  const { fix, verbose, quiet, repair } = options
  if (verbose && quiet) throw new UsageError('--verbose and --quiet exclude each other; give one of them')
  if (repair.allowReview && !repair.yes)
    throw new UsageError('--allow-review answers for --yes alone; give --yes --allow-review, or neither')
  if (repair.code !== undefined) assertPrintable(argv, options.targets)
  if (!fix) refuseIdle(argv)
}

/** Refuses options that have no sense beside another. @throws UsageError */
export const refuseBeside = (first: string, argv: Argv, names: readonly string[]): void => {
  const other = names.find(name => argv[name] !== undefined)
  if (other !== undefined)
    throw new UsageError(`--${first} reads a file and asks AWS nothing; leave --${other} away`)
}
