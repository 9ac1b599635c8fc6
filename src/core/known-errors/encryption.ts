import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Told by the node when the records or the session itself cannot be encrypted as the preferences demand. */
export const ENCRYPTION_ERRORS: readonly KnownError[] = [
  {
    id: 'log-group-encryption',
    text: "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption.",
    seenBy: 'node',
    patterns: [
      ['encryption is not set up on the selected CloudWatch Logs log group'],
      ['unable to validate encryption on CloudWatch Logs log group'],
    ],
    misleading:
      'The log group may well be encrypted: the agent says the same where the group does not exist, may not be listed, or cannot be reached.',
    means:
      'The preferences demand an encrypted log group, and the agent did not find one by that name that has a key.',
    causes: [
      session.GROUP_MISSING,
      session.GROUPS_HIDDEN,
      session.LOGS_THROTTLED,
      session.NO_WAY_TO_LOGS,
      session.GROUP_UNENCRYPTED,
    ],
  },
  {
    id: 'bucket-encryption',
    text: "We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket. Either encrypt the bucket or choose an option to enable logging without encryption.",
    seenBy: 'node',
    patterns: [['encryption is not set up on the selected Amazon S3 bucket']],
    misleading:
      'Every bucket is encrypted since 2023: this one is encrypted in a way that the agent does not know.',
    means: 'The agent counts AES256 and aws:kms as encryption, and nothing else.',
    causes: [
      {
        cause: "the bucket's default encryption is aws:kms:dsse",
        checks: ['s3/bucket-encryption-supported'],
        remedy: "Set the bucket's default to aws:kms, or switch s3EncryptionEnabled off.",
      },
      session.BUCKET_UNREADABLE,
    ],
  },
  {
    id: 'bucket-encryption-denied',
    text: "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: AccessDenied: …",
    seenBy: 'node',
    patterns: [
      ['unable to validate encryption on Amazon S3 bucket', 'AccessDenied'],
      ['unable to validate encryption on Amazon S3 bucket', 'not authorized'],
    ],
    means: 'The preferences demand an encrypted bucket, and the node may not look whether it is.',
    causes: [
      session.BUCKET_UNREADABLE,
      { ...session.LAYER_DENIES, checks: ['network/endpoint-policy', 's3/bucket-policy'] },
      {
        ...session.BUCKET_MISSING,
        cause: "the bucket is another account's: its name is taken, and the policy there lets nobody in",
        checks: ['s3/bucket-owner'],
      },
      node.STATIC_CREDENTIALS,
    ],
  },
  {
    id: 'bucket-encryption-no-bucket',
    text: "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: NoSuchBucket: The specified bucket does not exist",
    seenBy: 'node',
    patterns: [['unable to validate encryption on Amazon S3 bucket', 'NoSuchBucket']],
    means: 'The bucket of the preferences is not there.',
    causes: [session.BUCKET_MISSING],
  },
  {
    id: 'bucket-encryption-unreachable',
    text: "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: RequestError: send request failed",
    seenBy: 'node',
    patterns: [['unable to validate encryption on Amazon S3 bucket', 'RequestError: send request failed']],
    means: 'The node cannot reach S3; the screen was blank before.',
    causes: [session.NO_WAY_TO_S3],
  },
  {
    id: 'bucket-encryption-unknown',
    text: "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: …",
    seenBy: 'node',
    general: true,
    patterns: [['unable to validate encryption on Amazon S3 bucket']],
    means: 'The preferences demand an encrypted bucket, and the agent could not look whether it is.',
    causes: [session.BUCKET_UNREADABLE, session.BUCKET_MISSING, session.NO_WAY_TO_S3],
  },
]
