import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
  type LogGroup as Group,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroup } from '../core/records.ts'
import { ask, malformed } from './ask.ts'
import { gapIn, merged, passedOn, readEach, type Loaded } from './loaded.ts'
import { groupsNamedByPolicies } from './groups-named.ts'
import { canBeLogGroup, namedIn } from './names.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const DESCRIBE = 'logs:DescribeLogGroups'
const MOST_OTHERS = 10

/** The log groups that the preferences name; where one is missing, also those that the roles' policies name. */
export const logGroups: RegionCollector<'logGroups'> = {
  actions: [DESCRIBE],
  startsFrom: ['preferencesDocuments'],
  load: async source => {
    const documents = await source.load('preferencesDocuments')
    const names = namedIn(documents, inputs => inputs.cloudWatchLogGroupName)
    const failed = gapIn(documents)
    const found = await read(source, names.filter(canBeLogGroup))
    const missing = names.some(name => !found.records[name] && !gapIn(found, name))
    const others = missing ? await read(source, await othersOf(source, names)) : found
    const gaps = failed ? [passedOn('logGroups', failed)] : []
    return merged([{ records: {}, gaps }, found, ...(missing ? [others] : [])])
  },
}

const read = (source: RegionSource, names: readonly string[]): Promise<Loaded<'logGroups'>> =>
  readEach('logGroups', names, [DESCRIBE], name => logGroup(source.clients.logs, name))

/** The names that the policies grant writing to tell which spelling is the right one. */
const othersOf = async (source: RegionSource, known: readonly string[]): Promise<readonly string[]> => {
  if (!source.wants('roles') || !source.wants('policies')) return []
  const [roles, policies] = await Promise.all([source.load('roles'), source.load('policies')])
  const texts = [
    ...Object.values(policies.records).map(({ document }) => document),
    ...Object.values(roles.records).flatMap(({ inline }) => Object.values(inline)),
  ]
  return groupsNamedByPolicies(texts, source)
    .filter(name => canBeLogGroup(name) && !known.includes(name))
    .slice(0, MOST_OTHERS)
}

/** The group of exactly this name: a prefix finds others too, and finds the exact one first. */
const logGroup = async (logs: CloudWatchLogsClient, name: string): Promise<LogGroup | undefined> => {
  let nextToken: string | undefined
  do {
    const input = { logGroupNamePrefix: name, ...(nextToken && { nextToken }) }
    const answer = await ask(DESCRIBE, ['logGroups'], () => logs.send(new DescribeLogGroupsCommand(input)))
    const found = answer.logGroups.find(({ logGroupName }) => logGroupName === name)
    if (found) return record(name, found)
    if (answer.nextToken && answer.nextToken === nextToken)
      throw malformed(DESCRIBE, 'names its own page as the next')
    nextToken = answer.nextToken
  } while (nextToken)
  return undefined
}

const record = (name: string, found: Group): LogGroup => {
  const arn = found.logGroupArn ?? found.arn?.replace(/:\*$/, '')
  if (!arn) throw malformed(DESCRIBE, 'holds a log group without its ARN')
  return {
    name,
    arn,
    ...(found.kmsKeyId && { kmsKeyId: found.kmsKeyId }),
    ...(found.retentionInDays !== undefined && { retentionInDays: found.retentionInDays }),
    ...(found.logGroupClass && { class: found.logGroupClass }),
    ...(found.creationTime !== undefined && { createdAt: new Date(found.creationTime).toISOString() }),
  }
}
