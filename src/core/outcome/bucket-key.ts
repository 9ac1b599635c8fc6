import type { Reading } from '../access.ts'
import type { JudgedNode, S3Destination } from '../kinds.ts'
import type { Key } from '../records.ts'
import { bucketKeyAccess, keyElsewhere, ownBucketKeyAccess } from '../session/bucket-key.ts'
import { isPassing } from '../session/key-state.ts'
import { grantsOf } from './encryption.ts'
import { fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { mayAccess, mayCall } from './permission.ts'

export const BUCKET_KEY = ['s3/key-access']

/**
 * Whether an upload gets a data key from the key by which the bucket encrypts: S3 asks for it in the name of the role.
 * The key that S3 itself keeps for the account lets everybody in it who may upload, and nobody else.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const mayUseBucketKey = (
  reading: Reading,
  node: JudgedNode,
  { bucket, foreign }: S3Destination,
): Fact => {
  const { algorithm, keyId } = reading.records('bucketEncryption')[bucket] ?? {}
  if (!algorithm?.startsWith('aws:kms')) return HOLDS
  if (keyId === undefined) return foreign ? fails(BUCKET_KEY) : HOLDS
  const elsewhere = keyElsewhere(keyId, reading.world.scope)
  const own = elsewhere
    ? mayAccess(reading, node, ownBucketKeyAccess(elsewhere, reading.world.scope), BUCKET_KEY)
    : HOLDS
  if (own.holds === 'no') return own
  const key = reading.records('keys')[keyId]
  if (!key) return fails(BUCKET_KEY)
  if (key.state !== 'Enabled') return isPassing(key.state) ? undecided(BUCKET_KEY) : fails(BUCKET_KEY)
  if (key.manager === 'AWS') return foreign ? fails(BUCKET_KEY) : HOLDS
  return firstObstacle([own, mayGenerate(reading, node, key)])
}

const mayGenerate = (reading: Reading, node: JudgedNode, key: Key): Fact => {
  const side = { policy: reading.records('keyPolicies')[key.arn], grants: grantsOf(reading, key.arn) }
  const { call } = bucketKeyAccess(key, side, reading.world.scope)
  return mayCall(reading, node, { action: 'kms:GenerateDataKey', ...call }, BUCKET_KEY)
}
