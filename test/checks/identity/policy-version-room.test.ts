import check from '../../../checks/identity/policy-version-room.ts'
import { LOGGING_POLICY } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'

testCheck(check, {
  'five versions': {
    break: world =>
      (world.records.policyVersions[LOGGING_POLICY] = { arn: LOGGING_POLICY, spare: ['1', '2', '3', '4'] }),
    finds: [
      {
        subject: LOGGING_POLICY,
        message:
          'policy session-logging has 5 of 5 versions: a repair deletes the oldest that is not the default',
        severity: 'info',
        about: 'versions',
        affects: [],
      },
    ],
  },
  'four versions': {
    break: world =>
      (world.records.policyVersions[LOGGING_POLICY] = { arn: LOGGING_POLICY, spare: ['1', '2', '3'] }),
    finds: [],
  },
})
