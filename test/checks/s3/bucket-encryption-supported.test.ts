import check from '../../../checks/s3/bucket-encryption-supported.ts'
import { BUCKET, preferencesContent } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { set, writeTwo } from '../preferences/written.ts'

const encrypt = (world: BreakableWorld, algorithm?: string): void => {
  world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, ...(algorithm !== undefined && { algorithm }) }
}
const refused = `bucket ${BUCKET} encrypts with aws:kms:dsse, which the agent does not know: every session is refused, with the words "encryption is not set up on the selected Amazon S3 bucket"`

testCheck(check, {
  'two layers of encryption': {
    break: world => encrypt(world, 'aws:kms:dsse'),
    finds: [
      { subject: BUCKET, message: refused, severity: 'critical', about: 'SSEAlgorithm', fixable: false },
    ],
  },
  'a rule without a default': {
    break: world => encrypt(world),
    finds: [
      {
        subject: BUCKET,
        message: `bucket ${BUCKET} has a first encryption rule without a default, on which agents were seen to crash`,
        verdict: 'unknown',
      },
    ],
  },
  'two layers, demanded by the latest version alone': {
    break: world => {
      encrypt(world, 'aws:kms:dsse')
      writeTwo(world, preferencesContent({ s3EncryptionEnabled: false }), preferencesContent())
    },
    finds: [
      {
        subject: BUCKET,
        message: `${refused} (where sessions follow the latest version of the preferences)`,
        verdict: 'unknown',
      },
    ],
  },
  'a KMS key': { break: world => encrypt(world, 'aws:kms'), finds: [] },
  'two layers on which nobody insists': {
    break: world => {
      encrypt(world, 'aws:kms:dsse')
      set(world, { s3EncryptionEnabled: false })
    },
    finds: [],
  },
})
