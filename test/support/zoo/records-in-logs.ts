import { editShared, prefer } from '../../checks/policies.ts'
import { ACCOUNT, DB, GROUP, GROUP_KEY, HYBRID, policyDocument, REGION, WEB } from '../healthy.ts'
import { broken, onEach, type Causes } from './cause.ts'
import { CLOUDWATCH_NOT_ENCRYPTED } from './words.ts'

const ALL = [WEB, DB, HYBRID]
/** The nodes of the two roles that share one policy. */
const SHARED = [WEB, HYBRID]
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
const OTHER_GROUP = '/aws/ssm/onetime-session-dev'

const ROOT = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}

/** What keeps records from CloudWatch Logs. */
export const LOGS: Causes = {
  'log-groups-listed-by-name': {
    number: 4,
    world: broken(world =>
      editShared(world, 'FindLogGroups', statement => ({ ...statement, Resource: GROUP_ARN })),
    ),
    names: ['logs/describe-log-groups hybrid-node', 'logs/describe-log-groups web'],
    hurt: onEach(SHARED, 'no no yes yes'),
    sees: onEach(SHARED, CLOUDWATCH_NOT_ENCRYPTED),
  },
  'log-group-differs-in-the-policy': {
    number: 6,
    world: broken(world =>
      editShared(world, 'WriteSessionLogs', statement => ({
        ...statement,
        Resource: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${OTHER_GROUP}:*`],
      })),
    ),
    names: ['logs/log-group-arn-match hybrid-node', 'logs/log-group-arn-match web'],
    hurt: onEach(SHARED, 'yes no yes yes'),
  },
  'log-group-differs-in-the-preferences': {
    number: 6,
    world: broken(world =>
      prefer(world, { cloudWatchLogGroupName: OTHER_GROUP, cloudWatchEncryptionEnabled: false }),
    ),
    names: [`logs/log-group-exists ${OTHER_GROUP}`],
    folded: ['db', 'hybrid-node', 'web'].map(
      role => `logs/log-group-arn-match ${role} <- logs/log-group-exists ${OTHER_GROUP}`,
    ),
    hurt: onEach(ALL, 'yes no yes yes'),
  },
  'log-group-key-shuts-logs-out': {
    number: 25,
    world: broken(world => {
      world.records.keyPolicies[GROUP_KEY] = { keyArn: GROUP_KEY, document: policyDocument([ROOT]) }
    }),
    names: [`logs/key-allows-logs-service ${GROUP}`],
    hurt: onEach(ALL, 'yes no yes yes'),
  },
  'log-group-not-encrypted': {
    number: 30,
    world: broken(world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
    }),
    names: [`logs/log-group-encrypted ${GROUP}`],
    hurt: onEach(ALL, 'no yes yes yes'),
    sees: onEach(ALL, CLOUDWATCH_NOT_ENCRYPTED),
  },
  'log-group-deleted': {
    number: 31,
    world: broken(world => {
      world.records.logGroups = {}
    }),
    names: [`logs/log-group-exists ${GROUP}`],
    folded: [`logs/log-group-encrypted ${GROUP} <- logs/log-group-exists ${GROUP}`],
    hurt: onEach(ALL, 'no no yes yes'),
    sees: onEach(ALL, CLOUDWATCH_NOT_ENCRYPTED),
  },
}
