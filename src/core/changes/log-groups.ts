import { nearness } from '../meant/near-name.ts'
import type { LogGroup } from '../records.ts'
import { sameMeaning } from '../same-meaning.ts'
import { logGroupArn } from '../session/log-group-arn.ts'
import { losesNoRecord } from '../session/log-retention.ts'
import { gapOf, type World } from '../snapshot.ts'
import type { ChangeSpec, CreateLogGroup, SetLogGroupKey, SetRetention } from './change.ts'
import { dropRecord, editRecord, putRecord, recordAt } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { nothing, review } from './review.ts'
import { swapped } from './swapped.ts'

type NewGroup = Omit<CreateLogGroup, 'type'>

const made = ({ scope }: World, { logGroup, keyArn }: NewGroup): LogGroup => ({
  name: logGroup,
  arn: logGroupArn(scope, logGroup),
  ...(keyArn !== undefined && { kmsKeyId: keyArn }),
  class: 'STANDARD',
  createdAt: scope.takenAt,
})

const create = (world: World, change: NewGroup): World =>
  recordAt(world, 'logGroups', change.logGroup)
    ? world
    : putRecord(world, 'logGroups', change.logGroup, made(world, change))

const remove = (world: World, change: NewGroup): World => {
  const group = recordAt(world, 'logGroups', change.logGroup)
  if (!group || !sameMeaning(JSON.stringify(group), JSON.stringify(made(world, change)))) return world
  return dropRecord(world, 'logGroups', change.logGroup)
}

/** No other group has nearly that name, as far as groups were looked for: that one may be what was meant. */
const isAlone = (world: World, logGroup: string): boolean =>
  world.records.logGroups !== undefined &&
  !world.gaps.some(({ kind }) => kind === 'logGroups') &&
  Object.keys(world.records.logGroups).every(
    name => name === logGroup || nearness(name, logGroup) === undefined,
  )

const setRetention = (world: World, { logGroup, to }: SetRetention): World =>
  editRecord(world, 'logGroups', logGroup, group => {
    if (group.retentionInDays === to) return group
    const { retentionInDays: _was, ...kept } = group
    return { ...kept, ...(to !== undefined && { retentionInDays: to }) }
  })

const mayLose = (world: World, { logGroup, to }: SetRetention): boolean => {
  if (world.records.logGroups === undefined || gapOf(world, 'logGroups', logGroup)) return true
  const group = recordAt(world, 'logGroups', logGroup)
  // One that is not there yet holds nothing.
  return group !== undefined && !losesNoRecord(group, to, world.scope)
}

const setKey = (world: World, { logGroup, to }: SetLogGroupKey): World =>
  editRecord(world, 'logGroups', logGroup, group => {
    if (group.kmsKeyId === to) return group
    const { kmsKeyId: _was, ...kept } = group
    return { ...kept, ...(to !== undefined && { kmsKeyId: to }) }
  })

const forDays = (days: number | undefined): string => (days === undefined ? 'for ever' : `for ${days} days`)

const ending = (from: number | undefined, to: number | undefined): string =>
  from !== undefined && to !== undefined && to < from ? ': older ones are deleted' : ''

const withKey = ({ keyArn }: NewGroup): string =>
  keyArn === undefined ? '' : `, encrypted with key ${keyArn}`

const inPlaceOf = (keyArn: string | undefined): string =>
  keyArn === undefined ? '' : ` in the place of ${keyArn}`

/** Log groups of our own, and what a log group keeps and how. */
export const logGroupSpecs: {
  readonly 'create-log-group': ChangeSpec<'create-log-group'>
  readonly 'delete-log-group': ChangeSpec<'delete-log-group'>
  readonly 'set-retention': ChangeSpec<'set-retention'>
  readonly 'set-log-group-key': ChangeSpec<'set-log-group-key'>
} = {
  'create-log-group': {
    touches: ['logGroups'],
    phase: 'log groups',
    turn: ({ region, logGroup }) => `${region} ${logGroup} 1`,
    edits: nothing,
    risk: ({ logGroup, keyArn }, world) =>
      keyArn === undefined && isAlone(world, logGroup) ? 'safe' : 'review',
    // A group that is created with tags needs logs:TagResource too, without a call of its own.
    // aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    actions: [
      'kms:DescribeKey',
      'logs:CreateLogGroup',
      'logs:DescribeLogGroups',
      'logs:ListTagsForResource',
      'logs:TagResource',
    ],
    describe: change => `create log group ${change.logGroup}${withKey(change)}`,
    apply: (world, change) => inRegion(world, change.region, here => create(here, change)),
    invert: change => ({ ...change, type: 'delete-log-group' }),
  },
  'delete-log-group': {
    touches: ['logGroups'],
    phase: 'log groups',
    turn: ({ region, logGroup }) => `${region} ${logGroup} 4`,
    edits: nothing,
    risk: review,
    actions: [
      'logs:DeleteLogGroup',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:ListTagsForResource',
    ],
    describe: change =>
      `delete log group ${change.logGroup}${withKey(change)}, which this tool created, unless it has got streams since`,
    apply: (world, change) => inRegion(world, change.region, here => remove(here, change)),
    invert: change => ({ ...change, type: 'create-log-group' }),
  },
  'set-retention': {
    touches: ['logGroups'],
    phase: 'log groups',
    turn: ({ region, logGroup }) => `${region} ${logGroup} 3`,
    edits: ({ logGroup: id }) => ({ kind: 'logGroup', id }),
    risk: (change, world) => (mayLose(world, change) ? 'review' : 'safe'),
    actions: ['logs:DeleteRetentionPolicy', 'logs:DescribeLogGroups', 'logs:PutRetentionPolicy'],
    describe: ({ logGroup, from, to }) =>
      `keep the records of log group ${logGroup} ${forDays(to)} and not ${forDays(from)}${ending(from, to)}`,
    apply: (world, change) => inRegion(world, change.region, here => setRetention(here, change)),
    invert: ({ from, to, ...change }) => ({ ...change, ...swapped(from, to) }),
  },
  'set-log-group-key': {
    touches: ['logGroups'],
    phase: 'log groups',
    turn: ({ region, logGroup }) => `${region} ${logGroup} 2`,
    edits: ({ logGroup: id }) => ({ kind: 'logGroup', id }),
    risk: review,
    actions: ['kms:DescribeKey', 'logs:AssociateKmsKey', 'logs:DescribeLogGroups', 'logs:DisassociateKmsKey'],
    describe: ({ logGroup, from, to }) =>
      to === undefined
        ? `take key ${from} off log group ${logGroup}: what comes from then on is not encrypted with it`
        : `encrypt what comes to log group ${logGroup} with key ${to}${inPlaceOf(from)}`,
    apply: (world, change) => inRegion(world, change.region, here => setKey(here, change)),
    invert: ({ from, to, ...change }) => ({ ...change, ...swapped(from, to) }),
  },
}
