import check from '../../../checks/s3/bucket-policy.ts'
import { BUCKET, DB, HYBRID, policyDocument, TLS_ONLY, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { prefer } from '../policies.ts'

const OBJECTS = `arn:aws:s3:::${BUCKET}/sessions/*`
const policy = (world: BreakableWorld, ...statements: object[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}
const freeze = { Sid: 'Freeze', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS }

testCheck(check, {
  'no uploads': {
    break: world => policy(world, freeze),
    finds: [
      {
        subject: BUCKET,
        message: `statement Freeze of bucket policy of ${BUCKET} denies s3:PutObject of roles web, db, hybrid-node, which the agent calls`,
        severity: 'high',
        about: `bucket policy of ${BUCKET} Freeze`,
        affects: [WEB, DB, HYBRID],
        fixable: false,
      },
    ],
  },
  'no uploads by one role': {
    break: world =>
      policy(world, {
        ...freeze,
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/web' } },
      }),
    finds: [{ subject: BUCKET, message: / of role web, which/, affects: [WEB] }],
  },
  'another ACL': {
    break: world =>
      policy(world, {
        ...freeze,
        Sid: 'Private',
        Condition: { StringNotEquals: { 's3:x-amz-acl': 'private' } },
      }),
    finds: [{ subject: BUCKET, about: `bucket policy of ${BUCKET} Private` }],
  },
  'another encryption than the default that the agent copies': {
    break: world =>
      policy(world, {
        ...freeze,
        Sid: 'KmsOnly',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      }),
    finds: [{ subject: BUCKET, about: `bucket policy of ${BUCKET} KmsOnly` }],
  },
  'two statements, one for uploads and one for looking at the encryption': {
    break: world =>
      policy(world, freeze, {
        ...freeze,
        Sid: 'Secret',
        Action: 's3:GetEncryptionConfiguration',
        Resource: `arn:aws:s3:::${BUCKET}`,
      }),
    finds: [
      { subject: BUCKET, about: `bucket policy of ${BUCKET} Freeze` },
      { subject: BUCKET, about: `bucket policy of ${BUCKET} Secret` },
    ],
  },
  'looking at the encryption denied where nobody insists on it': {
    break: world => {
      prefer(world, { s3EncryptionEnabled: false })
      policy(world, {
        ...freeze,
        Action: 's3:GetEncryptionConfiguration',
        Resource: `arn:aws:s3:::${BUCKET}`,
      })
    },
    finds: [],
  },
  'plain HTTP': { break: world => policy(world), finds: [] },
  'other roles': {
    break: world =>
      policy(world, {
        ...freeze,
        Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } },
      }),
    finds: [],
  },
})
