import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs'
import { given } from './answers.ts'

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
  let token: string | undefined
  do {
    const input = { logGroupNamePrefix: name, ...(token && { nextToken: token }) }
    const answer = await logs.send(new DescribeLogGroupsCommand(input))
    const found = given(answer.logGroups, 'logGroups').find(({ logGroupName }) => logGroupName === name)
    if (found) return groupOf(found)
    if (token && answer.nextToken === token)
      throw new Error('malformed answer: a page names itself as the next')
    token = answer.nextToken
  } while (token)
  return undefined
}

const groupOf = ({ logGroupArn, arn, kmsKeyId, retentionInDays }: LogGroup): FoundGroup => ({
  arn: given(logGroupArn ?? arn?.replace(/:\*$/, ''), 'ARN of the log group'),
  ...(kmsKeyId && { kmsKeyId }),
  ...(retentionInDays !== undefined && { retentionInDays }),
})
