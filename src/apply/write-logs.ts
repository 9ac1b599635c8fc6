import { isError } from './answers.ts'
import type { Context } from './executor.ts'
import { patiently } from './patiently.ts'

/**
 * Refused for something that passes by itself: another change of the group under way, or a key's policy, written a
 * moment ago, that has not reached all of KMS.
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html#programming-eventual-consistency
 */
const passes = (error: unknown): boolean =>
  isError(error, 'OperationAbortedException') ||
  (isError(error, 'AccessDeniedException') &&
    error instanceof Error &&
    /KMS key does not exist or is not allowed/i.test(error.message))

/** Makes a write to CloudWatch Logs, again while it is refused for what passes. */
export const writeLogs = async (
  context: Pick<Context, 'pause'>,
  call: () => Promise<unknown>,
): Promise<void> => {
  await patiently(context, call, passes)
}
