import check from '../../../checks/s3/bucket-owner.ts'
import { ACCOUNT, BUCKET } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const message = `bucket ${BUCKET} is not among the buckets of account ${ACCOUNT}: whoever owns it reads the records`
const stranger = (world: BreakableWorld): void => {
  const bucket = world.records.buckets[BUCKET]
  if (bucket) bucket.own = false
}

testCheck(check, {
  "a stranger's bucket that can be looked at": {
    break: stranger,
    finds: [{ subject: BUCKET, message, severity: 'high', about: 'owner', fixable: false }],
  },
  'a bucket that refuses and is not ours': {
    break: world => {
      delete world.records.buckets[BUCKET]
      world.gaps.push({
        kind: 'buckets',
        id: BUCKET,
        reason: '403 Forbidden',
        actions: ['s3:ListBucket'],
        foreign: true,
      })
    },
    finds: [{ subject: BUCKET, message, verdict: 'unknown', severity: 'info' }],
  },
  "a stranger's bucket that can be looked at, and keeps its policy to itself": {
    break: world => {
      stranger(world)
      delete world.records.bucketPolicies[BUCKET]
      world.gaps.push({
        kind: 'bucketPolicies',
        id: BUCKET,
        reason: '405 Method Not Allowed',
        actions: ['s3:GetBucketPolicy'],
        foreign: true,
      })
    },
    finds: [{ subject: BUCKET, message, severity: 'high' }],
  },
  'the archive that the config names': {
    break: world => {
      stranger(world)
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
  "an archive that is not the declared account's": {
    break: world => {
      stranger(world)
      Object.assign(world.records.buckets[BUCKET] ?? {}, { ownedAsDeclared: false })
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [
      {
        subject: BUCKET,
        message: `bucket ${BUCKET} is not account 999999999999's, whom the config declares as its owner: whoever owns it reads the records`,
        severity: 'high',
      },
    ],
  },
  "an archive that is the declared account's": {
    break: world => {
      stranger(world)
      Object.assign(world.records.buckets[BUCKET] ?? {}, { ownedAsDeclared: true })
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
  'a bucket of which S3 does not tell': {
    break: world => delete world.records.buckets[BUCKET]?.own,
    finds: [],
  },
})
