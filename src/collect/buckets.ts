import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  type HeadBucketCommandInput,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { canBeBucket } from '../core/preferences/values.ts'
import type { Bucket, BucketEncryption, BucketPolicy, GlobalKind } from '../core/records.ts'
import type { Gap } from '../core/snapshot.ts'
import { ask, everyPage, FailedRead, malformed, unlessAbsent } from './ask.ts'
import { gapFrom, passedOn, readEach, withGaps, type Loaded } from './loaded.ts'
import { bucketsToName, namedIn } from './names.ts'
import { statusOf } from './one-line.ts'
import type { AccountCollector, AccountSource } from './source.ts'

const HEAD = 's3:ListBucket'
const LIST = 's3:ListAllMyBuckets'
const POLICY = 's3:GetBucketPolicy'
const ENCRYPTION = 's3:GetEncryptionConfiguration'

/** The buckets that the preferences name or would after a repair, in any Region of the run. */
export const buckets: AccountCollector<'buckets'> = {
  actions: [HEAD, LIST],
  startsFrom: ['preferencesDocuments'],
  load: async source => {
    const documents = await source.everywhere('preferencesDocuments')
    const named = documents.flatMap(found => namedIn(found, inputs => inputs.s3BucketName))
    const names = [...named, ...bucketsToName(source, source.declared, named)].filter(canBeBucket)
    const loaded = await readEach(
      'buckets',
      names,
      [HEAD],
      name => bucket(source.clients.s3, name, source.accountId, declaredOwner(source, name)),
      bucketGap(source, 'buckets'),
    )
    const failed = documents.flatMap(({ gaps }) => gaps)
    return withGaps(passedOn('buckets', failed, 'no ids'), loaded)
  },
}

/** The policies of the buckets that exist. */
export const bucketPolicies: AccountCollector<'bucketPolicies'> = {
  actions: [POLICY],
  startsFrom: ['buckets'],
  load: source => ofBuckets(source, 'bucketPolicies', [POLICY], bucketPolicy),
}

/** The default encryption of the buckets that exist. */
export const bucketEncryption: AccountCollector<'bucketEncryption'> = {
  actions: [ENCRYPTION],
  startsFrom: ['buckets'],
  load: source => ofBuckets(source, 'bucketEncryption', [ENCRYPTION], encryption),
}

/** The names of the account's own buckets. @throws FailedRead */
export const readOwnBuckets = async (s3: S3Client): Promise<ReadonlySet<string>> => {
  const names = await everyPage(LIST, async ContinuationToken => {
    const input = { MaxBuckets: 1000, ...(ContinuationToken && { ContinuationToken }) }
    const answer = await ask(LIST, ['Buckets'], () => s3.send(new ListBucketsCommand(input)))
    return { items: answer.Buckets.flatMap(({ Name }) => Name ?? []), next: answer.ContinuationToken }
  })
  return new Set(names)
}

/** Whom the config declares as the owner of a bucket. */
const declaredOwner = ({ declared, partition }: AccountSource, name: string): string | undefined =>
  declared.flatMap(({ foreign = [] }) => foreign).find(({ arn }) => arn === `arn:${partition}:s3:::${name}`)
    ?.owner

/** Asks for the bucket as one of the account first, then of its declared owner, then of anybody. */
const bucket = async (
  s3: S3Client,
  name: string,
  accountId: string,
  declared: string | undefined,
): Promise<Bucket | undefined> => {
  const own = await headOf(s3, name, accountId)
  if (own !== 'refused') return own && { ...own, own: true }
  const asDeclared = declared === undefined ? 'refused' : await headOf(s3, name, declared)
  if (asDeclared !== 'refused') return asDeclared && { ...asDeclared, own: false, ownedAsDeclared: true }
  const found = await head(s3, { Bucket: name })
  return found && { ...found, own: false, ...(declared !== undefined && { ownedAsDeclared: false }) }
}

