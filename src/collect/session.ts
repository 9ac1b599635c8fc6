import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { AwsError, UsageError } from '../core/errors.ts'
import { configOf, makeClients, requestHandler, type Clients, type Wire } from './clients.ts'
import { explainFailure } from './session-failure.ts'

/** Where the credentials, the Region and the endpoint come from; what is not given follows the AWS SDK's conventions. */
export interface SessionOptions {
  readonly profile?: string
  /** A role to assume with the credentials found. */
  readonly roleArn?: string
  /** One endpoint for all services, as `AWS_ENDPOINT_URL` would give. */
  readonly endpointUrl?: string
  readonly region?: string
  /** Requests in flight at a time, over all clients; 8 where it is not given. */
  readonly concurrency?: number
  /** Ends what is in flight. */
  readonly signal?: AbortSignal
  /** Hears the Date of each answer to the first call, an answer that refuses it too. */
  readonly onDate?: (date: string) => void
}

interface Identity {
  readonly accountId: string
  readonly arn: string
  /** `aws`, `aws-cn`, `aws-us-gov`, …: from the ARN. */
  readonly partition: string
}

/** The Regions that an account has, and those that it would have to enable first. */
export interface AccountRegions {
  readonly enabled: readonly string[]
  readonly notEnabled: readonly string[]
}

/** Access to one account. */
export interface AwsSession {
  readonly identity: Identity
  /** The Region that was given, or that the environment or the profile names. */
  readonly region: string
  readonly signal?: AbortSignal
  /** The clients of a Region, made once. */
  clients(region: string): Clients
  /** The Regions of the partition, by ec2:DescribeRegions. @throws AwsError where that is refused. */
  accountRegions(): Promise<AccountRegions>
  /** Closes the kept sockets. */
  close(): void
}

/**
 * Finds credentials, and asks AWS whose they are.
 * @throws AwsError where there are no credentials, they have expired or are refused, or the endpoint does not answer.
 * @throws UsageError where no Region is known, or the endpoint is no URL.
 */
export const openSession = async (options: SessionOptions = {}): Promise<AwsSession> => {
  hushNotice()
  if (options.endpointUrl !== undefined) checkUrl(options.endpointUrl)
  const handler = requestHandler(options.concurrency ?? 8, options.signal)
  const region = await regionOf(options)
  const found = wireOf(options, region, handler)
  const sts = new STSClient({ ...configOf(region, found), maxAttempts: 3 })
  if (options.onDate) hearDates(sts, options.onDate)
  const identity = await whoAmI(sts, { ...options, region })
  // What the first client resolved is kept for the others: one sign-in, one role assumed.
  return session(identity, region, { ...found, credentials: sts.config.credentials }, options)
}

/** The notice about future SDK releases is for the tool's makers, not for its users. */
const hushNotice = (): void => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
}

/** Tells the Date header of each answer, before anything is made of the answer. */
const hearDates = (sts: STSClient, tell: (date: string) => void): void =>
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

const checkUrl = (text: string): void => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return
  throw new UsageError(
    `reading --endpoint-url: ${JSON.stringify(text)} is not a URL; give one such as http://127.0.0.1:5000`,
  )
}

const session = (identity: Identity, region: string, wire: Wire, { signal }: SessionOptions): AwsSession => {
  const made = new Map<string, Clients>()
  const clients = (name: string): Clients => {
    const known = made.get(name) ?? makeClients(name, wire)
    made.set(name, known)
    return known
  }
  return {
    identity,
    region,
    ...(signal && { signal }),
    clients,
    accountRegions: () => accountRegions(clients(region)),
    close: () => wire.requestHandler.destroy?.(),
  }
}

const regionOf = async ({ region, profile }: SessionOptions): Promise<string> =>
  region ?? configuredRegion(profile)

/**
 * The Region that the environment or the profile names.
 * @throws UsageError where none does
 */
export const configuredRegion = async (profile: string | undefined): Promise<string> => {
  hushNotice()
  try {
    return await new STSClient({ ...(profile !== undefined && { profile }) }).config.region()
  } catch (cause) {
    throw new UsageError('choosing a Region: none is set; give --region, or set AWS_REGION', { cause })
  }
}

// The SDK's own notes go nowhere: the terminal belongs to the report.
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

const wireOf = (
  { profile, roleArn, endpointUrl }: SessionOptions,
  region: string,
  handler: Wire['requestHandler'],
): Wire => {
  const inner = {
    region,
    requestHandler: handler,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  }
  const found = fromNodeProviderChain({
    logger: quiet,
    clientConfig: { region, requestHandler: handler },
    ...(profile !== undefined && { profile }),
  })
  const assumed = () =>
    fromTemporaryCredentials({
      masterCredentials: found,
      params: { RoleArn: roleArn, RoleSessionName: 'ssm-doctor' },
      clientConfig: inner,
    })
  return {
    credentials: roleArn === undefined ? found : assumed(),
    requestHandler: handler,
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(profile !== undefined && { profile }),
  }
}

// A credential process may ask its user for a second factor.
const SIGN_IN_MS = 120_000
const IDENTITY_MS = 30_000

const whoAmI = async (sts: STSClient, options: SessionOptions): Promise<Identity> => {
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

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
const accountRegions = async ({ ec2 }: Clients): Promise<AccountRegions> => {
  const failed = (what: string, cause?: unknown) =>
    new AwsError(
      `listing the account's Regions (ec2:DescribeRegions): ${what}; name them with --region instead`,
      { cause },
    )
  const answer = await ec2.send(new DescribeRegionsCommand({ AllRegions: true })).catch((error: unknown) => {
    throw failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error), error)
  })
  if (!answer.Regions) throw failed('the answer holds no list')
  const named = answer.Regions.flatMap(({ RegionName, OptInStatus }) =>
    RegionName ? [{ name: RegionName, isEnabled: OptInStatus !== 'not-opted-in' }] : [],
  )
  const names = (enabled: boolean): readonly string[] =>
    named.flatMap(({ name, isEnabled }) => (isEnabled === enabled ? [name] : [])).toSorted()
  return { enabled: names(true), notEnabled: names(false) }
}
