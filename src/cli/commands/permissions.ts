import type { Config } from '../../config/config.ts'
import { changeSpecs } from '../../core/changes/specs.ts'
import { changesFor } from '../../core/plan/families.ts'
import { wantedKinds } from '../../core/audit/wanted.ts'
import type { AnyCheck } from '../../core/check.ts'
import { AS_DECLARED, PLAN_KINDS, type CollectedKind } from '../../core/records.ts'
import { flag } from '../arguments.ts'
import { readAccess, selectionOf } from '../check-options.ts'
import type { Run } from '../commands.ts'
import { catalogueOf } from '../catalogue.ts'
import { EXIT } from '../exit-code.ts'
import { SIMULATE_KINDS } from '../second-opinion.ts'
import { selectChecks } from '../select-checks.ts'
import { writeOut } from '../terminal.ts'

/** `permissions`: the policy of exactly the calls that the collectors and, with `--fix`, the executors make. */
export const runPermissions: Run = async argv => {
  const fix = flag(argv, 'fix')
  const { config, checks, broken } = await catalogueOf(argv)
  const { regions } = readAccess(argv, config)
  const selected = selectChecks(checks, {
    ...selectionOf(argv, config),
    unloaded: broken.length > 0,
  })
  const { readActions } = await import('../../collect/permissions.ts')
  const { mustBeEnabled } = await import('../../collect/region-names.ts')
  const asksForRegions = regions.some(region => region === 'all' || mustBeEnabled(region))
  // A repair is proven with all checks, whichever were selected.
  const wanted = fix ? [...wantedKinds(checks), ...PLAN_KINDS] : wantedKinds(selected)
  const kinds = [
    ...wanted,
    ...(flag(argv, 'simulate') ? SIMULATE_KINDS : []),
    ...declaredKinds(config.config, fix ? checks : selected),
  ].filter(kind => (config.config.operators ?? []).length > 0 || !AS_DECLARED.has(kind))
  const reads = [
    ...readActions(kinds),
    'sts:GetCallerIdentity',
    ...(asksForRegions ? ['ec2:DescribeRegions'] : []),
  ]
  await writeOut(`${JSON.stringify(policyOf(reads, fix ? writeActions(selected) : []), null, 2)}\n`)
  return broken.length > 0 ? EXIT.usage : EXIT.healthy
}

/** What is read because the config declares something: the versions of preferences that have drifted. */
const declaredKinds = ({ expect }: Config, made: readonly AnyCheck[]): readonly CollectedKind[] =>
  (expect?.preferences ?? expect?.idleSessionTimeout) &&
  made.some(({ needs }) => needs.includes('documentVersions'))
    ? ['documentVersions']
    : []

/** The actions of the changes that repairs of these checks, or their rollback, may make. */
const writeActions = (selected: readonly AnyCheck[]): readonly string[] =>
  changesFor(selected.flatMap(({ asks = [] }) => asks)).flatMap(type => changeSpecs[type].actions)

const policyOf = (reads: readonly string[], writes: readonly string[]) => {
  const more = writes.filter(action => !reads.includes(action))
  return {
    Version: '2012-10-17',
    Statement: [
      statement('ReadForSsmDoctor', reads),
      ...(more.length > 0 ? [statement('RepairForSsmDoctor', more)] : []),
    ],
  }
}

const statement = (Sid: string, actions: readonly string[]) => ({
  Sid,
  Effect: 'Allow',
  Action: [...new Set(actions)].toSorted(),
  Resource: '*',
})
