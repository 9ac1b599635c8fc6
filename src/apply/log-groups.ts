import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs'
import type { KMSClient } from '@aws-sdk/client-kms'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { keyState } from './key-state.ts'
import { logGroupBy } from './log-group-by.ts'
import { writeLogs } from './write-logs.ts'

/**
 * Whether the group that this plan created is there.
 * @throws ChangedSince where one of that name is there that this plan did not create
 */
const isThere = async (logs: CloudWatchLogsClient, name: string, digest: string): Promise<boolean> => {
  const group = await logGroupBy(logs, name)
  if (!group) return false
  const answer = await unlessGone(logs.send(new ListTagsForResourceCommand({ resourceArn: group.arn })))
  if (!answer) return false
  if (given(answer.tags, 'tags')[PLAN_TAG] !== digest)
    throw new ChangedSince(`log group ${name} exists and was not created by this plan`)
  return true
}

/** CloudWatch Logs goes on with a key that is off, and then loses every record. */
export const assertEnabled = async (kms: KMSClient, keyArn: string): Promise<void> => {
  const state = await keyState(kms, keyArn)
  if (state !== 'Enabled') throw new ChangedSince(`key ${keyArn} is ${state ?? 'gone'}, not enabled`)
}

const create: Executor<'create-log-group'> = {
  look: async ({ region, logGroup, keyArn }, context) => {
    const { logs, kms } = context.at(region)
    if (await isThere(logs, logGroup, context.digest)) return undefined
    if (keyArn !== undefined) await assertEnabled(kms, keyArn)
    const input = {
      logGroupName: logGroup,
      ...(keyArn !== undefined && { kmsKeyId: keyArn }),
      tags: { [PLAN_TAG]: context.digest },
    }
    return { write: () => writeLogs(context, () => logs.send(new CreateLogGroupCommand(input))) }
  },
}

/** Whether a log group holds a stream; one that is gone holds none. */
export const holdsStreams = async (logs: CloudWatchLogsClient, logGroupName: string): Promise<boolean> => {
  const answer = await unlessGone(logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 1 })))
  // A page may be empty and name another one.
  return answer !== undefined && (given(answer.logStreams, 'logStreams').length > 0 || !!answer.nextToken)
}

const remove: Executor<'delete-log-group'> = {
  look: async ({ region, logGroup: logGroupName }, context) => {
    const { logs } = context.at(region)
    if (!(await isThere(logs, logGroupName, context.digest))) return undefined
    if (await holdsStreams(logs, logGroupName))
      throw new ChangedSince(`log group ${logGroupName} has got streams since: it is kept, with its records`)
    return { write: () => writeLogs(context, () => logs.send(new DeleteLogGroupCommand({ logGroupName }))) }
  },
}

/** Log groups of our own. */
export const logGroupExecutors = { 'create-log-group': create, 'delete-log-group': remove }