/**
 * Asks for the bucket as one of an account's: S3 refuses where another account owns it.
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
const headOf = async (s3: S3Client, Bucket: string, ExpectedBucketOwner: string) => {
  try {
    return await head(s3, { Bucket, ExpectedBucketOwner })
  } catch (error) {
    if (httpStatus(error) !== 403) throw error
    return 'refused'
  }
}

// HeadBucket's errors have no body: the status tells.
// aws: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
const head = async (
  s3: S3Client,
  input: HeadBucketCommandInput & { readonly Bucket: string },
): Promise<Bucket | undefined> => {
  try {
    const { BucketRegion } = await ask(HEAD, [], () => s3.send(new HeadBucketCommand(input)))
    return { name: input.Bucket, ...(BucketRegion && { region: BucketRegion }) }
  } catch (error) {
    if (httpStatus(error) === 404) return undefined
    throw error
  }
}

const httpStatus = (error: unknown): number | undefined =>
  error instanceof FailedRead ? statusOf(error.cause) : undefined

const REFUSALS = new Set([301, 307, 403, 405])

/**
 * A refusal by a bucket that is not among the account's own is another account's business.
 * @param known the buckets that could be looked at: of these S3 has told whose they are
 */
const bucketGap =
  (source: AccountSource, kind: BucketKind, known: Readonly<Record<string, Bucket>> = {}) =>
  async (name: string, error: unknown): Promise<Gap> => {
    const gap = gapFrom(kind, error, [HEAD], name)
    if (!REFUSALS.has(httpStatus(error) ?? 0)) return gap
    if (known[name]?.own === false) return { ...gap, foreign: true }
    const own = await source.ownBuckets()
    return own && !own.has(name) ? { ...gap, foreign: true } : gap
  }

/** The kinds of what a bucket is. */
type BucketKind = Extract<GlobalKind, `bucket${string}`>

/**
 * Reads a kind of each bucket that exists, in the bucket's Region.
 * @param isWanted which of them; all where it is not given
 */
export const ofBuckets = async <K extends Exclude<BucketKind, 'buckets'>>(
  source: AccountSource,
  kind: K,
  actions: readonly string[],
  read: (s3: S3Client, name: string) => ReturnType<Parameters<typeof readEach<K>>[3]>,
  isWanted: (name: string) => boolean = () => true,
): Promise<Loaded<K>> => {
  const found = await source.load('buckets')
  const s3Of = (name: string): S3Client => {
    const region = found.records[name]?.region
    return (region === undefined ? source.clients : source.clientsOf(region)).s3
  }
  const loaded = await readEach(
    kind,
    Object.keys(found.records).filter(isWanted),
    actions,
    name => read(s3Of(name), name),
    bucketGap(source, kind, found.records),
  )
  return withGaps(passedOn(kind, found.gaps, 'same ids'), loaded)
}

const bucketPolicy = async (s3: S3Client, Bucket: string): Promise<BucketPolicy> => {
  const answer = await unlessAbsent(
    ask(POLICY, ['Policy'], () => s3.send(new GetBucketPolicyCommand({ Bucket }))),
    'NoSuchBucketPolicy',
  )
  if (answer && !isJson(answer.Policy)) throw malformed(POLICY, 'is not a policy')
  return { bucket: Bucket, ...(answer && { document: answer.Policy }) }
}

// The answer is the bare policy: a torn one, or another server's page, would pass for it.
const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

const encryption = async (s3: S3Client, Bucket: string): Promise<BucketEncryption> => {
  const answer = await unlessAbsent(
    ask(ENCRYPTION, ['ServerSideEncryptionConfiguration'], () =>
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
    ),
    'ServerSideEncryptionConfigurationNotFoundError',
  )
  if (!answer) return { bucket: Bucket }
  const { Rules } = answer.ServerSideEncryptionConfiguration
  if (!Rules) throw malformed(ENCRYPTION, 'holds no rules')
  const { SSEAlgorithm, KMSMasterKeyID } = Rules[0]?.ApplyServerSideEncryptionByDefault ?? {}
  return {
    bucket: Bucket,
    ...(SSEAlgorithm && { algorithm: SSEAlgorithm }),
    ...(KMSMasterKeyID && { keyId: KMSMasterKeyID }),
  }
}
