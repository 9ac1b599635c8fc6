import type { LogDestination } from '../../src/core/index.ts'

/** What a session comes to when its log cannot be written: nobody sees an error. */
export const lossEffect = (denied: readonly string[], { streaming }: LogDestination): string =>
  denied.includes('logs:CreateLogStream') || !streaming
    ? 'sessions open and leave no record in CloudWatch Logs, without an error'
    : 'sessions open, leave no record in CloudWatch Logs and hang in Terminating after their end, without an error'
