import { preferLater } from '../../checks/policies.ts'
import { GROUP } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { edit } from './breaks.ts'
import { DOCUMENT, foldedPerRole, followsVersion, onAll, perRole } from './words.ts'

export const VERSIONS_BROKEN: BrokenAccounts = {
  'a latest version that names another group': {
    alter: world => preferLater(world, { cloudWatchLogGroupName: '/aws/ssm/other-team' }),
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [
      ...foldedPerRole('logs/log-group-arn-match', `preferences/default-version-current ${DOCUMENT}`),
      `logs/log-group-encrypted /aws/ssm/other-team <- preferences/default-version-current ${DOCUMENT}`,
      `logs/log-group-exists /aws/ssm/other-team <- preferences/default-version-current ${DOCUMENT}`,
    ],
    outcomes: onAll('unknown unknown yes yes'),
  },
  'a latest version that agrees in all that matters but one flag': {
    alter: world => preferLater(world, { cloudWatchStreamingEnabled: false }),
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [followsVersion('streaming-enabled')],
  },
  'a latest version that the agent cannot parse': {
    alter: world => preferLater(world, { cloudWatchStreamingEnabled: 'true' }),
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [followsVersion('schema-valid')],
    outcomes: onAll('unknown yes yes yes'),
  },
  'a flag in one version alone, and a group without a key': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [`logs/log-group-encrypted ${GROUP} <- preferences/default-version-current ${DOCUMENT}`],
    outcomes: onAll('unknown yes yes yes'),
  },
  'a flag in one version alone, and roles that may not read how the bucket encrypts': {
    alter: world => {
      preferLater(world, { s3EncryptionEnabled: false })
      edit(world, 'ReadBucketEncryption', undefined)
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: foldedPerRole('s3/encryption-readable', `preferences/default-version-current ${DOCUMENT}`),
    outcomes: onAll('unknown yes yes yes'),
  },
  'streaming and encryption in one version alone, and roles that may not list groups': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false, cloudWatchStreamingEnabled: false })
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [
      ...foldedPerRole('logs/describe-log-groups', `preferences/default-version-current ${DOCUMENT}`),
      followsVersion('log-encryption-required'),
      followsVersion('streaming-enabled'),
    ],
    outcomes: onAll('unknown unknown yes yes'),
  },
  'encryption in one version, streaming in both, and roles that may not list groups': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [
      `medium preferences/default-version-current ${DOCUMENT}`,
      ...perRole('high logs/describe-log-groups', 'logs:DescribeLogGroups'),
    ],
    folded: [followsVersion('log-encryption-required')],
    outcomes: onAll('unknown no yes yes'),
  },
  'a flag in one version alone, and no log group': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      world.records.logGroups = {}
    },
    roots: [
      `high logs/log-group-exists ${GROUP} absent`,
      `medium preferences/default-version-current ${DOCUMENT}`,
    ],
    folded: [`logs/log-group-encrypted ${GROUP} <- logs/log-group-exists ${GROUP}`],
    outcomes: onAll('unknown no yes yes'),
  },
}
