import { DB, HYBRID, REGION, WEB, policyDocument, preferencesContent } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { anInstance, anOutsider, emptied, nodesOf } from './changes.ts'
import { ALL_WELL, DOCUMENT, allNodes } from './words.ts'

export const SOUND_SCOPE: SoundAccounts = {
  // who is judged
  'hybrid nodes alone': {
    alter: world => {
      world.records.instances = {}
      world.records.instanceProfiles = {}
      delete world.records.managedNodes[WEB]
      delete world.records.managedNodes[DB]
      delete world.records.roles['web']
      delete world.records.roles['db']
    },
    outcomes: { [HYBRID]: ALL_WELL },
  },
  'a hybrid node whose role is told with its path': {
    alter: world => {
      const node = world.records.managedNodes[HYBRID]
      if (node) node.iamRole = 'service-role/hybrid-node'
    },
  },
  'container workers whose role has nothing of Systems Manager': {
    alter: world =>
      anOutsider(
        world,
        'eks-worker',
        policyDocument([
          { Effect: 'Allow', Action: ['ec2:Describe*', 'eks:DescribeCluster', 'ecr:*'], Resource: '*' },
          { Effect: 'Allow', Action: ['ssm:GetParameter', 'logs:PutLogEvents'], Resource: '*' },
        ]),
      ),
    tells: [`info report/not-managed ${REGION}`],
  },
  'instances that a service operates': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { operatedByService: true })
      const node = world.records.managedNodes[WEB]
      anInstance(world, 'i-0a1b2c3d4e5f6000b', { operatedByService: true })
      if (node) {
        world.records.managedNodes['i-0a1b2c3d4e5f6000b'] = {
          ...node,
          id: 'i-0a1b2c3d4e5f6000b',
          pingStatus: 'ConnectionLost',
        }
      }
    },
  },
  'stopped and stopping instances': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { state: 'stopped' })
      anInstance(world, 'i-0a1b2c3d4e5f6000b', { state: 'stopping' })
      anInstance(world, 'i-0a1b2c3d4e5f6000c', { state: 'shutting-down' })
      const node = world.records.managedNodes[WEB]
      if (!node) return
      for (const id of ['i-0a1b2c3d4e5f6000a', 'i-0a1b2c3d4e5f6000b', 'i-0a1b2c3d4e5f6000c'])
        world.records.managedNodes[id] = { ...node, id, pingStatus: 'ConnectionLost' }
    },
  },
  'instances without a profile that are meant to have none': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', {})
      delete world.records.instances['i-0a1b2c3d4e5f6000a']?.profileArn
    },
    tells: [`info report/not-managed ${REGION}`],
  },
  'an instance that has just started and is not registered': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { launchedAt: '2026-11-20T08:50:00.000Z' })
    },
    tells: ['high? node/registered i-0a1b2c3d4e5f6000a'],
    outcomes: { ...allNodes(ALL_WELL), 'i-0a1b2c3d4e5f6000a': 'unknown yes yes yes' },
  },
  'Windows nodes': {
    alter: world => {
      for (const node of nodesOf(world)) {
        Object.assign(node, {
          platformType: 'Windows',
          platformName: 'Microsoft Windows Server 2022 Datacenter',
          platformVersion: '10.0.20348',
          isLatestVersion: false,
        })
      }
      for (const instance of Object.values(world.records.instances)) instance.platform = 'windows'
    },
  },
  'agents that are a little behind': {
    alter: world => {
      for (const node of nodesOf(world))
        Object.assign(node, { agentVersion: '3.3.40.0', isLatestVersion: false })
    },
    tells: [WEB, DB, HYBRID].map(id => `low node/agent-version ${id}`),
  },
  'a heartbeat that was set to an hour': {
    alter: world => {
      const node = world.records.managedNodes[WEB]
      if (node) node.lastPingAt = '2026-11-20T08:20:00.000Z'
    },
  },
  'tokens optional': {
    alter: world => {
      const instance = world.records.instances[WEB]
      if (instance) instance.metadataTokens = 'optional'
    },
    tells: [`low node/imdsv2-required ${WEB} HttpTokens`],
  },
  'a Region without anything': {
    alter: world => {
      emptied(world)
      world.records.preferencesDocuments = {}
    },
    tells: [`info report/empty-region ${REGION}`],
    outcomes: {},
  },
  "a Region whose nodes are stopped or a service's own, and no preferences": {
    alter: world => {
      delete world.records.managedNodes[HYBRID]
      world.records.preferencesDocuments = {}
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      Object.assign(world.records.instances[DB] ?? {}, { operatedByService: true })
    },
    tells: [`info report/empty-region ${REGION}`],
    outcomes: {},
  },
  'a Region with preferences and no node': { alter: emptied, outcomes: {} },
  'a Region with preferences of long ago, no node, and nothing of what they name': {
    alter: world => {
      emptied(world)
      Object.assign(world.records, {
        logGroups: {},
        keys: {},
        keyPolicies: {},
        keyGrants: {},
        buckets: {},
        bucketPolicies: {},
        bucketEncryption: {},
      })
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document)
        document.latest = { version: '4', content: preferencesContent({ s3KeyPrefix: 'elsewhere' }) }
    },
    tells: [`low preferences/default-version-current ${DOCUMENT}`],
    outcomes: {},
  },
}
