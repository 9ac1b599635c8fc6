import check from '../../../checks/s3/versioning.ts'
import { BUCKET } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const versions = (world: BreakableWorld, status?: string): void => {
  world.records.bucketVersioning[BUCKET] = { bucket: BUCKET, ...(status !== undefined && { status }) }
}

testCheck(check, {
  'no versions': {
    break: world => versions(world),
    finds: [
      {
        subject: BUCKET,
        message: `bucket ${BUCKET} keeps no versions`,
        severity: 'low',
        about: 'versioning',
        fixable: false,
      },
    ],
  },
  'no versions any more': {
    break: world => versions(world, 'Suspended'),
    finds: [`${BUCKET}: bucket ${BUCKET} keeps no versions any more`],
  },
  'a bucket of another account': {
    break: world => {
      versions(world)
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
})
