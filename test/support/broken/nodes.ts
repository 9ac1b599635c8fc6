import { editInline, prefer } from '../../checks/policies.ts'
import { ACCOUNT, BUCKET, DB, GROUP, HYBRID, WEB, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { core, edit, lose, node, role } from './breaks.ts'
import { DOCUMENT, HANG, NO_ROLE, UNREAD_DATA_KEY, foldedPerRole, onAll, perRole, tnc } from './words.ts'

export const NODES_BROKEN: BrokenAccounts = {
  // the node
  'an agent that stopped': {
    alter: world => lose(world, WEB),
    roots: [`critical node/agent-ping ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an agent that never registered': {
    alter: world => {
      delete world.records.managedNodes[WEB]
    },
    roots: [`high node/registered ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a snap that stopped after an update, told once': {
    alter: world => {
      node(world, WEB, { platformName: 'Ubuntu', platformVersion: '24.04', agentVersion: '3.3.2299.0' })
      lose(world, WEB)
    },
    roots: [`critical node/agent-ping ${WEB}`],
    folded: [`node/agent-version ${WEB} <- node/agent-ping ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'no metadata endpoint': {
    alter: world => {
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
      lose(world, WEB)
    },
    roots: [`critical node/imds-enabled ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- node/imds-enabled ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an agent that cannot encrypt sessions': {
    alter: world => node(world, WEB, { agentVersion: '2.3.400.0' }),
    roots: [`critical node/agent-version ${WEB}`],
    outcomes: { [WEB]: 'no yes yes no' },
  },
  'an agent that cannot read flags written as strings': {
    alter: world => {
      prefer(world, { runAsEnabled: 'false' })
      node(world, WEB, { agentVersion: '3.0.600.0' })
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} runAsEnabled`],
    folded: [`node/agent-version ${WEB} <- preferences/schema-valid ${DOCUMENT}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: HANG },
  },
  'a Windows whose PowerShell may be too old to stream': {
    alter: world =>
      node(world, WEB, {
        platformType: 'Windows',
        platformName: 'Microsoft Windows Server 2012 R2 Standard',
        platformVersion: '6.3.9600',
      }),
    roots: [`high? node/windows-streaming ${WEB} PowerShell`],
    outcomes: { [WEB]: 'yes unknown yes yes' },
  },
  'an agent that is too old to stream': {
    alter: world => node(world, HYBRID, { agentVersion: '3.0.222.0' }),
    roots: [`medium node/agent-version ${HYBRID}`],
  },

  'an instance that is registered as a hybrid node, and all shall be managed': {
    alter: world => {
      world.declared = { managed: 'all' }
      delete world.records.instances[WEB]?.profileArn
      delete world.records.managedNodes[WEB]
      delete world.records.connections[WEB]
      node(world, HYBRID, { computerName: 'ip-10-20-1-11.internal', ipAddress: '10.20.1.11' })
    },
    roots: [`high hybrid/duplicate-registration ${HYBRID} ${WEB}`],
    folded: [`node/registered ${WEB} <- hybrid/duplicate-registration ${HYBRID}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'an instance that EC2 finds impaired, and that was heard a moment ago': {
    alter: world => {
      world.records.impairedInstances[WEB] = { id: WEB, system: 'ok', instance: 'impaired' }
    },
    roots: [`high node/status-checks ${WEB} instance status`],
    outcomes: { [WEB]: 'unknown yes yes yes' },
  },
  'an instance that EC2 finds impaired, and that is lost': {
    alter: world => {
      world.records.impairedInstances[WEB] = { id: WEB, system: 'impaired', instance: 'impaired' }
      lose(world, WEB)
    },
    roots: [`critical node/status-checks ${WEB} system status`],
    folded: [`node/agent-ping ${WEB} <- node/status-checks ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an instance that was named, was terminated and is still listed': {
    alter: world => {
      delete world.records.instances[WEB]
      lose(world, WEB)
      world.declared = { named: [WEB] }
    },
    roots: [`high node/found ${WEB} state`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },

  // several at once
  'the wrong Region for logs, the wrong case for objects, no key, no listing': {
    alter: world => {
      edit(world, 'WriteSessionLogs', { Resource: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${GROUP}:*` })
      edit(world, 'Archive', { Action: 's3:Put*', Resource: `arn:aws:s3:::${BUCKET}/Sessions/*` })
      edit(world, 'SessionKey', undefined)
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [
      ...perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
      ...perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
      'high logs/log-group-arn-match db session-logging-inline WriteSessionLogs',
      'high logs/log-group-arn-match hybrid-node session-logging WriteSessionLogs',
      'high logs/log-group-arn-match web session-logging WriteSessionLogs',
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('no no no no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a node that is gone and another that may not write': {
    alter: world => {
      lose(world, WEB)
      editInline(world, 'WriteSessionLogs', () => undefined)
    },
    roots: [`critical node/agent-ping ${WEB}`, 'high logs/write-permissions db logs:CreateLogStream'],
    outcomes: { [WEB]: 'no yes yes yes', [DB]: 'yes no yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'two faults of one node, of which neither explains the other': {
    alter: world => {
      core(world, 'ssmmessages:*')
      role(world, 'web', { trustPolicy: policyDocument([]) })
      lose(world, WEB)
    },
    roots: [
      'critical identity/core-permissions web ssm:UpdateInstanceInformation',
      'critical identity/role-trust web ec2.amazonaws.com',
    ],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
}
