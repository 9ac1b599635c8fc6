import { expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import check from '../../../checks/s3/tls-only.ts'
import { ACCOUNT, BUCKET, healthyWorld, policyDocument, TLS_ONLY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const policy = (world: BreakableWorld, ...statements: object[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    ...(statements.length > 0 && { document: policyDocument(statements) }),
  }
}
const message = `the policy of bucket ${BUCKET} denies nothing that comes by plain HTTP`

testCheck(check, {
  'no policy': {
    break: world => policy(world),
    finds: [{ subject: BUCKET, message, severity: 'low', about: 'aws:SecureTransport', risk: 'review' }],
  },
  'a Deny for uploads alone': {
    break: world => policy(world, { ...TLS_ONLY, Action: 's3:PutObject' }),
    finds: [`${BUCKET}: ${message}`],
  },
  'a Deny for one role alone': {
    break: world => policy(world, { ...TLS_ONLY, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/web` } }),
    finds: [`${BUCKET}: ${message}`],
  },
  'a Deny among others, in another form': {
    break: world =>
      policy(
        world,
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetBucketLocation',
          Resource: `arn:aws:s3:::${BUCKET}`,
        },
        {
          ...TLS_ONLY,
          Principal: { AWS: '*' },
          Action: ['s3:Get*', 's3:Put*'],
          Condition: { Bool: { 'aws:securetransport': false } },
        },
      ),
    finds: [],
  },
  'a bucket of another account': {
    break: world => {
      policy(world)
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
})

const commandsWhere = (...statements: object[]): readonly string[] => {
  const world = healthyWorld()
  policy(world, ...statements)
  return audit([world], [check]).findings.flatMap(({ remediation }) => remediation.commands)
}

it('advises a whole policy where there is none', () => {
  const [command = '', ...others] = commandsWhere()
  expect(others).toEqual([])
  const [, text = ''] = /^aws s3api put-bucket-policy --bucket \S+ --policy '(.*)'$/.exec(command) ?? []
  expect(JSON.parse(text)).toEqual(JSON.parse(policyDocument([TLS_ONLY])))
})

it('advises to add the statement to those that stand there, in a list or not', () => {
  const deny = { ...TLS_ONLY, Action: 's3:PutObject' }
  expect(commandsWhere(deny)).toEqual([
    `aws s3api get-bucket-policy --bucket ${BUCKET} --query Policy --output text | jq -c '.Statement = ([.Statement] | flatten) + [${JSON.stringify(TLS_ONLY)}]' > bucket-policy.json`,
    `aws s3api put-bucket-policy --bucket ${BUCKET} --policy file://bucket-policy.json`,
  ])
})
