import { addInline, editShared, prefer } from '../../checks/policies.ts'
import { ACCOUNT, GROUP, GROUP_KEY, HYBRID, REGION, WEB, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { edit, key } from './breaks.ts'
import { CW, DOCUMENT, GROUP_ARN, foldedPerRole, onAll, perRole } from './words.ts'

export const LOG_GROUP_BROKEN: BrokenAccounts = {
  // the log group
  'a policy that lists the named group alone, as guides print it': {
    alter: world => edit(world, 'FindLogGroups', { Resource: GROUP_ARN }),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'the same with streaming and without encryption': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      edit(world, 'FindLogGroups', { Resource: [GROUP_ARN, `${GROUP_ARN}:*`] })
    },
    roots: [
      ...perRole('high logs/describe-log-groups', 'logs:DescribeLogGroups'),
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
    ],
    outcomes: onAll('yes no yes yes'),
  },
  'a policy that lists groups by a prefix': {
    alter: world =>
      editShared(world, 'FindLogGroups', statement => ({
        ...statement,
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/*`,
      })),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups', ['hybrid-node', 'web']),
    outcomes: { [WEB]: 'no no yes yes', [HYBRID]: 'no no yes yes' },
    sees: { [WEB]: CW, [HYBRID]: CW },
  },
  'a policy that lists groups by a tag, which the call never has': {
    alter: world =>
      edit(world, 'FindLogGroups', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'ops' } } }),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'another group in the policies': {
    alter: world =>
      edit(world, 'WriteSessionLogs', {
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-sessions-prod:*`,
      }),
    roots: [
      'high logs/log-group-arn-match db session-logging-inline WriteSessionLogs',
      'high logs/log-group-arn-match hybrid-node session-logging WriteSessionLogs',
      'high logs/log-group-arn-match web session-logging WriteSessionLogs',
    ],
    outcomes: onAll('yes no yes yes'),
  },
  'the group without :*': {
    alter: world =>
      editShared(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: [GROUP_ARN] })),
    roots: perRole('high logs/log-group-arn-match', 'session-logging WriteSessionLogs', [
      'hybrid-node',
      'web',
    ]),
    outcomes: { [WEB]: 'yes no yes yes', [HYBRID]: 'yes no yes yes' },
  },
  'no right to write': {
    alter: world => edit(world, 'WriteSessionLogs', undefined),
    roots: perRole('high logs/write-permissions', 'logs:CreateLogStream'),
    outcomes: onAll('yes no yes yes'),
  },
  'no right to put events': {
    alter: world =>
      edit(world, 'WriteSessionLogs', { Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams'] }),
    roots: perRole('high logs/write-permissions', 'logs:PutLogEvents'),
    outcomes: onAll('yes no yes yes'),
  },
  'a Deny on writing': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Sid: 'NoLogs',
        Effect: 'Deny',
        Action: 'logs:PutLogEvents',
        Resource: '*',
      }),
    roots: ['high logs/write-permissions web identity policy guard NoLogs'],
    outcomes: { [WEB]: 'yes no yes yes' },
  },
  'no log group, where encryption is required': {
    alter: world => {
      world.records.logGroups = {}
    },
    roots: [`critical logs/log-group-exists ${GROUP} absent`],
    folded: [`logs/log-group-encrypted ${GROUP} <- logs/log-group-exists ${GROUP}`],
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'no log group': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      world.records.logGroups = {}
    },
    roots: [`high logs/log-group-exists ${GROUP} absent`],
    outcomes: onAll('yes no yes yes'),
  },
  'preferences that name what nobody else does': {
    alter: world =>
      prefer(world, {
        cloudWatchLogGroupName: '/aws/ssm/onetime-session-dev',
        cloudWatchEncryptionEnabled: false,
      }),
    roots: ['high logs/log-group-exists /aws/ssm/onetime-session-dev majority'],
    folded: foldedPerRole('logs/log-group-arn-match', 'logs/log-group-exists /aws/ssm/onetime-session-dev'),
    outcomes: onAll('yes no yes yes'),
  },
  'a group without a key, where encryption is required': {
    alter: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`critical logs/log-group-encrypted ${GROUP} kmsKeyId`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(CW),
  },
  "a group's key that shuts the logs service out": {
    alter: world => {
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[GROUP_KEY] = { keyArn: GROUP_KEY, document: policyDocument([root]) }
    },
    roots: [`high logs/key-allows-logs-service ${GROUP} key policy`],
    outcomes: onAll('yes no yes yes'),
  },
  "a group's key that is off": {
    alter: world => key(world, GROUP_KEY, { state: 'Disabled' }),
    roots: [`high logs/key-allows-logs-service ${GROUP} state`],
    outcomes: onAll('yes no yes yes'),
  },
}
