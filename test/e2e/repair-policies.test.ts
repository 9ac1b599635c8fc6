import { PutBucketEncryptionCommand } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { type Account, type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { asWritten, type PolicyFacts, sessionStatements } from '../support/moto/policies.ts'
import { mendAndTakeBack, type Repair } from '../support/moto/repair-run.ts'
import { OTHER_GROUP } from '../support/moto/story.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

type Statement = ReturnType<typeof sessionStatements>[number]

/** The policy of the node role, some statements of it exchanged or left out. */
const policyOf =
  (change: (statement: Statement, facts: PolicyFacts) => readonly Statement[]) =>
  (facts: PolicyFacts): string =>
    asWritten({
      Version: '2012-10-17',
      Statement: sessionStatements(facts).flatMap(statement => change(statement, facts)),
    })

const without = (...actions: readonly string[]) =>
  policyOf(statement =>
    actions.some(action => [statement['Action']].flat().includes(action)) ? [] : [statement],
  )

const otherPrefix = policyOf((statement, { bucket }) =>
  statement['Sid'] === 'SessionTranscripts'
    ? [{ ...statement, Resource: `arn:aws:s3:::${bucket}/transcripts/*` }]
    : [statement],
)

/** The bucket encrypts by the session key, with which the role may decrypt alone. */
const encryptBucket = async ({ clients: { s3 }, region: { facts } }: Account): Promise<void> => {
  const ApplyServerSideEncryptionByDefault = {
    SSEAlgorithm: 'aws:kms' as const,
    KMSMasterKeyID: facts.keyArn,
  }
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] }
  const input = { Bucket: facts.bucket, ServerSideEncryptionConfiguration }
  await s3.send(new PutBucketEncryptionCommand(input))
}

interface PolicyRepair extends Repair {
  readonly account: AccountOptions
  readonly break?: (account: Account) => Promise<void>
}

const IN_PLACE = ['CreatePolicyVersion']
const OWN_POLICY = ['PutRolePolicy']

const REPAIRS: Readonly<Record<string, PolicyRepair>> = {
  'a policy that names another log group': {
    account: { policyLogGroup: OTHER_GROUP, versions: 1 },
    finds: ['logs/log-group-arn-match'],
    writes: IN_PLACE,
  },
  'no right to write to the log group': {
    account: { policyText: without('logs:PutLogEvents') },
    finds: ['logs/write-permissions'],
    writes: OWN_POLICY,
  },
  'no right to find the log group': {
    account: { policyText: without('logs:DescribeLogGroups') },
    finds: ['logs/describe-log-groups'],
    writes: OWN_POLICY,
  },
  'no right to upload to the bucket': {
    account: { policyText: without('s3:PutObject') },
    finds: ['s3/write-permissions'],
    writes: OWN_POLICY,
  },
  'a policy that names another prefix of the bucket': {
    account: { policyText: otherPrefix, versions: 1 },
    finds: ['s3/prefix-match'],
    writes: IN_PLACE,
  },
  'no right to read how the bucket encrypts': {
    account: { policyText: without('s3:GetEncryptionConfiguration') },
    finds: ['s3/encryption-readable'],
    writes: OWN_POLICY,
  },
  'no right to use the key of the bucket': {
    account: {},
    break: encryptBucket,
    finds: ['s3/key-access'],
    writes: OWN_POLICY,
  },
  'no right to decrypt with the session key': {
    account: { policyText: without('kms:Decrypt') },
    finds: ['kms/node-can-decrypt'],
    writes: OWN_POLICY,
  },
  'none of the rights that the agent needs': {
    account: { core: false },
    finds: ['identity/core-permissions'],
    writes: OWN_POLICY,
    heard: 'lost',
  },
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy, one.account)
    await one.break?.(account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})
