import type { AccountState, LogGroupState } from './account-state.ts'
import { Refused } from './refused.ts'
import type { Json, JsonOperations } from './services.ts'

const PAGE = 2

const arnOf = (name: string): string => `arn:aws:logs:eu-north-1:123456789012:log-group:${name}`

const groupIn = ({ logGroups }: AccountState, { logGroupName }: Json): LogGroupState => {
  const group = logGroups[String(logGroupName)]
  if (!group) throw new Refused('ResourceNotFoundException', 400, 'The specified log group does not exist.')
  return group
}

/** AWS takes no key that is off. */
const usable = ({ keys }: AccountState, keyArn: unknown): string => {
  if (keys[String(keyArn)]?.state !== 'Enabled')
    throw new Refused('InvalidParameterException', 400, 'the KMS key does not exist or is disabled')
  return String(keyArn)
}

const listed = ([name, { key, retention }]: [string, LogGroupState]): Json => ({
  logGroupName: name,
  arn: `${arnOf(name)}:*`,
  logGroupArn: arnOf(name),
  ...(key !== undefined && { kmsKeyId: key }),
  ...(retention !== undefined && { retentionInDays: retention }),
})

/** CloudWatch Logs' rules, as its API reference gives them; pages are short. */
export const LOGS_OPERATIONS: JsonOperations = {
  DescribeLogGroups: ({ logGroups }, { logGroupNamePrefix, nextToken }) => {
    const found = Object.entries(logGroups)
      .filter(([name]) => name.startsWith(String(logGroupNamePrefix)))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    const start = Number(nextToken ?? 0)
    const more = start + PAGE < found.length ? { nextToken: String(start + PAGE) } : {}
    return { logGroups: found.slice(start, start + PAGE).map(listed), ...more }
  },
  ListTagsForResource: (state, { resourceArn }) => {
    const logGroupName = String(resourceArn).split(':').slice(6).join(':')
    return { tags: groupIn(state, { logGroupName }).tags }
  },
  DescribeLogStreams: (state, input) => ({
    logStreams: groupIn(state, input)
      .streams.slice(0, Number(input['limit'] ?? 50))
      .map(logStreamName => ({ logStreamName })),
  }),
  CreateLogGroup: (state, { logGroupName, kmsKeyId, tags }) => {
    const name = String(logGroupName)
    if (state.logGroups[name])
      throw new Refused('ResourceAlreadyExistsException', 400, 'The specified log group already exists')
    state.logGroups[name] = {
      ...(kmsKeyId !== undefined && { key: usable(state, kmsKeyId) }),
      tags: (tags ?? {}) as Record<string, string>,
      streams: [],
    }
    return {}
  },
  DeleteLogGroup: (state, input) => {
    groupIn(state, input)
    delete state.logGroups[String(input['logGroupName'])]
    return {}
  },
  PutRetentionPolicy: (state, input) => {
    groupIn(state, input).retention = Number(input['retentionInDays'])
    return {}
  },
  DeleteRetentionPolicy: (state, input) => {
    delete groupIn(state, input).retention
    return {}
  },
  AssociateKmsKey: (state, input) => {
    groupIn(state, input).key = usable(state, input['kmsKeyId'])
    return {}
  },
  DisassociateKmsKey: (state, input) => {
    delete groupIn(state, input).key
    return {}
  },
}
