import type { AccountState, BucketState } from './account-state.ts'
import { Refused } from './refused.ts'

/** What of a bucket a call is about, by the query of its address; and the bodies that come and go. */
interface Part {
  readonly name: string
  get(bucket: BucketState): string
  put(bucket: BucketState, body: string): void
  remove(bucket: BucketState): void
}

const SETTINGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

const flagIn = (body: string, name: string): boolean => {
  const text = new RegExp(`<${name}>(true|false)</${name}>`).exec(body)?.[1]
  if (text === undefined) throw new Refused('MalformedXML', 400, `there is no ${name}`)
  return text === 'true'
}

const policy: Part = {
  name: 'BucketPolicy',
  get: ({ policy: text }) => {
    if (text === undefined) throw new Refused('NoSuchBucketPolicy', 404, 'The bucket policy does not exist')
    return text
  },
  put: (bucket, body) => void (bucket.policy = body),
  remove: bucket => void delete bucket.policy,
}

const block: Part = {
  name: 'BucketPublicAccessBlock',
  get: ({ block: settings }) => {
    if (!settings)
      throw new Refused('NoSuchPublicAccessBlockConfiguration', 404, 'The configuration was not found')
    const flags = SETTINGS.map(name => `<${name}>${settings[name]}</${name}>`)
    return `<PublicAccessBlockConfiguration>${flags.join('')}</PublicAccessBlockConfiguration>`
  },
  put: (bucket, body) =>
    void (bucket.block = Object.fromEntries(SETTINGS.map(name => [name, flagIn(body, name)]))),
  remove: bucket => void delete bucket.block,
}

const PARTS: Readonly<Record<string, Part>> = { policy, publicAccessBlock: block }

/** The part of a bucket that an address names. */
export const partOf = (path: string): { readonly bucket: string; readonly part: Part | undefined } => {
  const url = new URL(path, 'http://s3')
  const [, bucket = ''] = url.pathname.split('/')
  const query = [...url.searchParams.keys()].find(name => Object.hasOwn(PARTS, name))
  return { bucket, part: query === undefined ? undefined : PARTS[query] }
}

const OWNER = '123456789012'

/** S3's rules, as its API reference gives them. */
export const s3Result = (
  state: AccountState,
  { method = '', path = '', body = '', owner }: Readonly<Record<string, string>>,
): string => {
  const { bucket: name, part } = partOf(path)
  const bucket = state.buckets[name]
  if (!bucket) throw new Refused('NoSuchBucket', 404, 'The specified bucket does not exist')
  if (owner !== (bucket.owner ?? OWNER)) throw new Refused('AccessDenied', 403, 'Access Denied')
  if (!part) throw new Refused('NotImplemented', 501, path)
  if (method === 'GET') return part.get(bucket)
  if (method === 'PUT') part.put(bucket, body)
  else part.remove(bucket)
  return ''
}
