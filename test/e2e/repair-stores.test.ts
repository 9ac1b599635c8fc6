import {
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DisassociateKmsKeyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateAliasCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import type { PreferenceOptions } from '../support/moto/account-region.ts'
import { reads } from '../support/moto/call.ts'
import { asWritten, bucketPolicy } from '../support/moto/policies.ts'
import { mendAndTakeBack, repair, type Repair } from '../support/moto/repair-run.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const UNENCRYPTED = { cloudWatchEncryptionEnabled: false }

const dropGroup = ({ clients, region }: Account) =>
  clients.logs.send(new DeleteLogGroupCommand({ logGroupName: region.facts.logGroup }))

const dropKey = ({ clients, region }: Account) =>
  clients.logs.send(new DisassociateKmsKeyCommand({ logGroupName: region.facts.logGroup }))

/** The key's policy leaves everything to the account, and nothing to the logs service. */
const shutLogsOut = async ({ clients, region, accountId }: Account): Promise<void> => {
  const account = {
    Sid: 'Account',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  }
  const Policy = asWritten({ Version: '2012-10-17', Id: 'a+b 100% "é"', Statement: [account] })
  await clients.kms.send(
    new PutKeyPolicyCommand({ KeyId: region.facts.keyArn, PolicyName: 'default', Policy }),
  )
}

interface StoreRepair extends Repair {
  readonly preferences?: PreferenceOptions
  readonly break: (account: Account) => Promise<unknown>
}

const REPAIRS: Readonly<Record<string, StoreRepair>> = {
  'no log group': {
    preferences: UNENCRYPTED,
    break: dropGroup,
    finds: ['logs/log-group-exists'],
    writes: ['CreateLogGroup'],
    // what nobody could see while it was missing
    leaves: ['logs/retention-set'],
  },
  'no log group, where encryption is required': {
    break: dropGroup,
    finds: ['logs/log-group-exists'],
    writes: ['CreateLogGroup'],
    leaves: ['logs/retention-set'],
  },
  'no log group, and a key that does not let the logs service in': {
    break: async account => {
      await dropGroup(account)
      await shutLogsOut(account)
    },
    finds: ['logs/log-group-exists'],
    writes: ['PutKeyPolicy', 'CreateLogGroup'],
    leaves: ['logs/retention-set'],
  },
  'a log group without the key that is required': {
    break: dropKey,
    finds: ['logs/log-group-encrypted'],
    writes: ['AssociateKmsKey'],
  },
  'the same, and a key that does not let the logs service in': {
    break: async account => {
      await dropKey(account)
      await shutLogsOut(account)
    },
    finds: ['logs/log-group-encrypted'],
    writes: ['PutKeyPolicy', 'AssociateKmsKey'],
  },
  'a log group without the key that is required, and a session key that is named by its alias': {
    preferences: { kmsKeyId: 'alias/sessions' },
    break: async account => {
      const { clients, region } = account
      const alias = { AliasName: 'alias/sessions', TargetKeyId: region.facts.keyArn.split('/').at(-1) }
      await clients.kms.send(new CreateAliasCommand(alias))
      await dropKey(account)
      await shutLogsOut(account)
    },
    finds: ['logs/log-group-encrypted'],
    writes: ['PutKeyPolicy', 'AssociateKmsKey'],
  },
  'a bucket without a block of public access': {
    break: ({ clients, region }) =>
      clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: region.facts.bucket })),
    finds: [],
    writes: ['PutBucketPublicAccessBlock'],
  },
  'a bucket that is public by its policy': {
    break: async ({ clients, region }) => {
      const { bucket: Bucket } = region.facts
      const open = { BlockPublicAcls: true, IgnorePublicAcls: true }
      const block = { ...open, BlockPublicPolicy: false, RestrictPublicBuckets: false }
      await clients.s3.send(
        new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }),
      )
      const read = {
        Sid: 'Everybody',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/public/*`,
      }
      const { Statement, ...document } = bucketPolicy(Bucket) as { Statement: unknown[] }
      const Policy = asWritten({ ...document, Statement: [...Statement, read] })
      await clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    },
    finds: ['s3/public-access-blocked'],
    writes: ['PutBucketPublicAccessBlock'],
  },
  'a bucket without a policy': {
    break: ({ clients, region }) =>
      clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: region.facts.bucket })),
    finds: [],
    writes: ['PutBucketPolicy'],
  },
  'a bucket whose policy says nothing of plain HTTP': {
    break: ({ clients, region, accountId }) => {
      const { bucket: Bucket } = region.facts
      const statement = {
        Sid: 'Auditors',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      }
      const Policy = asWritten({ Version: '2012-10-17', Id: 'a+b 100% "é"', Statement: statement })
      return clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    },
    finds: [],
    writes: ['PutBucketPolicy'],
  },
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy, {
      ...(one.preferences && { preferences: one.preferences }),
    })
    await one.break(account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})

/** Repairs with --yes alone, which answers for safe steps; gives what was written. */
const repairSafely = async (account: Account) => {
  const session = moto.proxy.session(account.accountId)
  const result = await runAs(moto, session, ['fix', '--region', account.region.region, '--yes'])
  return { result, writes: session.calls.filter(call => !reads(call)).map(({ operation }) => operation) }
}

const openBucket = async ({ clients, region }: Account): Promise<void> => {
  await clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: region.facts.bucket }))
}

describe('--yes alone', () => {
  test('creates a log group, blocks public access, and leaves a policy to a review', async () => {
    const account = await makeAccount(moto.proxy, { preferences: UNENCRYPTED })
    const { clients, region } = account
    await dropGroup(account)
    await openBucket(account)
    await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: region.facts.bucket }))
    const { result, writes } = await repairSafely(account)
    expect(writes, result.stderr).toEqual(['CreateLogGroup', 'PutBucketPublicAccessBlock'])
    expect(result.stderr).toContain('1 step of risk review not taken')
    expect(result.code).toBe(0)
  })

  test('does not close a bucket that serves a website', async () => {
    const account = await makeAccount(moto.proxy)
    const { clients, region } = account
    await openBucket(account)
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } }
    await clients.s3.send(new PutBucketWebsiteCommand({ Bucket: region.facts.bucket, WebsiteConfiguration }))
    const { result, writes } = await repairSafely(account)
    expect(writes).toEqual([])
    expect(result.stdout).toContain('visitors of the website that it serves')
  })
})

describe('a log group that was created and has got a stream since', () => {
  test('is kept by the rollback, with its key’s policy, and told', async () => {
    const account = await makeAccount(moto.proxy)
    const { clients, region } = account
    await dropGroup(account)
    await shutLogsOut(account)
    const home = newHome()
    const { writes } = await repair(moto, account, home, [])
    expect(writes).toEqual(['PutKeyPolicy', 'CreateLogGroup'])
    const mended = await moto.dump(account)
    const stream = { logGroupName: region.facts.logGroup, logStreamName: 'mia-0a1b2c3d4e5f60001' }
    await clients.logs.send(new CreateLogStreamCommand(stream))

    const session = moto.proxy.session(account.accountId)
    const undone = await runAs(moto, session, ['rollback', '--yes'], { home })
    expect(session.calls.filter(call => !reads(call))).toEqual([])
    expect(undone.stderr).toContain(`log group ${region.facts.logGroup} has got streams since: it is kept`)
    expect(undone.stderr).toContain('holds records that may be encrypted with key')
    expect(undone.code).toBe(4)
    const kept = JSON.stringify(await moto.dump(account))
    expect(kept.replace('"mia-0a1b2c3d4e5f60001"', '')).toBe(JSON.stringify(mended))
  })
})
