import check from '../../../checks/s3/public-access-blocked.ts'
import { BUCKET } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

type Access = BreakableWorld['records']['bucketPublicAccess'][string]

const access = (world: BreakableWorld, off: readonly string[], change: Partial<Access> = {}): void => {
  const found = world.records.bucketPublicAccess[BUCKET]
  if (!found) return
  for (const name of off) found.block[name] = false
  Object.assign(found, change)
}
const ALL = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']

testCheck(check, {
  'a block that is not whole': {
    break: world => access(world, ['BlockPublicPolicy']),
    finds: [
      {
        subject: BUCKET,
        message: `the block of public access of bucket ${BUCKET} lacks BlockPublicPolicy: a slip may make it public, unless the account’s own block is on`,
        severity: 'low',
        about: 'public access block',
        risk: 'safe',
      },
    ],
  },
  'a public policy': {
    break: world => access(world, ALL, { publicByPolicy: true }),
    finds: [
      {
        subject: BUCKET,
        message: `bucket ${BUCKET} is public by its policy, unless the account’s own block is on`,
        severity: 'high',
        risk: 'review',
      },
    ],
  },
  'a public ACL': {
    break: world => access(world, ALL, { publicGrants: ['AllUsers'] }),
    finds: [{ subject: BUCKET, message: / is public by its ACL \(AllUsers\), /, severity: 'high' }],
  },
  'a public policy that the block holds back': {
    break: world => access(world, ['BlockPublicAcls'], { publicByPolicy: true, publicGrants: ['AllUsers'] }),
    finds: [{ subject: BUCKET, severity: 'low', risk: 'review' }],
  },
  'a bucket of another account': {
    break: world => {
      access(world, ALL)
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
})
