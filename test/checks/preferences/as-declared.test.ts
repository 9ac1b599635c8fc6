import check from '../../../checks/preferences/as-declared.ts'
import {
  BUCKET,
  GROUP,
  GROUP_KEY,
  HYBRID,
  preferencesContent,
  SESSION_KEY,
  WEB,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, write, writeTwo } from './written.ts'

const declare = (world: BreakableWorld, preferences: Record<string, unknown>): void => {
  world.declared = { preferences: preferences as Record<string, never> }
}

const DECLARED = '/aws/ssm/sessions-ap-southeast-1'

const addGroup = (world: BreakableWorld, name: string): void => {
  const arn = `arn:aws:logs:ap-southeast-1:123456789012:log-group:${name}`
  world.records.logGroups[name] = { name, arn, kmsKeyId: GROUP_KEY, retentionInDays: 400 }
}

const OTHER_KEY = '99999999-2222-4333-8444-555555555555'

/** A key with the policy of the session key. */
const addKey = (world: BreakableWorld, id: string): void => {
  const arn = SESSION_KEY.replace(/[^/]*$/, id)
  const [key, policy] = [world.records.keys[SESSION_KEY], world.records.keyPolicies[SESSION_KEY]]
  if (!key || !policy) return
  world.records.keys[id] = { ...key, ref: id, id, arn }
  world.records.keyPolicies[arn] = { ...policy, keyArn: arn }
}

/** The versions that are kept, newest first. */
const keep = (
  world: BreakableWorld,
  versions: readonly (readonly [string, Record<string, unknown>, string?])[],
): void => {
  world.records.documentVersions[NAME] = {
    name: NAME,
    older: 0,
    versions: versions.map(([version, inputs, createdAt]) => ({
      version,
      content: preferencesContent(inputs),
      ...(createdAt !== undefined && { createdAt }),
    })),
  }
}

