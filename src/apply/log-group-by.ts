import { DescribeLogGroupsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { everyPage, given } from './answers.ts'

/** A log group as its steps need it. */
interface FoundGroup {
  /** Without `:*`. */
  readonly arn: string
  readonly kmsKeyId?: string
  readonly retentionInDays?: number
}

/** The log group of exactly this name, or nothing where there is none: a prefix finds longer names too. */
export const logGroupBy = async (
  logs: CloudWatchLogsClient,
  name: string,
): Promise<FoundGroup | undefined> => {
  const groups = await everyPage(async nextToken => {
    const input = { logGroupNamePrefix: name, ...(nextToken && { nextToken }) }
    const answer = await logs.send(new DescribeLogGroupsCommand(input))
    return { items: given(answer.logGroups, 'logGroups'), next: answer.nextToken }
  })
  const found = groups.find(({ logGroupName }) => logGroupName === name)
  if (!found) return undefined
  const { kmsKeyId, retentionInDays } = found
  return {
    arn: given(found.logGroupArn ?? found.arn?.replace(/:\*$/, ''), 'ARN of the log group'),
    ...(kmsKeyId && { kmsKeyId }),
    ...(retentionInDays !== undefined && { retentionInDays }),
  }
}
