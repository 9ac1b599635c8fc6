import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { explainFailure } from './session-failure.ts'

/** Whose the credentials are. */
export interface Identity {
  readonly accountId: string
  readonly arn: string
  /** `aws`, `aws-cn`, `aws-us-gov`, …: from the ARN. */
  readonly partition: string
}

// A credential process may ask its user for a second factor.
const SIGN_IN_MS = 120_000
const IDENTITY_MS = 30_000

/** Finds the credentials of a client, and asks AWS whose they are. @throws AwsError where that fails */
export const whoAmI = async (
  sts: STSClient,
  options: Parameters<typeof explainFailure>[1],
): Promise<Identity> => {
  try {
    await withinDeadline(() => sts.config.credentials(), SIGN_IN_MS)
    const answer = await withinDeadline(() => sts.send(new GetCallerIdentityCommand({})), IDENTITY_MS)
    const { Account: accountId, Arn: arn } = answer
    const partition = arn?.split(':')[1]
    if (!accountId || !arn || !partition)
      throw new Error('the answer names no account: is this an AWS endpoint?')
    return { accountId, arn, partition }
  } catch (cause) {
    throw explainFailure(cause, options)
  }
}

/** Gives up waiting after a time, with a `TimeoutError`. */
const withinDeadline = async <O>(send: () => Promise<O>, milliseconds: number): Promise<O> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`no answer within ${milliseconds / 1000} s, retries included`)
    error.name = 'TimeoutError'
    timer = setTimeout(() => reject(error), milliseconds)
  })
  try {
    return await Promise.race([send(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Tells the Date header of each answer, before anything is made of the answer. */
export const hearDates = (sts: STSClient, tell: (date: string) => void): void =>
  sts.middlewareStack.add(
    next => async args => {
      const result = await next(args).catch((error: unknown) => {
        tellDate(error instanceof Error && '$response' in error ? error.$response : undefined, tell)
        throw error
      })
      tellDate(result.response, tell)
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'hearDates' },
  )

const tellDate = (response: unknown, tell: (date: string) => void): void => {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return
  if (typeof headers.date === 'string') tell(headers.date)
}
