import {
  AssociateKmsKeyCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs'
import { ChangedSince, type Executor } from './executor.ts'
import { logGroupBy } from './log-group-by.ts'
import { assertEnabled } from './log-groups.ts'
import { awaited } from './patiently.ts'
import { writeLogs } from './write-logs.ts'

const gone = (name: string): ChangedSince => new ChangedSince(`log group ${name} does not exist any more`)

const putRetention = (
  logs: CloudWatchLogsClient,
  logGroupName: string,
  retentionInDays: number | undefined,
): Promise<unknown> =>
  retentionInDays === undefined
    ? logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))
    : logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }))

const retention: Executor<'set-retention'> = {
  look: async ({ region, logGroup, from, to }, context) => {
    const { logs } = context.at(region)
    // A step just before may have created it.
    const group = await awaited(context, () => logGroupBy(logs, logGroup))
    if (!group) throw gone(logGroup)
    if (group.retentionInDays === to) return undefined
    if (group.retentionInDays !== from)
      throw new ChangedSince(`the retention of log group ${logGroup} was changed by someone else since`)
    return { write: () => writeLogs(context, () => putRetention(logs, logGroup, to)) }
  },
}

const putKey = (
  logs: CloudWatchLogsClient,
  logGroupName: string,
  kmsKeyId: string | undefined,
): Promise<unknown> =>
  kmsKeyId === undefined
    ? logs.send(new DisassociateKmsKeyCommand({ logGroupName }))
    : logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }))

const key: Executor<'set-log-group-key'> = {
  look: async ({ region, logGroup, from, to }, context) => {
    const { logs, kms } = context.at(region)
    const group = await logGroupBy(logs, logGroup)
    if (!group) throw gone(logGroup)
    if (group.kmsKeyId === to) return undefined
    if (group.kmsKeyId !== from)
      throw new ChangedSince(`the key of log group ${logGroup} was changed by someone else since`)
    if (to !== undefined) await assertEnabled(kms, to)
    return { write: () => writeLogs(context, () => putKey(logs, logGroup, to)) }
  },
}

/** What a log group keeps, and how. */
export const logGroupSettingExecutors = { 'set-retention': retention, 'set-log-group-key': key }
