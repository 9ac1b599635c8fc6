import type { Change, HaveLogGroup } from '../changes/change.ts'
import { recordAt } from '../changes/edit-record.ts'
import type { LogGroup } from '../records.ts'
import { losesNoRecord } from '../session/log-retention.ts'
import { unfitForLogs } from '../session/logs-service.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { lowerByThing, type Lowered } from './lowered.ts'

/** Turns what log groups must be like into changes: one that is missing is created, one that is there is altered. */
export const lowerLogGroups = (world: World, fixes: readonly HaveLogGroup[]): Lowered =>
  lowerByThing(
    fixes,
    ({ logGroup }) => logGroup,
    (name, own) => draftsFor(world, merged(name, own)),
  )

/** All that is asked of one group; of several retentions the longest. */
const merged = (logGroup: string, fixes: readonly HaveLogGroup[]): HaveLogGroup => {
  const keyArn = fixes.find(fix => fix.keyArn !== undefined)?.keyArn
  const days = fixes.flatMap(({ retentionInDays }) => retentionInDays ?? [])
  return {
    type: 'have-log-group',
    logGroup,
    ...(keyArn !== undefined && { keyArn }),
    ...(days.length > 0 && { retentionInDays: Math.max(...days) }),
  }
}

/** The changes of one log group, or the reason why there are none. */
const draftsFor = (world: World, wish: HaveLogGroup): readonly Change[] | string => {
  const { logGroup, keyArn } = wish
  const gap = gapOf(world, 'logGroups', logGroup)
  if (gap) return `log group ${logGroup} could not be read: ${gap.reason} (needs ${gap.actions.join(', ')})`
  const group = recordAt(world, 'logGroups', logGroup)
  const reason = unfitKey(world, keyArn) ?? (group && losing(world, group, wish))
  if (reason !== undefined) return reason
  return group ? alterations(world, group, wish) : creation(world, wish)
}

const unfitKey = (world: World, keyArn: string | undefined): string | undefined => {
  if (keyArn === undefined) return undefined
  const key = Object.values(recordsOf(world, 'keys')).find(({ arn }) => arn === keyArn)
  return key ? unfitForLogs(key, world.scope) : `key ${keyArn} was not read`
}

const losing = ({ scope }: World, group: LogGroup, { retentionInDays }: HaveLogGroup): string | undefined =>
  losesNoRecord(group, retentionInDays, scope)
    ? undefined
    : `a retention of ${retentionInDays} days would delete older records of log group ${group.name} for good`

const creation = (world: World, { logGroup, keyArn, retentionInDays }: HaveLogGroup): readonly Change[] => {
  const where = { region: world.scope.region, logGroup }
  return [
    { type: 'create-log-group', ...where, ...(keyArn !== undefined && { keyArn }) },
    ...(retentionInDays === undefined
      ? []
      : [{ type: 'set-retention' as const, ...where, to: retentionInDays }]),
  ]
}

const alterations = (world: World, group: LogGroup, wish: HaveLogGroup): readonly Change[] => {
  const where = { region: world.scope.region, logGroup: group.name }
  const { retentionInDays: from, kmsKeyId } = group
  const { retentionInDays: to, keyArn } = wish
  const changes: Change[] = []
  if (keyArn !== undefined && kmsKeyId === undefined)
    changes.push({ type: 'set-log-group-key', ...where, to: keyArn })
  if (to !== undefined && (from === undefined || from < to))
    changes.push({ type: 'set-retention', ...where, ...(from !== undefined && { from }), to })
  return changes
}
