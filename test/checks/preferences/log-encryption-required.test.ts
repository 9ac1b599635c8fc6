import check from '../../../checks/preferences/log-encryption-required.ts'
import { GROUP, GROUP_KEY, preferencesContent } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { NAME, set, writeTwo } from './written.ts'

const off = { cloudWatchEncryptionEnabled: false }

testCheck(check, {
  'a group with a key on which nobody insists': {
    break: world => set(world, off),
    finds: [
      {
        subject: NAME,
        message: `log group ${GROUP} has a KMS key and the preferences do not insist on it`,
        severity: 'info',
        about: 'cloudWatchEncryptionEnabled',
        fixable: false,
      },
    ],
  },
  'one version that does not insist': {
    break: world => writeTwo(world, preferencesContent(off), preferencesContent()),
    finds: [
      {
        subject: NAME,
        message: `log group ${GROUP} has a KMS key and the preferences do not insist on it in the default version 3 alone`,
        verdict: 'unknown',
      },
    ],
  },
  'a group without a key of its own': {
    break: world => {
      set(world, off)
      const group = world.records.logGroups[GROUP]
      if (group?.kmsKeyId === GROUP_KEY) delete group.kmsKeyId
    },
    finds: [],
  },
  'no group': { break: world => set(world, { ...off, cloudWatchLogGroupName: '' }), finds: [] },
})
