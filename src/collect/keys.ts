import { DescribeKeyCommand, type KeyMetadata } from '@aws-sdk/client-kms'
import type { Key } from '../core/records.ts'
import type { Gap } from '../core/snapshot.ts'
import type { Clients } from './clients.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { gapFrom, passedOn, readEach, withGaps } from './loaded.ts'
import { bucketsToName, namedIn } from './names.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const DESCRIBE = 'kms:DescribeKey'

/**
 * The keys that preferences, log groups, buckets and the config refer to, by the reference as it is written there and by
 * their ARNs: a log group that is given one has it by its ARN.
 */
export const keys: RegionCollector<'keys'> = {
  actions: [DESCRIBE],
  startsFrom: ['preferencesDocuments'],
  load: async source => {
    const documents = await source.load('preferencesDocuments')
    const refs = new Map([
      ...(await bucketRefs(source)),
      ...(await groupRefs(source)),
      ...declaredRefs(source),
      ...namedIn(documents, inputs => inputs.kmsKeyId).map(ref => [ref, source.clients] as const),
    ])
    const loaded = await readEach(
      'keys',
      refs.keys(),
      [DESCRIBE],
      ref => key(refs.get(ref) ?? source.clients, ref),
      (ref, error) => keyGap(source, gapFrom('keys', error, [DESCRIBE], ref), ref),
    )
    return withGaps(passedOn('keys', documents.gaps, 'no ids'), {
      ...loaded,
      records: { ...byArn(loaded.records), ...loaded.records },
    })
  },
}

const byArn = (records: Readonly<Record<string, Key>>): Readonly<Record<string, Key>> =>
  Object.fromEntries(Object.values(records).map(key => [key.arn, { ...key, ref: key.arn }]))

/** A failed read of a key; where its ARN names another account, that account's business. */
export const keyGap = ({ accountId }: RegionSource, gap: Gap, arn: string): Gap => {
  const account = /^arn:[^:]*:kms:[^:]*:(\d{12}):/.exec(arn)?.[1]
  return account !== undefined && account !== accountId ? { ...gap, foreign: true } : gap
}

type Refs = readonly (readonly [string, Clients])[]

const groupRefs = async (source: RegionSource): Promise<Refs> => {
  if (!source.wants('logGroups')) return []
  const { records } = await source.load('logGroups')
  return Object.values(records).flatMap(({ kmsKeyId }) =>
    kmsKeyId ? [[kmsKeyId, source.clients] as const] : [],
  )
}

/** A key that is declared is held against the one in use, which may go by another name. */
const declaredRefs = (source: RegionSource): Refs => {
  const { preferences, logGroupKey } = source.declared
  return [preferences?.['kmsKeyId'], logGroupKey].flatMap(ref => {
    if (typeof ref !== 'string' || ref === '') return []
    return [[ref, source.clientsOf(regionOfArn(ref) ?? source.region)] as const]
  })
}

/** A bucket's key lives in the bucket's Region. */
const bucketRefs = async (source: RegionSource): Promise<Refs> => {
  if (!source.wants('bucketEncryption')) return []
  const [documents, encryption, buckets] = await Promise.all([
    source.load('preferencesDocuments'),
    source.account.load('bucketEncryption'),
    source.account.load('buckets'),
  ])
  const named = namedIn(documents, inputs => inputs.s3BucketName)
  return [...named, ...bucketsToName(source, [source.declared], named)].flatMap(name => {
    const ref = encryption.records[name]?.keyId
    if (ref === undefined) return []
    const region = regionOfArn(ref) ?? buckets.records[name]?.region ?? source.region
    return [[ref, source.clientsOf(region)] as const]
  })
}

/** The Region that a KMS ARN names. */
export const regionOfArn = (arn: string): string | undefined => /^arn:[^:]*:kms:([^:]+):/.exec(arn)?.[1]

const key = async ({ kms }: Clients, ref: string): Promise<Key | undefined> => {
  const answer = await unlessAbsent(
    ask(DESCRIBE, ['KeyMetadata'], () => kms.send(new DescribeKeyCommand({ KeyId: ref }))),
    'NotFoundException',
    // A reference that no key can have.
    'InvalidArnException',
    'ValidationException',
  )
  return answer && record(ref, answer.KeyMetadata)
}

const record = (ref: string, found: KeyMetadata): Key => {
  const { Arn: arn, KeyId: id, KeyState: state } = found
  const keyType = found.MultiRegionConfiguration?.MultiRegionKeyType
  const accountId = found.AWSAccountId ?? arn?.split(':')[4]
  if (!arn || !id || !accountId || !state)
    throw malformed(DESCRIBE, 'holds a key without its ARN, account or state')
  return {
    ref,
    arn,
    id,
    accountId,
    state,
    spec: found.KeySpec ?? 'SYMMETRIC_DEFAULT',
    usage: found.KeyUsage ?? 'ENCRYPT_DECRYPT',
    manager: found.KeyManager ?? 'CUSTOMER',
    ...(found.Origin && { origin: found.Origin }),
    ...(found.MultiRegion !== undefined && { multiRegion: found.MultiRegion }),
    ...(keyType && { multiRegionKeyType: keyType }),
  }
}
