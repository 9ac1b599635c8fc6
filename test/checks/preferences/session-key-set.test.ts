import check from '../../../checks/preferences/session-key-set.ts'
import { preferencesContent } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

testCheck(check, {
  'no key': {
    break: world => set(world, { kmsKeyId: '' }),
    finds: [
      {
        subject: NAME,
        message: 'no KMS key is set: sessions are encrypted by TLS alone',
        severity: 'low',
        about: 'kmsKeyId',
        fixable: false,
      },
    ],
  },
  'a latest version without a key': {
    break: world => writeTwo(world, preferencesContent(), preferencesContent({ kmsKeyId: undefined })),
    finds: [
      {
        subject: NAME,
        message: 'no KMS key is set in the latest version 4 alone: sessions are encrypted by TLS alone',
        verdict: 'unknown',
      },
    ],
  },
  'an alias': { break: world => set(world, { kmsKeyId: 'alias/sessions' }), finds: [] },
  'a key that the node fills in': { break: world => set(world, { kmsKeyId: '{{ssm:key}}' }), finds: [] },
  'no document': { break: world => (world.records.preferencesDocuments = {}), finds: [] },
})
