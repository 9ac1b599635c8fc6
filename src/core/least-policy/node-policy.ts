import { ifReadable } from '../access.ts'
import type { GrantStatement } from '../changes/change.ts'
import { isPlaceholder, PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { LogDestination, S3Destination } from '../kinds.ts'
import type { BucketEncryption, Key } from '../records.ts'
import { bucketKeyStatement } from '../session/bucket-key.ts'
import { bucketSide, describeGroups, logUpload, logWrite, readEncryption } from '../session/session-access.ts'
import { namesHeaders } from '../session/upload-headers.ts'
import type { World } from '../snapshot.ts'
import { readingOf, viewOf } from '../views.ts'
import type { LeastPolicy } from './statements.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html */
const CORE: GrantStatement = {
  sid: 'SessionManagerCore',
  actions: [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
}

/**
 * The least that a node's role must be allowed for sessions under a Region's preferences.
 * @throws Unreadable where the preferences, or a bucket's encryption, could not be read
 */
export const nodePolicy = (world: World): LeastPolicy => {
  const reading = readingOf(world)
  const groups = Object.values(reading.records('logDestinations')).filter(one => !one.invalid)
  const buckets = Object.values(reading.records('s3Destinations')).filter(one => !one.invalid)
  const keys = Object.keys(reading.records('sessionKeys')).map(ref => sessionKey(world, ref))
  const bucketKeys = buckets.map(bucket => bucketKey(world, bucket))
  return {
    statements: [
      CORE,
      ...groups.flatMap(group => forGroup(world, group)),
      ...buckets.flatMap(bucket => forBucket(world, bucket)),
      ...[...keys, ...bucketKeys].flatMap(({ statement }) => statement ?? []),
    ],
    notes: [...leftToNode(world), ...[...keys, ...bucketKeys].flatMap(({ note }) => note ?? [])],
    foreign: bucketKeys.flatMap(({ foreign }) => foreign ?? []),
  }
}

/** DescribeLogGroups is called only with streaming or encryption on. */
const forGroup = ({ scope }: World, group: LogDestination): readonly GrantStatement[] => [
  logWrite(group).statement,
  ...(group.lookedForBy.length > 0 ? [describeGroups(scope).statement] : []),
]

const forBucket = (world: World, bucket: S3Destination): readonly GrantStatement[] => {
  const side = bucketSide(bucket, { bucketPolicies: {} }, world.scope)
  return [
    logUpload(bucket, side, ['s3:PutObject', 's3:PutObjectAcl']).statement,
    ...(readsEncryption(world, bucket) ? [readEncryption(bucket, side).statement] : []),
  ]
}

/**
 * The agent reads how a bucket encrypts before a session where the flag asks for it, and after each one to copy the
 * headers: without them an upload fails only where the bucket's policy demands them, as one that is not seen may.
 */
const readsEncryption = (world: World, { bucket, encryptionBy, foreign }: S3Destination): boolean => {
  if (encryptionBy.length > 0 || foreign) return true
  const policy = ifReadable(() => ({ of: readingOf(world).records('bucketPolicies')[bucket] }))
  return !policy || namesHeaders(policy.of?.document ?? '')
}

interface OfKey {
  readonly statement?: GrantStatement
  readonly note?: string
  /** What only the owner of another account's bucket can tell. */
  readonly foreign?: string
}

/** KMS is asked by the key's ARN, however the preferences name it. */
const sessionKey = (world: World, ref: string): OfKey => {
  const arn = isKeyArn(ref) ? ref : keyOf(world, ref)?.arn
  if (arn === undefined)
    return { note: `session key ${ref} could not be looked up: add kms:Decrypt on its ARN by hand` }
  return { statement: { sid: 'SessionKeyDecrypt', actions: ['kms:Decrypt'], resources: [arn] } }
}

const isKeyArn = (ref: string): boolean => /^arn:[^:]+:kms:[^:]+:\d+:key\//.test(ref)

const keyOf = (world: World, ref: string): Key | undefined => viewOf(world, 'keys').records[ref]

const bucketKey = (world: World, { bucket, foreign }: S3Destination): OfKey => {
  const read = (): { readonly of: BucketEncryption | undefined } => ({
    of: readingOf(world).records('bucketEncryption')[bucket],
  })
  const encryption = foreign ? ifReadable(read)?.of : read().of
  if (foreign && !encryption)
    return { foreign: `bucket ${bucket} is another account's: ask its owner which key encrypts it` }
  const { algorithm, keyId } = encryption ?? {}
  if (algorithm?.startsWith('aws:kms') !== true || keyId === undefined) return {}
  const key = keyOf(world, keyId)
  if (key?.manager === 'AWS') return {}
  const arn = key?.arn ?? (isKeyArn(keyId) ? keyId : undefined)
  if (arn === undefined) return { note: `key ${keyId} of bucket ${bucket} could not be looked up` }
  return { statement: bucketKeyStatement(arn, ['kms:GenerateDataKey', 'kms:Decrypt']) }
}

const leftToNode = (world: World): readonly string[] => {
  const versions = readingOf(world).records('preferences')[PREFERENCES_DOCUMENT]?.versions ?? []
  const fields = versions.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([field, value]) =>
      typeof value === 'string' && isPlaceholder(value) ? [`${field} is ${value}`] : [],
    ),
  )
  return fields.map(
    field => `${field}, which only the node can fill in: add its permission, and ssm:GetParameters, by hand`,
  )
}
