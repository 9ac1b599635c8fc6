import { prefer, preferLater } from '../../checks/policies.ts'
import { BUCKET, DB, GROUP, REGION, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { addInstance, OTHER, THIRD } from '../set-ups/parts.ts'
import { eachNode } from '../set-ups/set-up.ts'
import type { Traps } from './trap.ts'

const DOCUMENT = 'SSM-SessionManagerRunShell'
const TIER = '/ssm/managed-instance/activation-tier'

export const TIERS: Traps = {
  'hybrid nodes under the setting of the former standard tier': {
    alter: world => {
      world.records.serviceSettings[TIER] = { id: TIER, value: 'standard', status: 'Default' }
    },
    roots: [],
  },
}

export const ONLINE: Traps = {
  'a node is Online, heard a moment ago, and its channel is down': {
    alter: world => {
      world.records.connections[DB] = { id: DB, status: 'notconnected' }
    },
    roots: [`critical node/control-channel ${DB} control channel`],
    outcomes: { [DB]: 'no yes yes yes' },
  },
}

export const VERSIONS: Traps = {
  'the default version is well, and the latest demands a key that the group does not have': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      preferLater(world, {})
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    outcomes: eachNode('unknown yes yes yes'),
  },
  'the latest version is well, and the default names a group that is not there': {
    alter: world => {
      prefer(world, { cloudWatchLogGroupName: '/aws/ssm/former-team' })
      preferLater(world, {})
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    outcomes: eachNode('unknown unknown yes yes'),
  },
}

const own = (world: BreakableWorld, name: string, sessionType: string): void => {
  const content = JSON.stringify({
    schemaVersion: '1.0',
    sessionType,
    properties: { portNumber: '5432', type: 'LocalPortForwarding' },
  })
  world.records.sessionDocuments[name] = { name, default: { version: '1', content } }
}

export const PORTS: Traps = {
  'an own document for ports has no log group, no bucket and no key': {
    alter: world => own(world, 'Team-DatabaseTunnel', 'Port'),
    roots: [],
  },
}

export const ABSENT: Traps = {
  'an instance that runs is not listed: lost for more than a month, or never there': {
    alter: world => {
      delete world.records.managedNodes[WEB]
    },
    roots: [`high node/registered ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
  },
  'an instance that is stopped is not listed': {
    alter: world => addInstance(world, THIRD, { state: 'stopped' }),
    roots: [],
  },
}

export const ENCRYPTION: Traps = {
  'bucket and group have the encryption of their services, and both flags are on': {
    alter: world => {
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'AES256' }
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`critical logs/log-group-encrypted ${GROUP} kmsKeyId`],
    outcomes: eachNode('no yes yes yes'),
  },
}

export const METADATA: Traps = {
  'metadata is off, while the credentials that the agent holds still serve': {
    alter: world => {
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
    },
    roots: [`high node/imds-enabled ${WEB}`],
  },
  'metadata is off on an instance that is served by host management': {
    alter: world => {
      const setting = '/ssm/managed-instance/default-ec2-instance-management-role'
      world.records.serviceSettings[setting] = { id: setting, value: 'hybrid-node', status: 'Customized' }
      const instance = world.records.instances[WEB]
      if (instance) delete instance.profileArn
      Object.assign(instance ?? {}, { metadataEndpoint: 'disabled' })
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' })
      world.records.connections[WEB] = { id: WEB, status: 'notconnected' }
    },
    roots: [`critical node/imds-enabled ${WEB}`],
    outcomes: { [WEB]: 'no unknown unknown unknown' },
  },
  'tokens are demanded of an agent of the third line': {
    alter: world => {
      for (const id of [WEB, DB]) {
        Object.assign(world.records.managedNodes[id] ?? {}, { agentVersion: '3.1.1732.0' })
        Object.assign(world.records.instances[id] ?? {}, { metadataTokens: 'required' })
      }
    },
    roots: [],
  },
}

const keyGap = (world: BreakableWorld, id: string): void => {
  for (const kind of ['keys', 'keyPolicies', 'keyGrants'] as const)
    world.gaps.push({ kind, id, reason: 'AccessDenied', actions: ['kms:DescribeKey'], foreign: true })
}

const BARE = '99999999-2222-4333-8444-555555555555'

export const FOREIGN_KEYS: Traps = {
  'the bare id of a key of another account': {
    alter: world => prefer(world, { kmsKeyId: BARE }),
    roots: [`critical kms/key-usable ${BARE} key`],
    outcomes: eachNode('no yes yes no'),
  },
  'the alias of a key of another account': {
    alter: world => prefer(world, { kmsKeyId: 'alias/central-sessions' }),
    roots: ['critical kms/key-usable alias/central-sessions key'],
    outcomes: eachNode('no yes yes no'),
  },
  'the ARN of an alias of another account, which resolves': {
    alter: world => {
      const arn = `arn:aws:kms:${REGION}:${OTHER}:alias/central-sessions`
      prefer(world, { kmsKeyId: arn })
      keyGap(world, arn)
    },
    roots: [],
    outcomes: eachNode('unknown yes yes unknown'),
  },
}
