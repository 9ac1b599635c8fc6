import { prefer } from '../../checks/policies.ts'
import { BUCKET, GROUP, preferencesContent } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { core, noBucketAtAll } from './breaks.ts'
import { CW, DOCUMENT, GROUP_ARN, HANG, foldedPerRole, noBucket, onAll } from './words.ts'

export const PREFERENCES_BROKEN: BrokenAccounts = {
  // the preferences
  'no preferences': {
    alter: world => {
      world.records.preferencesDocuments = {}
    },
    roots: [`high preferences/document-exists ${DOCUMENT}`],
    folded: [`preferences/logging-enabled ${DOCUMENT} <- preferences/document-exists ${DOCUMENT}`],
    outcomes: onAll('yes off off off'),
  },
  'preferences without a destination': {
    alter: world => prefer(world, { s3BucketName: '', cloudWatchLogGroupName: '' }),
    roots: [`high preferences/logging-enabled ${DOCUMENT}`],
    outcomes: onAll('yes off off yes'),
  },
  'an ARN for a group, where encryption is required': {
    alter: world => prefer(world, { cloudWatchLogGroupName: `${GROUP_ARN}:*` }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchLogGroupName`],
    folded: [
      `logs/log-group-encrypted ${GROUP_ARN}:* <- preferences/schema-valid ${DOCUMENT}`,
      `logs/log-group-exists ${GROUP_ARN}:* <- preferences/schema-valid ${DOCUMENT}`,
      ...foldedPerRole('logs/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'an ARN for a bucket, where encryption is required': {
    alter: world => {
      prefer(world, { s3BucketName: `arn:aws:s3:::${BUCKET}` })
      noBucketAtAll(world)
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} s3BucketName`],
    folded: [
      `s3/bucket-exists arn:aws:s3:::${BUCKET} <- preferences/schema-valid ${DOCUMENT}`,
      ...foldedPerRole('s3/encryption-readable', `preferences/schema-valid ${DOCUMENT}`),
      ...foldedPerRole('s3/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('no yes no yes'),
    sees: onAll(noBucket('NoSuchBucket …')),
  },
  'a field that is spelt wrong': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      const content = preferencesContent({ s3BucketName: '' })
      if (document)
        document.default.content = content.replace('cloudWatchLogGroupName', 'cloudwatchLogGroupName')
    },
    roots: [`high preferences/schema-valid ${DOCUMENT} cloudwatchLogGroupName`],
    folded: [`preferences/logging-enabled ${DOCUMENT} <- preferences/schema-valid ${DOCUMENT}`],
    outcomes: onAll('yes off off yes'),
  },
  'streaming written as a string': {
    alter: world => prefer(world, { cloudWatchStreamingEnabled: 'true' }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchStreamingEnabled`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(HANG),
  },
  'streaming written as a string, and a role that may not open data channels': {
    alter: world => {
      prefer(world, { cloudWatchStreamingEnabled: 'true' })
      core(world, 'ssm:UpdateInstanceInformation', 'ssmmessages:*ControlChannel')
    },
    roots: [
      'critical identity/core-permissions web ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel',
      `critical preferences/schema-valid ${DOCUMENT} cloudWatchStreamingEnabled`,
    ],
    outcomes: onAll('no yes yes yes'),
    // The node reads the document before it opens the channel.
    sees: onAll(HANG),
  },
  'a group name that is no text': {
    alter: world => prefer(world, { cloudWatchLogGroupName: [GROUP] }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchLogGroupName`],
    outcomes: onAll('no off yes yes'),
    sees: onAll(HANG),
  },
  'a schema version that no agent knows': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = preferencesContent({}, { schemaVersion: '2.2' })
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} schemaVersion`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(
      'schemaVersion is not supported by this version of ssm agent, please update to latest version',
    ),
  },
  'a document that is not JSON': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = '{"schemaVersion": "1.0",'
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} content`],
    folded: ['logging-enabled', 'session-key-set', 'timeouts-set', 'timeouts-set'].map(
      check => `preferences/${check} ${DOCUMENT} <- preferences/schema-valid ${DOCUMENT}`,
    ),
    outcomes: onAll('no off off off'),
    sees: onAll(HANG),
  },
  'port sessions by default': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = preferencesContent({}, { sessionType: 'Port' })
    },
    roots: [`high preferences/schema-valid ${DOCUMENT} sessionType`],
    outcomes: onAll('yes no no no'),
  },
  'run as root': {
    alter: world => prefer(world, { runAsEnabled: true, runAsDefaultUser: 'root' }),
    roots: [`high preferences/run-as-user ${DOCUMENT} runAsDefaultUser`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll('Unable to start command: invalid uid and gid'),
  },
  'run as somebody who cannot be': {
    alter: world => prefer(world, { runAsEnabled: true, runAsDefaultUser: 'ec2 user' }),
    roots: [`high preferences/run-as-user ${DOCUMENT} runAsDefaultUser`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll('Unable to start command: failed to start pty since RunAs user ec2 user does not exist'),
  },
  'run as whomever a tag names': {
    alter: world => prefer(world, { runAsEnabled: true, runAsDefaultUser: '' }),
    roots: [`high? preferences/run-as-user ${DOCUMENT} runAsDefaultUser`],
    outcomes: onAll('unknown yes yes yes'),
  },
}
