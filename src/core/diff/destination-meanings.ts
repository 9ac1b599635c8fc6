import type {
  Bucket,
  BucketEncryption,
  BucketLifecycle,
  BucketPolicy,
  BucketPublicAccess,
  BucketVersioning,
  BucketWebsite,
  Key,
  KeyGrant,
  KeyGrants,
  KeyPolicy,
  KeyRotation,
  LogGroup,
} from '../records.ts'
import { byName, ignored, key, policy, set, setOf, value } from './aspects.ts'
import { byField } from './facet.ts'
import type { Meanings } from './meanings.ts'

const contextText = (context: Readonly<Record<string, string>> = {}): string =>
  Object.entries(context)
    .map(([name, one]) => `${name}=${one}`)
    .toSorted()
    .join(',')

const grantText = ({ grantee, operations, contextEquals, contextSubset }: KeyGrant): string =>
  [
    `${operations.toSorted().join(', ')} to ${grantee}`,
    ...(contextEquals ? [`with the encryption context ${contextText(contextEquals)}`] : []),
    ...(contextSubset ? [`with an encryption context that holds ${contextText(contextSubset)}`] : []),
  ].join(' ')

/** What the records of log groups, buckets and keys mean. */
export const DESTINATION_MEANINGS: Pick<
  Meanings,
  | 'logGroups'
  | 'buckets'
  | 'bucketPolicies'
  | 'bucketEncryption'
  | 'bucketVersioning'
  | 'bucketLifecycle'
  | 'bucketPublicAccess'
  | 'bucketWebsites'
  | 'keys'
  | 'keyPolicies'
  | 'keyGrants'
  | 'keyRotation'
> = {
  logGroups: byField<LogGroup>({
    name: ignored,
    arn: value,
    kmsKeyId: key,
    retentionInDays: value,
    class: value,
    createdAt: ignored,
  }),
  buckets: byField<Bucket>({ name: value, region: value, own: value, ownedAsDeclared: value }),
  bucketPolicies: byField<BucketPolicy>({ bucket: ignored, document: policy }),
  bucketEncryption: byField<BucketEncryption>({ bucket: ignored, algorithm: value, keyId: key }),
  bucketVersioning: byField<BucketVersioning>({ bucket: ignored, status: value }),
  bucketLifecycle: byField<BucketLifecycle>({
    bucket: ignored,
    expirations: setOf(({ prefix, days, date, narrowed }) =>
      [
        `objects under ${JSON.stringify(prefix)}`,
        ...(narrowed ? ['of certain tags or sizes'] : []),
        `expire ${date === undefined ? `after ${days} days` : `on ${date}`}`,
      ].join(' '),
    ),
  }),
  bucketPublicAccess: byField<BucketPublicAccess>({
    bucket: ignored,
    block: byName,
    // All of its settings are false then.
    unset: ignored,
    publicByPolicy: value,
    publicGrants: set,
  }),
  bucketWebsites: byField<BucketWebsite>({ bucket: ignored, serves: value }),
  // The names under which a key was asked for are not the key's.
  keys: byField<Key>({
    ref: ignored,
    arn: value,
    id: ignored,
    accountId: ignored,
    state: value,
    spec: value,
    usage: value,
    manager: value,
    origin: value,
    multiRegion: value,
    multiRegionKeyType: value,
  }),
  keyPolicies: byField<KeyPolicy>({ keyArn: ignored, document: policy }),
  keyGrants: byField<KeyGrants>({ keyArn: ignored, grants: setOf(grantText) }),
  keyRotation: byField<KeyRotation>({ keyArn: ignored, enabled: value }),
}
