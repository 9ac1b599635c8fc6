import { setMaxListeners } from 'node:events'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import pLimit from 'p-limit'

/** The clients of one Region; IAM answers for the whole account from any of them. */
export interface Clients {
  readonly region: string
  readonly ssm: SSMClient
  readonly ec2: EC2Client
  readonly iam: IAMClient
  readonly logs: CloudWatchLogsClient
  readonly s3: S3Client
  readonly kms: KMSClient
  /** Answers for all Regions of the partition. */
  readonly route53: Route53Client
}

/** What all clients of a session have in common. */
export interface Wire {
  readonly credentials: NonNullable<STSClientConfig['credentials']>
  readonly requestHandler: RequestHandler
  readonly endpointUrl?: string
  readonly profile?: string
}

export type RequestHandler = STSClient['config']['requestHandler']

const CONNECTION_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 20_000

/**
 * One handler for all clients: sockets are kept alive and shared, no more than `concurrency` requests are in flight,
 * and `signal` ends those that are. The time-outs of a request count from when it is its turn.
 */
export const requestHandler = (concurrency: number, signal: AbortSignal | undefined): RequestHandler => {
  const options = {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    socketTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  }
  const inner = new STSClient({ region: 'us-east-1', requestHandler: options }).config.requestHandler
  const limit = pLimit(concurrency)
  // Each request listens, those that are done until they are collected: many are no leak, and no warning is due.
  if (signal) setMaxListeners(0, signal)
  const handle = inner.handle.bind(inner)
  inner.handle = (request, given) =>
    limit(() => handle(request, { ...given, ...(signal && { abortSignal: signal }) }))
  return inner
}

/** The clients of one Region on a session's wire. */
export const makeClients = (region: string, wire: Wire): Clients => {
  const config = configOf(region, wire)
  return {
    region,
    ssm: new SSMClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    kms: new KMSClient(config),
    route53: new Route53Client({ ...config, region: zonesRegion(region) }),
    s3: new S3Client({ ...config, followRegionRedirects: true, forcePathStyle: hasOwnEndpoint(wire) }),
  }
}

/**
 * The Region by which Route 53 of a partition is signed for: the client finds it by itself only where it has no
 * endpoint of its own.
 * aws: https://docs.aws.amazon.com/general/latest/gr/r53.html
 */
export const zonesRegion = (region: string): string =>
  ZONES_REGIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'us-east-1'

const ZONES_REGIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'cn-northwest-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['us-iso-', 'us-iso-east-1'],
  ['us-isob-', 'us-isob-east-1'],
  ['eusc-', 'eusc-de-east-1'],
]

/** The settings that every client gets. */
export const configOf = (region: string, wire: Wire) => ({
  region,
  credentials: wire.credentials,
  requestHandler: wire.requestHandler,
  retryMode: 'standard',
  maxAttempts: 5,
  ...(wire.endpointUrl !== undefined && { endpoint: wire.endpointUrl }),
  ...(wire.profile !== undefined && { profile: wire.profile }),
})

// A stand-in for S3 has no host name per bucket.
const hasOwnEndpoint = ({ endpointUrl }: Wire): boolean => {
  if (endpointUrl !== undefined) return true
  if (process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return false
  return Boolean(process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'])
}
