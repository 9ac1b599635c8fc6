import { prefer } from '../../checks/policies.ts'
import { BUCKET, GROUP, SESSION_KEY, policyDocument } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import type { BrokenAccounts } from './broken.ts'
import { CW, DOCUMENT, foldedPerRole, noBucket, noDataKey, onAll } from './words.ts'

const DECLARED = `preferences/as-declared ${DOCUMENT}`

/** Preferences that say something else than the config declares, and what follows from that. */
const drifted = (
  world: BreakableWorld,
  field: string,
  value: string | boolean,
  declared: string | boolean,
): void => {
  prefer(world, { [field]: value })
  world.declared = { preferences: { [field]: declared } }
}

export const DECLARED_BROKEN: BrokenAccounts = {
  'a group that drifted to one that is not there': {
    alter: world => drifted(world, 'cloudWatchLogGroupName', '/gone', GROUP),
    roots: [`critical ${DECLARED} cloudWatchLogGroupName`],
    folded: [
      `logs/log-group-exists /gone <- ${DECLARED}`,
      `logs/log-group-encrypted /gone <- ${DECLARED}`,
      ...foldedPerRole('logs/log-group-arn-match', DECLARED),
    ],
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'a group that drifted to another that is there': {
    alter: world => {
      drifted(world, 'cloudWatchLogGroupName', `${GROUP}-2`, GROUP)
      const group = world.records.logGroups[GROUP]
      if (!group) return
      const arn = `${group.arn}-2`
      world.records.logGroups[`${GROUP}-2`] = { ...group, name: `${GROUP}-2`, arn }
      const key = world.records.keyPolicies[group.kmsKeyId ?? '']
      if (key) key.document = key.document.replace(`${GROUP}"`, `${GROUP}*"`).replace('ArnEquals', 'ArnLike')
    },
    roots: [`high ${DECLARED} cloudWatchLogGroupName`],
    folded: foldedPerRole('logs/log-group-arn-match', DECLARED),
    outcomes: onAll('yes no yes yes'),
  },
  'a flag that drifted, and a group without a key': {
    alter: world => {
      drifted(world, 'cloudWatchEncryptionEnabled', true, false)
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`critical ${DECLARED} cloudWatchEncryptionEnabled`],
    folded: [`logs/log-group-encrypted ${GROUP} <- ${DECLARED}`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(CW),
  },
  'a bucket that drifted to one that is not there': {
    alter: world => {
      drifted(world, 's3BucketName', 'gone-bucket', BUCKET)
      for (const role of Object.values(world.records.roles)) role.inline['all'] = ALL_OBJECTS
    },
    roots: [`critical ${DECLARED} s3BucketName`],
    folded: [`s3/bucket-exists gone-bucket <- ${DECLARED}`],
    outcomes: onAll('no yes no yes'),
    sees: onAll(noBucket('NoSuchBucket …')),
  },
  'a key that drifted to one that is not there': {
    alter: world => drifted(world, 'kmsKeyId', 'alias/gone', SESSION_KEY),
    roots: [`critical ${DECLARED} kmsKeyId`],
    folded: [`kms/key-usable alias/gone <- ${DECLARED}`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('NotFoundException')),
  },
}

const ALL_OBJECTS = policyDocument([
  { Effect: 'Allow', Action: ['s3:PutObject*', 's3:GetEncryptionConfiguration'], Resource: '*' },
])
