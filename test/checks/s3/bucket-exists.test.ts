import check from '../../../checks/s3/bucket-exists.ts'
import { BUCKET, DB, HYBRID, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { prefer, preferLater } from '../policies.ts'

const LOST =
  'sessions open and leave no log in S3, without an error, while the console still shows a link to it'

testCheck(check, {
  'the bucket is gone and encryption is required': {
    break: world => delete world.records.buckets[BUCKET],
    finds: [
      {
        subject: BUCKET,
        message: `bucket ${BUCKET} does not exist: every session is refused, with the words "unable to validate encryption on Amazon S3 bucket … NoSuchBucket"`,
        severity: 'critical',
        about: 's3BucketName',
        affects: [WEB, DB, HYBRID],
        fixable: false,
      },
    ],
  },
  'the bucket is gone and encryption is not required': {
    break: world => {
      prefer(world, { s3EncryptionEnabled: false })
      delete world.records.buckets[BUCKET]
    },
    finds: [{ subject: BUCKET, message: `bucket ${BUCKET} does not exist: ${LOST}`, severity: 'high' }],
  },
  'an address instead of a name': {
    break: world => prefer(world, { s3BucketName: `s3://${BUCKET}`, s3EncryptionEnabled: false }),
    finds: [`s3://${BUCKET}: bucket s3://${BUCKET} does not exist: ${LOST} (no bucket can have that name)`],
  },
  'the latest version names another bucket': {
    break: world => preferLater(world, { s3BucketName: 'session-archive-new' }),
    finds: [
      {
        subject: 'session-archive-new',
        verdict: 'unknown',
        about: 's3BucketName session-archive-new/sessions',
      },
    ],
  },
  'a refusal is not absence': {
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
    finds: [],
  },
  'the preferences name no bucket': {
    break: world => {
      prefer(world, { s3BucketName: '' })
      delete world.records.buckets[BUCKET]
    },
    finds: [],
  },
})
