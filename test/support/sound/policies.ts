import { addInline, bound } from '../../checks/policies.ts'
import { ACCOUNT, BUCKET, REGION, loggingStatements, policyDocument } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { bucketPolicy, edited, keyPolicy, logging, root } from './changes.ts'
import { GROUP_ARN, MAY_ERASE, TOO_MUCH } from './words.ts'

export const SOUND_POLICIES: SoundAccounts = {
  // policies
  'one statement that is no list, an action that is no list': {
    alter: world => logging(world, { Effect: 'Allow', Action: '*', Resource: '*' }),
    tells: TOO_MUCH,
  },
  'a policy of the 2008 version': {
    alter: world => logging(world, loggingStatements(), '2008-10-17'),
  },
  'wildcards in actions and resources': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: ['logs:Create*', 'logs:Put*', 'logs:Describe*'],
          Resource: 'arn:aws:logs:*:*:*',
        },
        { Effect: 'Allow', Action: ['s3:Put*', 's3:Get*'], Resource: 'arn:aws:s3:::session-archive-*' },
        { Effect: 'Allow', Action: 'kms:De*', Resource: `arn:aws:kms:*:${ACCOUNT}:key/*` },
      ]),
    tells: MAY_ERASE,
  },
  'question marks and another letter case in actions': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: 'LOGS:createlogstream',
          Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-sessions-???:*`,
        },
        { Effect: 'Allow', Action: 'logs:putLOGevents', Resource: `${GROUP_ARN}:log-stream:*` },
        {
          Effect: 'Allow',
          Action: 'logs:DescribeLogGroups',
          Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*:*`,
        },
        ...loggingStatements().slice(2),
      ]),
  },
  'everything but some services': {
    alter: world =>
      logging(world, [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }]),
    tells: TOO_MUCH,
  },
  'everything but some resources': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: ['logs:*', 's3:*', 'kms:*'],
          NotResource: ['arn:aws:s3:::payroll', 'arn:aws:s3:::payroll/*'],
        },
      ]),
    tells: MAY_ERASE,
  },
  'an administrator': {
    alter: world => {
      const arn = 'arn:aws:iam::aws:policy/AdministratorAccess'
      const document = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }])
      world.records.policies[arn] = { arn, name: 'AdministratorAccess', document }
      for (const role of Object.values(world.records.roles))
        Object.assign(role, { attached: [{ arn, name: 'AdministratorAccess' }], inline: {} })
    },
    tells: TOO_MUCH,
  },
  'the agent of CloudWatch beside session logs': {
    alter: world => {
      addInline(world, 'web', 'app-logs', {
        Sid: 'AppLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/web:*`,
      })
    },
  },
  'a right statement beside one that misses the group by a letter': {
    alter: world => {
      addInline(world, 'web', 'old-session-logs', {
        Sid: 'OldSessionLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-session-dev:*`,
      })
    },
  },
  'policies by variables': {
    alter: world => {
      for (const role of Object.values(world.records.roles)) role.tags = { team: 'sessions' }
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/\${aws:PrincipalTag/team}/*` })
    },
  },
  'the account and Region as conditions': {
    alter: world => {
      edited(world, 'WriteSessionLogs', {
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': REGION, 'aws:PrincipalAccount': ACCOUNT } },
      })
      edited(world, 'Archive', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })
    },
  },
  'the core actions by wildcards and for the own instance alone': {
    alter: world => {
      Object.assign(world.records.roles['db'] ?? {}, { attached: [] })
      addInline(
        world,
        'db',
        'core',
        {
          Effect: 'Allow',
          Action: 'ssm:UpdateInstanceInformation',
          Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/*`,
          Condition: { ArnLike: { 'ssm:SourceInstanceARN': `arn:aws:ec2:*:${ACCOUNT}:instance/i-*` } },
        },
        { Effect: 'Allow', Action: 'ssmmessages:*', Resource: '*' },
      )
    },
  },
  'a role with a path, which key and bucket name': {
    alter: world => {
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, root, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: 'kms:Decrypt',
        Resource: '*',
      })
      bucketPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      })
    },
  },
  'a boundary that allows': {
    alter: world => {
      for (const role of ['web', 'db', 'hybrid-node']) {
        bound(world, role, `limit-${role}`, { Effect: 'Allow', NotAction: ['iam:*', 'ec2:*'], Resource: '*' })
      }
    },
  },
  'a Deny that is about something else': {
    alter: world => {
      addInline(world, 'web', 'guard', {
        Effect: 'Deny',
        Action: ['logs:Delete*', 's3:Delete*'],
        Resource: '*',
      })
      addInline(world, 'db', 'guard', {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': [REGION, 'eu-west-1'] } },
      })
      addInline(world, 'hybrid-node', 'guard', {
        Effect: 'Deny',
        NotAction: ['ssm:*', 'ssmmessages:*', 'logs:*', 's3:*', 'kms:*'],
        Resource: '*',
      })
    },
  },
}
