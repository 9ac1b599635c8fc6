import type { GrantStatement } from '../changes/change.ts'
import { isPlaceholder, PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { LogDestination, S3Destination } from '../kinds.ts'
import type { Key } from '../records.ts'
import { bucketKeyAccess } from '../session/bucket-key.ts'
import { bucketSide, describeGroups, logUpload, logWrite, readEncryption } from '../session/session-access.ts'
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
    readEncryption(bucket, side).statement,
  ]
}

interface OfKey {
  readonly statement?: GrantStatement
  readonly note?: string
}

/** KMS is asked by the key's ARN, however the preferences name it. */
const sessionKey = (world: World, ref: string): OfKey => {
  const arn = /^arn:[^:]+:kms:[^:]+:\d+:key\//.test(ref) ? ref : keyOf(world, ref)?.arn
  if (arn === undefined)
    return { note: `session key ${ref} could not be found: add kms:Decrypt on its ARN by hand` }
  return { statement: { sid: 'SessionKeyDecrypt', actions: ['kms:Decrypt'], resources: [arn] } }
}

const keyOf = (world: World, ref: string): Key | undefined => viewOf(world, 'keys').records[ref]

const bucketKey = (world: World, { bucket, foreign }: S3Destination): OfKey => {
  if (foreign) return { note: `bucket ${bucket} is another account's: ask its owner which key encrypts it` }
  const { algorithm, keyId } = readingOf(world).records('bucketEncryption')[bucket] ?? {}
  if (algorithm?.startsWith('aws:kms') !== true || keyId === undefined) return {}
  const key = keyOf(world, keyId)
  if (!key) return { note: `key ${keyId} of bucket ${bucket} could not be found` }
  if (key.manager === 'AWS') return {}
  return {
    statement: bucketKeyAccess(key, {}, world.scope, ['kms:GenerateDataKey', 'kms:Decrypt']).statement,
  }
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
