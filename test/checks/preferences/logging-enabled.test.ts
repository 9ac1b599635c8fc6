import check from '../../../checks/preferences/logging-enabled.ts'
import { BUCKET, DB, GROUP, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { hideInstances, NAME, set, withoutNodes, write, writeTwo } from './written.ts'

const nothing = { cloudWatchLogGroupName: '', s3BucketName: '' }
const message = 'neither a log group nor a bucket is set in the preferences: sessions leave no record'

testCheck(check, {
  'preferences without a destination': {
    break: world => set(world, nothing),
    finds: [{ subject: NAME, message, severity: 'high', affects: [WEB, DB, HYBRID], fixable: false }],
  },
  'preferences without the destinations that the config declares': {
    break: world => {
      set(world, nothing)
      world.declared = {
        preferences: { cloudWatchLogGroupName: GROUP, s3BucketName: BUCKET, idleSessionTimeout: '5' },
      }
    },
    finds: [{ subject: NAME, message, fixable: true }],
  },
  'preferences without a destination, where other fields alone are declared': {
    break: world => {
      set(world, nothing)
      world.declared = { preferences: { s3EncryptionEnabled: true } }
    },
    finds: [{ subject: NAME, message, fixable: false }],
  },
  'nodes of which nobody can tell whether they are judged': {
    break: world => {
      set(world, nothing)
      hideInstances(world)
    },
    finds: [{ subject: NAME, message, severity: 'high' }],
  },
  'destinations that are absent': {
    break: world => set(world, { cloudWatchLogGroupName: undefined, s3BucketName: null }),
    finds: [`${NAME}: ${message}`],
  },
  'no document': {
    break: world => (world.records.preferencesDocuments = {}),
    finds: [
      {
        subject: NAME,
        message: 'without preferences neither a log group nor a bucket is set: sessions leave no record',
        severity: 'high',
      },
    ],
  },
  'a document that cannot be read': {
    break: world => write(world, 'not json'),
    finds: [`${NAME}: ${message}`],
  },
  'a latest version without a destination': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent(nothing)),
    finds: [
      {
        subject: NAME,
        message:
          'neither a log group nor a bucket is set in the latest version 4 alone: sessions leave no record',
        verdict: 'unknown',
      },
    ],
  },
  'two versions without a destination': {
    break: world => writeTwo(world, preferencesContent(nothing), preferencesContent(nothing)),
    finds: [`${NAME}: ${message}`],
  },
  'preferences without a destination in a Region without a node': {
    break: world => {
      set(world, nothing)
      withoutNodes(world)
    },
    finds: [{ subject: NAME, message, severity: 'low' }],
  },
  'a Region without document and node': {
    break: world => {
      world.records.preferencesDocuments = {}
      withoutNodes(world)
    },
    finds: [],
  },
  'CloudWatch Logs alone': { break: world => set(world, { s3BucketName: '' }), finds: [] },
  'S3 alone': { break: world => set(world, { cloudWatchLogGroupName: '' }), finds: [] },
  'a name that the node fills in': {
    break: world => set(world, { ...nothing, s3BucketName: '{{ssm:bucket}}' }),
    finds: [],
  },
  'a config that declares that nothing shall be recorded': {
    break: world => {
      set(world, nothing)
      world.declared = { preferences: nothing }
    },
    finds: [],
  },
})