testCheck(check, {
  'another group': {
    break: world => {
      addGroup(world, DECLARED)
      declare(world, { cloudWatchLogGroupName: '/aws/ssm/sessions-${region}', s3BucketName: BUCKET })
    },
    finds: [
      {
        subject: NAME,
        message: `cloudWatchLogGroupName is ${GROUP}, and the config declares /aws/ssm/sessions-ap-southeast-1`,
        severity: 'medium',
        about: 'cloudWatchLogGroupName',
        fixable: true,
      },
    ],
  },
  'a flag and a timeout that were dropped': {
    break: world => {
      set(world, { cloudWatchStreamingEnabled: false, maxSessionDuration: undefined })
      declare(world, { cloudWatchStreamingEnabled: true, maxSessionDuration: '720' })
    },
    finds: [
      `${NAME}: cloudWatchStreamingEnabled is false, and the config declares true`,
      `${NAME}: maxSessionDuration is not set, and the config declares 720`,
    ],
  },
  'a line of the shell profile': {
    break: world => declare(world, { shellProfile: { linux: 'exec bash' } }),
    finds: [{ subject: NAME, about: 'shellProfile.linux' }],
  },
  'a latest version that drifted': {
    break: world => {
      writeTwo(world, preferencesContent(), preferencesContent({ idleSessionTimeout: '60' }))
      declare(world, { idleSessionTimeout: '15' })
    },
    finds: [
      {
        subject: NAME,
        message: 'idleSessionTimeout is 60 in the latest version 4 alone, and the config declares 15',
        verdict: 'unknown',
      },
    ],
  },
  'a key under another name, a prefix with another slash': {
    break: world => {
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys['alias/sessions'] = { ...key, ref: 'alias/sessions' }
      set(world, { kmsKeyId: 'alias/sessions' })
      declare(world, { kmsKeyId: SESSION_KEY, s3KeyPrefix: 'sessions//' })
    },
    finds: [],
  },
  'a key that is declared by its id': {
    break: world => declare(world, { kmsKeyId: SESSION_KEY.split('/')[1] }),
    finds: [],
  },
  'another key, declared by its id': {
    break: world => {
      addKey(world, OTHER_KEY)
      // Of a node that is outside of a VPC nobody knows whether it reaches KMS.
      delete world.records.managedNodes[HYBRID]
      declare(world, { kmsKeyId: OTHER_KEY })
    },
    finds: [{ subject: NAME, about: 'kmsKeyId', verdict: 'fail', fixable: true }],
  },
  'a key that is declared by an alias, of which nobody knows the key': {
    break: world => declare(world, { kmsKeyId: 'alias/sessions' }),
    finds: [{ subject: NAME, about: 'kmsKeyId', verdict: 'unknown' }],
  },
  'a key where none is declared': {
    break: world => declare(world, { kmsKeyId: '' }),
    finds: [
      {
        subject: NAME,
        message: `kmsKeyId is ${SESSION_KEY}, and the config declares that it is not set`,
        fixable: false,
      },
    ],
  },
  'no insistence on encryption where some is made': {
    break: world => declare(world, { s3EncryptionEnabled: false, cloudWatchEncryptionEnabled: false }),
    finds: [
      { subject: NAME, about: 'cloudWatchEncryptionEnabled', fixable: false },
      { subject: NAME, about: 's3EncryptionEnabled', fixable: false },
    ],
  },
  'no bucket where there is one': {
    break: world => declare(world, { s3BucketName: '' }),
    finds: [{ subject: NAME, about: 's3BucketName', fixable: false }],
  },
  'no limit where there is one': {
    break: world => declare(world, { maxSessionDuration: '' }),
    finds: [{ subject: NAME, about: 'maxSessionDuration', fixable: false }],
  },
  'another limit, and none for idle sessions': {
    break: world => declare(world, { maxSessionDuration: '60', idleSessionTimeout: '' }),
    finds: [
      { subject: NAME, about: 'idleSessionTimeout', fixable: true },
      { subject: NAME, about: 'maxSessionDuration', fixable: true },
    ],
  },
  'another prefix, to which the roles may write': {
    break: world => {
      set(world, { s3KeyPrefix: 'old' })
      declare(world, { s3KeyPrefix: 'sessions' })
    },
    finds: [{ subject: NAME, about: 's3KeyPrefix', fixable: true }],
  },
  'values of another type that mean the same': {
    break: world => {
      set(world, { s3EncryptionEnabled: 'True' })
      declare(world, { s3EncryptionEnabled: true, s3BucketName: BUCKET })
    },
    finds: [],
  },
  'a key under a name that nobody could look up': {
    break: world => declare(world, { kmsKeyId: 'alias/sessions' }),
    finds: [
      {
        subject: NAME,
        message: `kmsKeyId is ${SESSION_KEY}, and the config declares alias/sessions`,
        verdict: 'unknown',
      },
    ],
  },
  'a name that is left to the node': {
    break: world => {
      set(world, { cloudWatchLogGroupName: '{{ssm:/sessions/group}}' })
      declare(world, { cloudWatchLogGroupName: GROUP })
    },
    finds: [{ subject: NAME, about: 'cloudWatchLogGroupName', verdict: 'unknown' }],
  },
  'a field that was as declared three versions ago': {
    break: world => {
      set(world, { s3KeyPrefix: 'other' })
      declare(world, { s3KeyPrefix: 'sessions/' })
      keep(world, [
        ['3', { s3KeyPrefix: 'other' }, '2026-11-18T08:00:00.000Z'],
        ['2', { s3KeyPrefix: 'elsewhere' }, '2026-10-02T06:30:00.000Z'],
        ['1', { s3KeyPrefix: 'sessions' }],
      ])
    },
    finds: [
      `${NAME}: s3KeyPrefix is other, and the config declares sessions/, since version 2 of 2026-10-02`,
    ],
  },
  'a field that was never as declared': {
    break: world => {
      set(world, { s3KeyPrefix: 'other' })
      declare(world, { s3KeyPrefix: 'sessions/' })
      keep(world, [['3', { s3KeyPrefix: 'other' }, '2026-11-18T08:00:00.000Z']])
    },
    finds: [`${NAME}: s3KeyPrefix is other, and the config declares sessions/`],
  },
  'sessions that may idle for longer': {
    break: world => {
      set(world, { idleSessionTimeout: '45' })
      world.declared = { idleSessionTimeout: { atMost: 25 } }
    },
    finds: [
      {
        subject: NAME,
        message: 'idleSessionTimeout is 45, and the config declares at most 25',
        severity: 'medium',
        about: 'idleSessionTimeout',
      },
    ],
  },
  'sessions that idle as long as AWS lets them': {
    break: world => {
      set(world, { idleSessionTimeout: undefined })
      world.declared = { idleSessionTimeout: { atMost: 15 } }
    },
    finds: [
      `${NAME}: idleSessionTimeout is not set, which is 20 minutes, and the config declares at most 15`,
    ],
  },
  'sessions that end before that': {
    break: world => (world.declared = { idleSessionTimeout: { atMost: 15 } }),
    finds: [],
  },
  'a timeout that is declared in two ways is one finding': {
    break: world => {
      set(world, { idleSessionTimeout: '45' })
      world.declared = {
        idleSessionTimeout: { atMost: 25 },
        preferences: { idleSessionTimeout: '20' },
      }
    },
    finds: [`${NAME}: idleSessionTimeout is 45, and the config declares 20`],
  },
  'fields that nobody declared': {
    break: world => write(world, preferencesContent({ s3KeyPrefix: `by/${WEB}/${HYBRID}` })),
    finds: [],
  },
})
