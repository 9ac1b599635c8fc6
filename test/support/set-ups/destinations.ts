import { editInline, editShared, prefer } from '../../checks/policies.ts'
import { BUCKET, GROUP, healthyWorld, policyDocument, TLS_ONLY } from '../healthy.ts'
import { ENDPOINTS } from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'
import { eachNode, WELL, type Row } from './set-up.ts'

const ARCHIVE_KINDS = [
  'buckets',
  'bucketPolicies',
  'bucketEncryption',
  'bucketVersioning',
  'bucketLifecycle',
  'bucketPublicAccess',
] as const

const withoutStatements = (world: BreakableWorld, ...sids: readonly string[]): void => {
  for (const sid of sids) {
    editShared(world, sid, () => undefined)
    editInline(world, sid, () => undefined)
  }
}

/** Every read of the bucket is refused by the account that owns it; ListBuckets was answered, and does not have it. */
const archiveElsewhere = (): BreakableWorld => {
  const world = healthyWorld()
  for (const kind of ARCHIVE_KINDS) {
    delete world.records[kind][BUCKET]
    world.gaps.push({ kind, id: BUCKET, reason: '403 Forbidden', actions: ['s3:ListBucket'], foreign: true })
  }
  return world
}

const declaredElsewhere = (): BreakableWorld => ({
  ...archiveElsewhere(),
  declared: { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] },
})

/** The owner of the bucket lets this account read how it is kept, and its roles write. */
const readableArchive = (): BreakableWorld => {
  const world = healthyWorld()
  const { records } = world
  Object.assign(records.buckets[BUCKET] ?? {}, { own: false })
  const allow = {
    Effect: 'Allow',
    Principal: { AWS: Object.values(records.roles).map(role => role.arn) },
    Action: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetEncryptionConfiguration'],
    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/sessions/*`],
  }
  records.bucketPolicies[BUCKET] = { bucket: BUCKET, document: policyDocument([TLS_ONLY, allow]) }
  return { ...world, declared: { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] } }
}

export const LOG_ARCHIVE: Row = {
  'the config declares whose bucket it is': {
    worlds: () => [declaredElsewhere()],
    outcomes: eachNode('unknown yes unknown yes'),
  },
  'the config declares it, and its owner lets it be read': {
    worlds: () => [readableArchive()],
    outcomes: eachNode(WELL),
  },
  'nobody declares it': {
    worlds: () => [archiveElsewhere()],
    unsure: [`info? s3/bucket-owner ${BUCKET} owner`],
    outcomes: eachNode('unknown yes unknown yes'),
  },
  'the session does not hang on how the bucket encrypts': {
    worlds: () => {
      const world = declaredElsewhere()
      prefer(world, { s3EncryptionEnabled: false })
      return [world]
    },
    outcomes: eachNode('yes yes unknown yes'),
  },
}

export const S3_ALONE: Row = {
  'no log group, no right to one, no endpoint of logs': {
    worlds: () => {
      const world = healthyWorld()
      prefer(world, {
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
      })
      world.records.logGroups = {}
      delete world.records.vpcEndpoints[ENDPOINTS.logs]
      withoutStatements(world, 'WriteSessionLogs', 'FindLogGroups')
      return [world]
    },
    outcomes: eachNode('yes off yes yes'),
  },
}

export const CLOUDWATCH_ALONE: Row = {
  'no bucket, no right to one, no endpoint of s3': {
    worlds: () => {
      const world = healthyWorld()
      prefer(world, { s3BucketName: '', s3KeyPrefix: '', s3EncryptionEnabled: false })
      for (const kind of ARCHIVE_KINDS) world.records[kind] = {}
      delete world.records.vpcEndpoints[ENDPOINTS.s3]
      withoutStatements(world, 'Archive', 'ReadBucketEncryption')
      return [world]
    },
    outcomes: eachNode('yes yes off yes'),
  },
}

export const DEFAULT_ENCRYPTION: Row = {
  'the group has the encryption of the service, and nobody demands another': {
    worlds: () => {
      const world = healthyWorld()
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
      return [world]
    },
    outcomes: eachNode(WELL),
  },
}
