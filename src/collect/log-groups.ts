import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
  type LogGroup as Group,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroup } from '../core/records.ts'
import { nearness } from '../core/meant/near-name.ts'
import { ask, everyPage, malformed } from './ask.ts'
import { gapFrom, passedOn, readEach, type Loaded } from './loaded.ts'
import { groupsNamedByPolicies } from './groups-named.ts'
import { canBeLogGroup, groupsToName, namedIn } from './names.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const DESCRIBE = 'logs:DescribeLogGroups'
const MOST_OTHERS = 10

/**
 * The log groups that the preferences name or would after a repair; where one is missing, also those of nearly that
 * name, and those that the roles' policies name.
 */
export const logGroups: RegionCollector<'logGroups'> = {
  actions: [DESCRIBE],
  startsFrom: ['preferencesDocuments'],
  load: async source => {
    const documents = await source.load('preferencesDocuments')
    const named = namedIn(documents, inputs => inputs.cloudWatchLogGroupName)
    const names = [...named, ...groupsToName(source, named)]
    const found = await read(source, names.filter(canBeLogGroup))
    const missing = weighsOthers(source) ? missingOf(names, found) : []
    const [near, others] = await Promise.all([
      nearGroups(source.clients.logs, missing.filter(canBeLogGroup)),
      othersOf(source, missing, names).then(some => read(source, some)),
    ])
    const gaps = passedOn('logGroups', documents.gaps, 'no ids')
    return {
      records: { ...found.records, ...near.records, ...others.records },
      gaps: [...gaps, ...found.gaps, ...near.gaps, ...others.gaps],
    }
  },
}

/** Which other group may have been meant is asked only where the roles' policies are weighed too. */
const weighsOthers = (source: RegionSource): boolean => source.wants('roles') && source.wants('policies')

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
  if (missing.length === 0) return []
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
    const page = await pageOf(logs, name, nextToken)
    const found = page.items.find(({ logGroupName }) => logGroupName === name)
    if (found) return record(name, found)
    if (page.next && page.next === nextToken) throw malformed(DESCRIBE, 'names its own page as the next')
    nextToken = page.next
  } while (nextToken)
  return undefined
}

const pageOf = async (logs: CloudWatchLogsClient, logGroupNamePrefix: string, token: string | undefined) => {
  const input = { logGroupNamePrefix, ...(token && { nextToken: token }) }
  const answer = await ask(DESCRIBE, ['logGroups'], () => logs.send(new DescribeLogGroupsCommand(input)))
  return { items: answer.logGroups, next: answer.nextToken }
}

/** The groups of nearly a missing one's name: one of them may be what was meant. */
const nearGroups = async (
  logs: CloudWatchLogsClient,
  missing: readonly string[],
): Promise<Loaded<'logGroups'>> => {
  const loads = await Promise.all(missing.map(name => nearGroup(logs, name)))
  return {
    records: Object.assign({}, ...loads.map(({ records }) => records)),
    gaps: loads.flatMap(({ gaps }) => gaps),
  }
}

const nearGroup = async (logs: CloudWatchLogsClient, missing: string): Promise<Loaded<'logGroups'>> => {
  try {
    const found = await everyPage(DESCRIBE, token => pageOf(logs, beginningOf(missing), token))
    const near = found.filter(({ logGroupName = '' }) => nearness(logGroupName, missing) !== undefined)
    return {
      records: Object.fromEntries(near.map(one => [one.logGroupName, record(one.logGroupName ?? '', one)])),
      gaps: [],
    }
  } catch (error) {
    // No group has such a name: it hides that there may be others, and none that was read.
    return { records: {}, gaps: [gapFrom('logGroups', error, [DESCRIBE], `${beginningOf(missing)}*`)] }
  }
}

/** Enough of a name to ask for few groups, and little enough to find it misspelt: `/aws/ssm/s` of `/aws/ssm/sessions`. */
const beginningOf = (name: string): string =>
  name.slice(0, Math.max(name.lastIndexOf('/') + 2, Math.ceil(name.length / 3)))

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
