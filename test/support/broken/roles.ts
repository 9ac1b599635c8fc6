import { addInline, bound } from '../../checks/policies.ts'
import { ACCOUNT, DB, HYBRID, WEB, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { core, lose, role } from './breaks.ts'
import { CHANNELS, NO_ROLE, UNREAD_DATA_KEY, WEB_PROFILE, tnc } from './words.ts'

/** What fails where a role may neither write nor look where it would write. */
const WITHOUT_RECORDS = [
  'logs/describe-log-groups',
  'logs/write-permissions',
  's3/encryption-readable',
  's3/write-permissions',
]

export const ROLES_BROKEN: BrokenAccounts = {
  // credentials
  'no instance profile, never registered': {
    alter: world => {
      delete world.records.instances[WEB]?.profileArn
      delete world.records.managedNodes[WEB]
      world.declared = { managed: 'all' }
    },
    roots: [`high identity/instance-profile-attached ${WEB}`],
    folded: [`node/registered ${WEB} <- identity/instance-profile-attached ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'no instance profile any more': {
    alter: world => {
      delete world.records.instances[WEB]?.profileArn
      lose(world, WEB)
    },
    roots: [`critical identity/instance-profile-attached ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/instance-profile-attached ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'instance profiles that were deleted': {
    alter: world => {
      world.records.instanceProfiles = {}
      lose(world, WEB, DB)
    },
    roots: [WEB, DB].map(id => `critical identity/profile-current ${id} IamInstanceProfile`),
    folded: [WEB, DB].flatMap(id => [
      `identity/profile-has-role ${id} <- identity/profile-current ${id}`,
      `node/agent-ping ${id} <- identity/profile-current ${id}`,
    ]),
    outcomes: { [WEB]: NO_ROLE, [DB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },
  'an instance profile that was made anew, while old credentials last': {
    alter: world => {
      Object.assign(world.records.instanceProfiles[WEB_PROFILE] ?? {}, { id: 'AIPANEWXXXXXXXXXXXXXX' })
    },
    roots: [`high identity/profile-current ${WEB} IamInstanceProfile`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an instance profile without a role': {
    alter: world => {
      delete world.records.instanceProfiles[WEB_PROFILE]?.roleName
      lose(world, WEB)
    },
    roots: [`critical identity/profile-has-role ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/profile-has-role ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'an instance profile whose role was deleted': {
    alter: world => {
      delete world.records.roles['web']
      lose(world, WEB)
    },
    roots: [`critical identity/profile-has-role ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/profile-has-role ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'a hybrid node whose role was deleted': {
    alter: world => {
      delete world.records.roles['hybrid-node']
      lose(world, HYBRID)
    },
    roots: [`critical identity/profile-has-role ${HYBRID}`],
    folded: [`node/agent-ping ${HYBRID} <- identity/profile-has-role ${HYBRID}`],
    outcomes: { [HYBRID]: NO_ROLE },
    sees: { [HYBRID]: tnc(HYBRID) },
  },
  'a role that EC2 may not assume': {
    alter: world => {
      const trust = [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]
      role(world, 'web', { trustPolicy: policyDocument(trust) })
      lose(world, WEB)
    },
    roots: ['critical identity/role-trust web ec2.amazonaws.com'],
    folded: [`node/agent-ping ${WEB} <- identity/role-trust web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a role that EC2 may not assume, while old credentials last': {
    alter: world => role(world, 'web', { trustPolicy: policyDocument([]) }),
    roots: ['high identity/role-trust web ec2.amazonaws.com'],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a service role that is bound to another Region': {
    alter: world => {
      const trust = {
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:eu-west-1:${ACCOUNT}:*` } },
      }
      role(world, 'hybrid-node', { trustPolicy: policyDocument([trust]) })
      lose(world, HYBRID)
    },
    roots: ['critical identity/role-trust hybrid-node ssm.amazonaws.com'],
    folded: [
      'hybrid/service-role-trust hybrid-node <- identity/role-trust hybrid-node',
      `node/agent-ping ${HYBRID} <- identity/role-trust hybrid-node`,
    ],
    outcomes: { [HYBRID]: 'no yes yes yes' },
    sees: { [HYBRID]: tnc(HYBRID) },
  },

  // what the agent may do
  'a role without UpdateInstanceInformation': {
    alter: world => {
      core(world, 'ssmmessages:*')
      lose(world, WEB)
    },
    roots: ['critical identity/core-permissions web ssm:UpdateInstanceInformation'],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a role that has never had anything for the agent, on a node that is named': {
    alter: world => {
      core(world)
      delete world.records.managedNodes[WEB]
      world.declared = { named: [WEB, DB, HYBRID] }
    },
    roots: [`critical identity/core-permissions web ssm:UpdateInstanceInformation,${CHANNELS}`],
    folded: [`node/registered ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Online but never connectable': {
    alter: world => core(world, 'ssm:*'),
    roots: [
      `critical identity/core-permissions web ${CHANNELS}`,
      'medium identity/node-role-least-privilege web privilege',
    ],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'no data channel': {
    alter: world => core(world, 'ssm:UpdateInstanceInformation', 'ssmmessages:*ControlChannel'),
    roots: [
      'critical identity/core-permissions web ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel',
    ],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: 'Setting up data channel with id <session id> failed: … AccessDeniedException …' },
  },
  'a boundary that leaves the agent out': {
    alter: world => {
      bound(world, 'web', 'limit', { Effect: 'Allow', Action: ['logs:*', 's3:*', 'kms:*'], Resource: '*' })
      lose(world, WEB)
    },
    roots: ['critical identity/core-permissions web permissions boundary limit'],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a boundary that leaves out all that records and encrypts': {
    alter: world =>
      bound(
        world,
        'web',
        'limit',
        { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*', 'logs:*'], Resource: '*' },
        { Sid: 'NoLogs', Effect: 'Deny', Action: 'logs:*', Resource: '*' },
      ),
    roots: ['critical kms/node-can-decrypt web permissions boundary limit'],
    folded: WITHOUT_RECORDS.map(check => `${check} web <- kms/node-can-decrypt web`),
    outcomes: { [WEB]: 'no no no no' },
    sees: { [WEB]: UNREAD_DATA_KEY },
  },
  'one Deny on all that the agent calls but for the heartbeat': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Effect: 'Deny',
        NotAction: 'ssm:UpdateInstanceInformation',
        Resource: '*',
      }),
    roots: ['critical identity/core-permissions web identity policy guard #0'],
    folded: ['kms/node-can-decrypt', ...WITHOUT_RECORDS].map(
      check => `${check} web <- identity/core-permissions web`,
    ),
    outcomes: { [WEB]: 'no no no no' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a Deny on the channels': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Sid: 'NoChannels',
        Effect: 'Deny',
        Action: 'ssmmessages:*',
        Resource: '*',
      }),
    roots: ['critical identity/core-permissions web identity policy guard NoChannels'],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
}
