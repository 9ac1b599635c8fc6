import { editInline, editShared, prefer } from '../../checks/policies.ts'
import { BUCKET, GROUP, preferencesContent } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { edited, withoutSession } from './changes.ts'
import { DOCUMENT, allNodes } from './words.ts'

export const SOUND_PREFERENCES: SoundAccounts = {
  'the healthy account': { alter: () => {} },
  'S3 alone': {
    alter: world => {
      prefer(world, {
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
      })
      world.records.logGroups = {}
      for (const sid of ['WriteSessionLogs', 'FindLogGroups']) {
        editShared(world, sid, () => undefined)
        editInline(world, sid, () => undefined)
      }
    },
    outcomes: allNodes('yes off yes yes'),
  },
  'CloudWatch Logs alone': {
    alter: world => {
      prefer(world, { s3BucketName: '', s3KeyPrefix: '', s3EncryptionEnabled: false })
      world.records.buckets = {}
      world.records.bucketPolicies = {}
      world.records.bucketEncryption = {}
      for (const sid of ['Archive', 'ReadBucketEncryption']) {
        editShared(world, sid, () => undefined)
        editInline(world, sid, () => undefined)
      }
    },
    outcomes: allNodes('yes yes off yes'),
  },
  'streaming and encryption off: DescribeLogGroups is not needed': {
    alter: world => {
      prefer(world, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
      editShared(world, 'FindLogGroups', () => undefined)
      editInline(world, 'FindLogGroups', () => undefined)
    },
    tells: [
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`,
    ],
  },
  'streaming off, encryption on': {
    alter: world => prefer(world, { cloudWatchStreamingEnabled: false }),
    tells: [`low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`],
  },
  'no session key': {
    alter: world => {
      prefer(world, { kmsKeyId: '' })
      withoutSession(world)
    },
    tells: [`low preferences/session-key-set ${DOCUMENT} kmsKeyId`],
    outcomes: allNodes('yes yes yes off'),
  },
  'a group with default encryption, the flag off': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
  },
  'the flags on and the names empty, as the documentation prints it': {
    alter: world => {
      prefer(world, {
        s3BucketName: '',
        s3KeyPrefix: '',
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: false,
        kmsKeyId: '',
        idleSessionTimeout: '',
        maxSessionDuration: '',
      })
      world.declared = { preferences: { cloudWatchLogGroupName: '', s3BucketName: '' } }
    },
    tells: [
      `info preferences/timeouts-set ${DOCUMENT} idleSessionTimeout`,
      `low preferences/session-key-set ${DOCUMENT} kmsKeyId`,
      `low preferences/timeouts-set ${DOCUMENT} maxSessionDuration`,
    ],
    outcomes: allNodes('yes off off off'),
  },
  'flags that are absent, destinations without them': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) {
        document.default.content = JSON.stringify({
          schemaVersion: '1.0',
          sessionType: 'Standard_Stream',
          inputs: { cloudWatchLogGroupName: GROUP, s3BucketName: BUCKET, s3KeyPrefix: 'sessions' },
        })
      }
    },
    tells: [
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `info preferences/schema-valid ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `info preferences/schema-valid ${DOCUMENT} cloudWatchStreamingEnabled`,
      `info preferences/schema-valid ${DOCUMENT} runAsEnabled`,
      `info preferences/schema-valid ${DOCUMENT} s3EncryptionEnabled`,
      `info preferences/timeouts-set ${DOCUMENT} idleSessionTimeout`,
      `low preferences/session-key-set ${DOCUMENT} kmsKeyId`,
      `low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`,
      `low preferences/timeouts-set ${DOCUMENT} maxSessionDuration`,
    ],
    outcomes: allNodes('yes yes yes off'),
  },
  'flags written as strings, read by new agents': {
    alter: world =>
      prefer(world, {
        s3EncryptionEnabled: 'true',
        cloudWatchEncryptionEnabled: 'true',
        runAsEnabled: 'false',
      }),
    tells: [
      `low preferences/schema-valid ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `low preferences/schema-valid ${DOCUMENT} runAsEnabled`,
      `low preferences/schema-valid ${DOCUMENT} s3EncryptionEnabled`,
    ],
  },
  'a field that is newer than this version': {
    alter: world => prefer(world, { auditTrailDestination: 'none' }),
    tells: [`info preferences/schema-valid ${DOCUMENT} auditTrailDestination`],
  },
  'a prefix with a trailing slash': { alter: world => prefer(world, { s3KeyPrefix: 'sessions/' }) },
  'a prefix with doubled slashes': {
    alter: world => {
      prefer(world, { s3KeyPrefix: 'sessions//apac///' })
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/sessions/apac/*` })
    },
  },
  'no prefix, and a policy on the whole bucket': {
    alter: world => {
      prefer(world, { s3KeyPrefix: '' })
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/*` })
    },
  },
  'a broader prefix in the policy': {
    alter: world => {
      prefer(world, { s3KeyPrefix: 'sessions/ap-southeast-1/prod' })
    },
  },
  'a log group that keeps its events for ever': {
    alter: world => {
      delete world.records.logGroups[GROUP]?.retentionInDays
    },
    tells: [`low logs/retention-set ${GROUP} retentionInDays`],
  },
  'a latest version that differs in its description alone': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) {
        document.latest = {
          version: '4',
          content: preferencesContent({}, { description: 'Session Manager settings of the platform team' }),
        }
      }
    },
    tells: [`low preferences/default-version-current ${DOCUMENT}`],
  },
  'a document with a profile, run as and limits': {
    alter: world =>
      prefer(world, {
        runAsEnabled: true,
        runAsDefaultUser: 'ops',
        idleSessionTimeout: '60',
        maxSessionDuration: '1440',
        shellProfile: { linux: 'exec bash\ncd "$HOME"', windows: 'Get-Date' },
      }),
  },
}
