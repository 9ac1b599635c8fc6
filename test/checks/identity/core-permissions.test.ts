import check from '../../../checks/identity/core-permissions.ts'
import {
  ACCOUNT,
  CORE_POLICY,
  DB,
  LOGGING_POLICY,
  policyDocument,
  REGION,
  WEB,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const FIVE = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenDataChannel',
]

const logging = { arn: LOGGING_POLICY, name: 'session-logging' }

/** Gives role web an inline policy in the place of the core policy. */
const inline = (world: BreakableWorld, statements: unknown): void => {
  Object.assign(world.records.roles['web'] ?? {}, {
    attached: [logging],
    inline: { agent: policyDocument(statements) },
  })
}

const allow = (actions: readonly string[], more: object = {}): object => ({
  Sid: 'Agent',
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
  ...more,
})

const without = (...left: string[]): object => allow(FIVE.filter(action => !left.includes(action)))

const bounded = (world: BreakableWorld, statements: unknown): void => {
  const arn = `arn:aws:iam::${ACCOUNT}:policy/edge`
  world.records.policies[arn] = { arn, name: 'edge', document: policyDocument(statements) }
  Object.assign(world.records.roles['web'] ?? {}, { boundaryArn: arn })
}

testCheck(check, {
  'a role without the core policy': {
    break: world => Object.assign(world.records.roles['web'] ?? {}, { attached: [logging] }),
    finds: [
      {
        subject: 'web',
        about: FIVE.join(','),
        message:
          'role web may not ssm:UpdateInstanceInformation, ssmmessages:CreateControlChannel, ssmmessages:OpenControlChannel, ssmmessages:CreateDataChannel and ssmmessages:OpenDataChannel: no policy of the role allows it, and its nodes never come online',
        severity: 'critical',
        affects: [WEB],
        fixable: true,
      },
    ],
  },
  'a role that may report in and use no channel': {
    break: world => inline(world, [allow(['ssm:UpdateInstanceInformation'])]),
    finds: [
      {
        subject: 'web',
        message:
          'role web may not ssmmessages:CreateControlChannel, ssmmessages:OpenControlChannel, ssmmessages:CreateDataChannel and ssmmessages:OpenDataChannel: no policy of the role allows it, and its nodes are Online but never connectable (TargetNotConnected)',
        fixable: true,
      },
    ],
  },
  'a role that may open no data channel': {
    break: world => inline(world, [without('ssmmessages:OpenDataChannel')]),
    finds: [
      {
        subject: 'web',
        about: 'ssmmessages:OpenDataChannel',
        message:
          'role web may not ssmmessages:OpenDataChannel: no policy of the role allows it, and sessions end with an error right after their start (Setting up data channel … failed)',
        severity: 'critical',
        fixable: true,
      },
    ],
  },
  'a role that may not report in': {
    break: world => inline(world, [without('ssm:UpdateInstanceInformation')]),
    finds: [
      {
        subject: 'web',
        about: 'ssm:UpdateInstanceInformation',
        message:
          'role web may not ssm:UpdateInstanceInformation: no policy of the role allows it, and its nodes never come online',
        fixable: true,
      },
    ],
  },
  'a Deny for two actions': {
    break: world =>
      Object.assign(world.records.roles['web'] ?? {}, {
        inline: {
          guard: policyDocument([
            { Sid: 'NoChannels', Effect: 'Deny', Action: 'ssmmessages:*DataChannel', Resource: '*' },
          ]),
        },
      }),
    finds: [
      {
        subject: 'web',
        about: 'identity policy guard NoChannels',
        message:
          'role web may not ssmmessages:CreateDataChannel and ssmmessages:OpenDataChannel: statement NoChannels of identity policy guard denies it, and sessions end with an error right after their start (Setting up data channel … failed)',
        fixable: false,
      },
    ],
  },
  'a boundary that leaves the channels out': {
    break: world => bounded(world, [allow(['ssm:*', 'logs:*', 's3:*', 'kms:*'])]),
    finds: [
      {
        subject: 'web',
        about: 'permissions boundary edge',
        message:
          /^role web may not ssmmessages:CreateControlChannel, .*: the permissions boundary edge does not allow it, and its nodes are Online but never connectable/,
        fixable: false,
      },
    ],
  },
  'actions that neither the role nor its boundary allows': {
    break: world => {
      inline(world, [allow(['ssm:UpdateInstanceInformation', 'ssmmessages:*ControlChannel'])])
      bounded(world, [allow(['ssm:*', 'ssmmessages:*ControlChannel', 'logs:*', 's3:*', 'kms:*'])])
    },
    finds: [
      {
        subject: 'web',
        about: 'ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel',
        message:
          'role web may not ssmmessages:CreateDataChannel and ssmmessages:OpenDataChannel: no policy of the role allows it, nor does the permissions boundary edge, and sessions end with an error right after their start (Setting up data channel … failed)',
        fixable: false,
      },
    ],
  },
  'one action that is missing and one that is denied': {
    break: world =>
      inline(world, [
        without('ssmmessages:OpenDataChannel'),
        { Sid: 'NoControl', Effect: 'Deny', Action: 'ssmmessages:CreateControlChannel', Resource: '*' },
      ]),
    finds: [
      { subject: 'web', about: 'identity policy agent NoControl', fixable: false },
      { subject: 'web', about: 'ssmmessages:OpenDataChannel', fixable: true },
    ],
  },
  'actions on the log group instead of everything': {
    break: world =>
      inline(world, [allow(FIVE, { Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*` })]),
    finds: [{ subject: 'web', about: FIVE.join(','), fixable: true }],
  },
  'a Region that is not this one': {
    break: world =>
      inline(world, [allow(FIVE, { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })]),
    finds: [{ subject: 'web', about: FIVE.join(',') }],
  },
  'a condition whose value nobody knows': {
    break: world =>
      inline(world, [allow(FIVE, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })]),
    finds: [{ subject: 'web', message: /^it is not known whether role web may /, verdict: 'unknown' }],
  },
  'a Deny for one of two nodes of a role': {
    break: world => {
      Object.assign(world.records.instances[DB] ?? {}, {
        profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/web`,
      })
      Object.assign(world.records.roles['web'] ?? {}, {
        inline: {
          guard: policyDocument([
            {
              Sid: 'NotDb',
              Effect: 'Deny',
              Action: 'ssm:UpdateInstanceInformation',
              Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${DB}`,
            },
          ]),
        },
      })
    },
    finds: [{ subject: 'web', about: 'identity policy guard NotDb', affects: [DB] }],
  },
  'a policy of our own with wildcards': {
    break: world => inline(world, [allow(['ssmmessages:*', 'ssm:Update*'])]),
    finds: [],
  },
  'a policy for instances of this account and this Region': {
    break: world =>
      inline(world, [
        allow(['ssm:UpdateInstanceInformation'], { Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/*` }),
        allow(['ssmmessages:*'], {
          Condition: {
            StringEquals: { 'aws:RequestedRegion': REGION },
            ArnLike: { 'ssm:SourceInstanceARN': `arn:aws:ec2:*:${ACCOUNT}:instance/*` },
          },
        }),
      ]),
    finds: [],
  },
  'a boundary that lets everything through': {
    break: world => bounded(world, [allow(['*'])]),
    finds: [],
  },
  'a profile that may not report in, under Default Host Management': {
    break: world => {
      inline(world, [])
      const id = '/ssm/managed-instance/default-ec2-instance-management-role'
      world.records.serviceSettings = { [id]: { id, value: 'service-role/hosts', status: 'Customized' } }
      world.records.roles['hosts'] = {
        name: 'hosts',
        arn: `arn:aws:iam::${ACCOUNT}:role/service-role/hosts`,
        id: 'AROAHOSTSXXXXXXXXXXXX',
        trustPolicy: policyDocument([
          { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ]),
        attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }],
        inline: {},
        tags: {},
      }
    },
    finds: [],
  },
  'a worker that has no permission for Systems Manager and is not listed': {
    break: world => {
      Object.assign(world.records.roles['web'] ?? {}, { attached: [logging] })
      delete world.records.managedNodes[WEB]
    },
    finds: [],
  },
})
