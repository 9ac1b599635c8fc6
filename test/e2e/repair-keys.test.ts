import { DisableKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { asWritten } from '../support/moto/policies.ts'
import { mendAndTakeBack, type Repair } from '../support/moto/repair-run.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const writePolicy = async ({ clients, region }: Account, ...Statement: unknown[]): Promise<void> => {
  const Policy = asWritten({ Version: '2012-10-17', Id: 'a+b 100% "é"', Statement })
  await clients.kms.send(
    new PutKeyPolicyCommand({ KeyId: region.facts.keyArn, PolicyName: 'default', Policy }),
  )
}

const toAccount = ({ accountId }: Account) => ({
  Sid: 'Account',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
})

const toLogs = ({ region: { region } }: Account) => ({
  Sid: 'Logs',
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
})

interface KeyRepair extends Repair {
  readonly break: (account: Account) => Promise<unknown>
}

const REPAIRS: Readonly<Record<string, KeyRepair>> = {
  'a key that is disabled': {
    break: ({ clients, region }) => clients.kms.send(new DisableKeyCommand({ KeyId: region.facts.keyArn })),
    finds: ['kms/key-usable'],
    writes: ['EnableKey'],
  },
  'a key that does not let the logs service in': {
    break: account => writePolicy(account, toAccount(account)),
    finds: ['logs/key-allows-logs-service'],
    writes: ['PutKeyPolicy'],
  },
  'a key whose policy leaves nothing to the account': {
    break: account =>
      writePolicy(account, toLogs(account), {
        ...toAccount(account),
        Principal: { AWS: `arn:aws:iam::${account.accountId}:role/key-admin` },
      }),
    finds: ['kms/node-can-decrypt'],
    writes: ['PutKeyPolicy'],
  },
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy)
    await one.break(account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})
