import check from '../../../checks/preferences/document-exists.ts'
import { DB, HYBRID, preferencesContent, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { hideInstances, NAME, set, withoutNodes } from './written.ts'

const message =
  "SSM-SessionManagerRunShell does not exist in ap-southeast-1: sessions use the service's defaults and leave no record"

testCheck(check, {
  'an account without the document': {
    break: world => (world.records.preferencesDocuments = {}),
    finds: [{ subject: NAME, message, severity: 'high', affects: [WEB, DB, HYBRID], fixable: false }],
  },
  'a document whose name differs in letter case alone': {
    break: world => {
      world.records.preferencesDocuments = {
        'ssm-sessionmanagerrunshell': {
          name: 'ssm-sessionmanagerrunshell',
          default: { version: '1', content: '{}' },
        },
      }
    },
    finds: [`${NAME}: ${message}`],
  },
  'nodes of which nobody can tell whether they are judged': {
    break: world => {
      world.records.preferencesDocuments = {}
      hideInstances(world)
    },
    finds: [{ subject: NAME, message, severity: 'high' }],
  },
  'a Region without a node': {
    break: world => {
      world.records.preferencesDocuments = {}
      withoutNodes(world)
    },
    finds: [{ subject: NAME, message, severity: 'info', affects: [] }],
  },
  'a config that declares one of two destinations': {
    break: world => {
      world.records.preferencesDocuments = {}
      world.declared = {
        preferences: {
          cloudWatchLogGroupName: '',
          s3BucketName: 'session-archive-${account}',
          s3KeyPrefix: 'sessions',
        },
      }
    },
    finds: [{ subject: NAME, message, fixable: true }],
  },
  'a config that declares other fields alone': {
    break: world => {
      world.records.preferencesDocuments = {}
      world.declared = { preferences: { runAsEnabled: false } }
    },
    finds: [`${NAME}: ${message}`],
  },
  'a config that declares all of it': {
    break: world => {
      const { inputs }: { inputs: Record<string, never> } = JSON.parse(
        preferencesContent({ cloudWatchEncryptionEnabled: false, s3EncryptionEnabled: false, kmsKeyId: '' }),
      )
      world.records.preferencesDocuments = {}
      world.declared = { preferences: inputs }
    },
    finds: [{ subject: NAME, message, fixable: true }],
  },
  'a config that declares that nothing shall be recorded': {
    break: world => {
      world.records.preferencesDocuments = {}
      world.declared = { preferences: { cloudWatchLogGroupName: '', s3BucketName: '' } }
    },
    finds: [],
  },
  'a document in which nothing is set': {
    break: world => set(world, { cloudWatchLogGroupName: '', s3BucketName: '', kmsKeyId: '' }),
    finds: [],
  },
})
