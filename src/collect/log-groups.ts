import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
  type LogGroup as Group,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroup } from '../core/records.ts'
import { ask, malformed } from './ask.ts'
import { passedOn, readEach, type Loaded } from './loaded.ts'
import { groupsNamedByPolicies } from './groups-named.ts'
import { canBeLogGroup, groupsToName, namedIn } from './names.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const DESCRIBE = 'logs:DescribeLogGroups'
const MOST_OTHERS = 10

/** The log groups that the preferences name or would after a repair; where one is missing, those of the roles' policies. */
export const logGroups: RegionCollector<'logGroups'> = {
  actions: [DESCRIBE],
  startsFrom: ['preferencesDocuments'],
  load: async source => {
    const documents = await source.load('preferencesDocuments')
    const names = namedIn(documents, inputs => inputs.cloudWatchLogGroupName)
    const found = await read(source, [...names, ...groupsToName(source, names)].filter(canBeLogGroup))
    const others = await read(source, await othersOf(source, missingOf(names, found), names))
    const gaps = passedOn('logGroups', documents.gaps, 'no ids')
    return {
      records: { ...found.records, ...others.records },
      gaps: [...gaps, ...found.gaps, ...others.gaps],
    }
  },
}

const missingOf = (names: readonly string[], { records, gaps }: Loaded<'logGroups'>): readonly string[] =>
  names.filter(name => !Object.hasOwn(records, name) && !gaps.some(({ id }) => id === name))

const read = (source: RegionSource, names: readonly string[]): Promise<Loaded<'logGroups'>> =>
  readEach('logGroups', names, [DESCRIBE], name => logGroup(source.clients.logs, name))

/** Where a named group is missing, the names that the policies grant writing to tell which spelling is right. */
const othersOf = async (
  source: RegionSource,
  missing: readonly string[],
  known: readonly string[],
): Promise<readonly string[]> => {
  if (missing.length === 0 || !source.wants('roles') || !source.wants('policies')) return []
  const [roles, policies] = await Promise.all([source.account.load('roles'), source.account.load('policies')])
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
