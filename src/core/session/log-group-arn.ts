import type { Scope } from '../snapshot.ts'

/** The ARN of a log group, without `:*`. */
export const logGroupArn = ({ partition, region, accountId }: Scope, name: string): string =>
  `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`
