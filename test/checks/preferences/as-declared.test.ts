import check from '../../../checks/preferences/as-declared.ts'
import { BUCKET, GROUP, HYBRID, preferencesContent, SESSION_KEY, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, write, writeTwo } from './written.ts'

const declare = (world: BreakableWorld, preferences: Record<string, unknown>): void => {
  world.declared = { preferences: preferences as Record<string, never> }
}

testCheck(check, {
  'another group': {
    break: world =>
      declare(world, { cloudWatchLogGroupName: '/aws/ssm/sessions-${region}', s3BucketName: BUCKET }),
    finds: [
      {
        subject: NAME,
        message: `cloudWatchLogGroupName is ${GROUP}, and the config declares /aws/ssm/sessions-ap-southeast-1`,
        severity: 'medium',
        about: 'cloudWatchLogGroupName',
        fixable: false,
      },
    ],
  },
  'a flag and a timeout that were dropped': {
    break: world => {
      set(world, { cloudWatchStreamingEnabled: false, maxSessionDuration: undefined })
      declare(world, { cloudWatchStreamingEnabled: 'true', maxSessionDuration: '720' })
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
    break: world => declare(world, { kmsKeyId: '99999999-2222-4333-8444-555555555555' }),
    finds: [{ subject: NAME, about: 'kmsKeyId', verdict: 'fail' }],
  },
  'a key that is declared by an alias, of which nobody knows the key': {
    break: world => declare(world, { kmsKeyId: 'alias/sessions' }),
    finds: [{ subject: NAME, about: 'kmsKeyId', verdict: 'unknown' }],
  },
  'a key where none is declared': {
    break: world => declare(world, { kmsKeyId: '' }),
    finds: [`${NAME}: kmsKeyId is ${SESSION_KEY}, and the config declares that it is not set`],
  },
  'values of another type that mean the same': {
    break: world => {
      set(world, { s3EncryptionEnabled: 'True' })
      declare(world, { s3EncryptionEnabled: true, s3BucketName: 'session-archive-${account}' })
    },
    finds: [],
  },
  'fields that nobody declared': {
    break: world => write(world, preferencesContent({ s3KeyPrefix: `by/${WEB}/${HYBRID}` })),
    finds: [],
  },
})
