import { CORE_POLICY, DB, REGION, WEB } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { core, hosted, lose, node, withoutProfiles } from './breaks.ts'
import { CHANNELS, HOSTED, NO_ROLE, UNREAD_DATA_KEY, WEB_PROFILE, tnc } from './words.ts'

export const HOST_MANAGEMENT_BROKEN: BrokenAccounts = {
  // Default Host Management
  'Default Host Management shadowed by half a profile': {
    alter: world => {
      hosted(world, 'hybrid-node')
      core(world, 'ssm:UpdateInstanceInformation')
    },
    roots: [`critical identity/core-permissions web ${CHANNELS}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management whose role has nothing but the core': {
    alter: world => {
      hosted(world, 'hybrid-node', { attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }] })
      withoutProfiles(world)
    },
    roots: [
      'critical kms/node-can-decrypt hosted kms:Decrypt',
      'critical logs/describe-log-groups hosted logs:DescribeLogGroups',
      'critical s3/encryption-readable hosted s3:GetEncryptionConfiguration',
      'high logs/write-permissions hosted logs:CreateLogStream',
      'high s3/write-permissions hosted s3:PutObject',
    ],
    outcomes: { [WEB]: 'no no no no', [DB]: 'no no no no' },
    sees: { [WEB]: UNREAD_DATA_KEY, [DB]: UNREAD_DATA_KEY },
  },
  'Default Host Management in the stead of a profile that was made anew, with nothing but the core': {
    alter: world => {
      hosted(world, 'hybrid-node', { attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }] })
      Object.assign(world.records.instanceProfiles[WEB_PROFILE] ?? {}, { id: 'AIPANEWXXXXXXXXXXXXXX' })
    },
    roots: [
      'critical kms/node-can-decrypt hosted kms:Decrypt',
      'critical logs/describe-log-groups hosted logs:DescribeLogGroups',
      'critical s3/encryption-readable hosted s3:GetEncryptionConfiguration',
      'high logs/write-permissions hosted logs:CreateLogStream',
      'high s3/write-permissions hosted s3:PutObject',
      `low identity/profile-current ${WEB} IamInstanceProfile`,
    ],
    outcomes: { [WEB]: 'no no no no' },
    sees: { [WEB]: UNREAD_DATA_KEY },
  },
  'Default Host Management and an agent that is too old for it': {
    alter: world => {
      hosted(world, 'hybrid-node')
      withoutProfiles(world)
      node(world, WEB, { agentVersion: '3.1.1732.0' })
      lose(world, WEB)
    },
    roots: [`critical identity/instance-profile-attached ${WEB}`],
    folded: ['node/agent-ping', 'node/agent-version'].map(
      check => `${check} ${WEB} <- identity/instance-profile-attached ${WEB}`,
    ),
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management and a metadata endpoint that is off': {
    alter: world => {
      hosted(world, 'hybrid-node')
      withoutProfiles(world)
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
      lose(world, WEB)
    },
    roots: [`critical node/imds-enabled ${WEB}`],
    folded: ['identity/instance-profile-attached', 'node/agent-ping'].map(
      check => `${check} ${WEB} <- node/imds-enabled ${WEB}`,
    ),
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management whose role is gone': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = {
        id: HOSTED,
        value: 'service-role/hosted',
        status: 'Customized',
      }
      withoutProfiles(world)
      lose(world, WEB, DB)
    },
    roots: [`critical identity/dhmc-role ${REGION} role`],
    folded: [WEB, DB].flatMap(id => [
      `identity/instance-profile-attached ${id} <- identity/dhmc-role ${REGION}`,
      `node/agent-ping ${id} <- identity/dhmc-role ${REGION}`,
    ]),
    outcomes: { [WEB]: NO_ROLE, [DB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },
  'Default Host Management whose role is gone, beside a profile that does not report in': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = {
        id: HOSTED,
        value: 'service-role/hosted',
        status: 'Customized',
      }
      core(world, 'ssmmessages:*')
      lose(world, WEB)
    },
    roots: [
      'critical identity/core-permissions web ssm:UpdateInstanceInformation',
      `low identity/dhmc-role ${REGION} role`,
    ],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management whose role trusts EC2 alone': {
    alter: world => {
      hosted(world, 'web')
      withoutProfiles(world)
      lose(world, WEB, DB)
    },
    roots: ['critical identity/role-trust hosted ssm.amazonaws.com'],
    folded: [
      `identity/dhmc-role ${REGION} <- identity/role-trust hosted`,
      ...[WEB, DB].flatMap(id => [
        `identity/instance-profile-attached ${id} <- identity/role-trust hosted`,
        `node/agent-ping ${id} <- identity/role-trust hosted`,
      ]),
    ],
    outcomes: { [WEB]: 'no yes yes yes', [DB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },
}
