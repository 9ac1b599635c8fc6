import type { IncomingHttpHeaders } from 'node:http'

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One call to AWS: what was asked, and in the end with which status it was answered. */
export interface Call {
  readonly service: string
  readonly operation: string
  /** The IAM action that it needs. */
  readonly action: string
  readonly region: string
  readonly accessKey: string
  readonly accountId: string
  readonly params: Readonly<Record<string, unknown>>
  readonly method: string
  readonly path: string
  status?: number
}

const JSON_SERVICES = new Set(['ssm', 'logs', 'kms'])

const S3_ACTIONS: Readonly<Record<string, string>> = {
  ListBuckets: 's3:ListAllMyBuckets',
  HeadBucket: 's3:ListBucket',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  GetBucketLifecycle: 's3:GetLifecycleConfiguration',
  DeleteBucketPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
}

const scopeOf = (headers: IncomingHttpHeaders): readonly string[] => {
  const found = /Credential=([^,\s]+)/u.exec(headers.authorization ?? '')
  return found?.[1]?.split('/') ?? []
}

const s3Operation = (method: string, url: URL): string => {
  const verb = { GET: 'Get', PUT: 'Put', HEAD: 'Head', DELETE: 'Delete', POST: 'Post' }[method] ?? method
  const bucket = url.pathname.split('/').filter(Boolean)
  if (bucket.length === 0) return 'ListBuckets'
  const first = [...url.searchParams.keys()].find(key => key !== 'x-id')
  const part = first === undefined ? '' : first.charAt(0).toUpperCase() + first.slice(1)
  return bucket.length === 1 ? `${verb}Bucket${part}` : `${verb}Object${part}`
}

/** Route 53 is told by paths: `/2013-04-01/hostedzonesbyvpc?vpcid=…`. */
const zoneCall = (method: string, url: URL): { operation: string; params: Record<string, unknown> } => {
  const [, , resource = ''] = url.pathname.split('/')
  const operation =
    method === 'GET' && resource === 'hostedzonesbyvpc' ? 'ListHostedZonesByVPC' : `${method} ${resource}`
  return { operation, params: Object.fromEntries(url.searchParams) }
}

const jsonParams = (body: Buffer): Record<string, unknown> => {
  const text = body.toString()
  if (text === '') return {}
  const params: Record<string, unknown> = JSON.parse(text)
  return params
}

/** The account whose key this is: the tests' access keys carry it (`AKIA` and twelve digits). */
export const accountOf = (accessKey: string): string => /\d{12}/u.exec(accessKey)?.[0] ?? '123456789012'

/** Reads service, operation, Region and parameters from a signed request, by the protocol of its service. */
export const callOf = (request: WireRequest): Call => {
  const [accessKey = '', , region = '', service = ''] = scopeOf(request.headers)
  const where = { service, region, accessKey, accountId: accountOf(accessKey) }
  const about = { ...where, method: request.method, path: request.path }
  if (JSON_SERVICES.has(service)) {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    return { ...about, operation, action: `${service}:${operation}`, params: jsonParams(request.body) }
  }
  if (service === 's3') {
    const url = new URL(request.path, 'http://s3')
    const operation = s3Operation(request.method, url)
    const action = S3_ACTIONS[operation] ?? `s3:${operation}`
    const owner = request.headers['x-amz-expected-bucket-owner']
    const params = { Bucket: url.pathname.split('/')[1], ...(owner && { ExpectedBucketOwner: owner }) }
    return { ...about, operation, action, params }
  }
  if (service === 'route53') {
    const { operation, params } = zoneCall(request.method, new URL(request.path, 'http://route53'))
    return { ...about, operation, action: `route53:${operation}`, params }
  }
  const params = Object.fromEntries(new URLSearchParams(request.body.toString()))
  const operation = params['Action'] ?? ''
  return { ...about, operation, action: `${service}:${operation}`, params }
}

/** Whether a call only reads. */
export const reads = (call: Call): boolean => /^(Get|List|Describe|Head|Simulate)/u.test(call.operation)
