import { STSClient } from '@aws-sdk/client-sts'
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { UsageError } from '../core/errors.ts'
import { accountRegions, type AccountRegions } from './account-regions.ts'
import type { SessionOptions } from './session-options.ts'
import { configOf, makeClients, requestHandler, type Clients, type Wire } from './clients.ts'
import { hearDates, whoAmI, type Identity } from './identity.ts'

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
