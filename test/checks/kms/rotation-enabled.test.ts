import check from '../../../checks/kms/rotation-enabled.ts'
import { prefer } from '../policies.ts'
import { GROUP_KEY, SESSION_KEY } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'

testCheck(check, {
  'a key that never changes': {
    break: world => (world.records.keyRotation[SESSION_KEY] = { keyArn: SESSION_KEY, enabled: false }),
    finds: [
      {
        subject: SESSION_KEY,
        message: `the material of key ${SESSION_KEY} is never replaced`,
        severity: 'low',
        about: 'rotation',
        fixable: false,
      },
    ],
  },
  'the key of the log group': {
    break: world => (world.records.keyRotation[GROUP_KEY] = { keyArn: GROUP_KEY, enabled: false }),
    finds: [],
  },
  'a replica, whose material is its primary’s': {
    break: world => {
      Object.assign(world.records.keys[SESSION_KEY] ?? {}, { multiRegionKeyType: 'REPLICA' })
      world.records.keyRotation[SESSION_KEY] = { keyArn: SESSION_KEY, enabled: false }
    },
    finds: [],
  },
  'a key that cannot rotate': { break: world => delete world.records.keyRotation[SESSION_KEY], finds: [] },
  'a key of another account': {
    break: world =>
      prefer(world, {
        kmsKeyId: 'arn:aws:kms:ap-southeast-1:999999999999:key/12345678-1234-4234-8234-123456789012',
      }),
    finds: [],
  },
})
