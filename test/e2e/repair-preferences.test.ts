import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import {
  AddTagsToResourceCommand,
  CreateDocumentCommand,
  DeleteDocumentCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { type Account, type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { preferencesText, type PreferenceOptions } from '../support/moto/account-region.ts'
import { reads } from '../support/moto/call.ts'
import { mendAndTakeBack, repair, takeBack, type Repair } from '../support/moto/repair-run.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const Name = 'SSM-SessionManagerRunShell'
const WRITTEN = ['UpdateDocument', 'UpdateDocumentDefaultVersion']

/** Writes a version over the latest and leaves the default behind, as the AWS CLI does. */
const writeLater = async (
  { clients, region: { facts } }: Account,
  differing: PreferenceOptions,
): Promise<void> => {
  const Content = preferencesText(facts, differing)
  await clients.ssm.send(new UpdateDocumentCommand({ Name, Content, DocumentVersion: '$LATEST' }))
}

/** The group of the policies is there, and the one of the preferences is not. */
const renameGroup = async ({ clients, region: { facts } }: Account): Promise<void> => {
  const { logGroup, keyArn: kmsKeyId } = facts
  await clients.logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }))
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName: OTHER, kmsKeyId }))
  await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName: OTHER, retentionInDays: 365 }))
}

const OTHER = '/aws/ssm/session-records'

interface PreferencesRepair extends Repair {
  readonly account?: AccountOptions
  readonly break?: (account: Account) => Promise<unknown>
}

const REPAIRS: Readonly<Record<string, PreferencesRepair>> = {
  'flags as texts, a number for minutes, and a prefix with a slash before it': {
    account: {
      preferences: {
        cloudWatchStreamingEnabled: 'true',
        s3EncryptionEnabled: 'True',
        idleSessionTimeout: 15,
        s3KeyPrefix: '/shell',
        recordingMode: { full: ['a', 2.5] },
      },
    },
    finds: ['preferences/schema-valid'],
    writes: WRITTEN,
  },
  'the ARN of a log group for its name': {
    account: {},
    break: async account => {
      const {
        region: { region, facts },
      } = account
      await writeOver(account, {
        cloudWatchLogGroupName: `arn:aws:logs:${region}:${account.accountId}:log-group:${facts.logGroup}:*`,
      })
    },
    finds: ['preferences/schema-valid'],
    writes: WRITTEN,
  },
  'a log group whose name the policies know better': {
    account: { policyLogGroup: OTHER },
    break: renameGroup,
    finds: ['logs/log-group-exists'],
    writes: WRITTEN,
  },
  'a latest version that nobody made the default': {
    break: account => writeLater(account, { maxSessionDuration: '45' }),
    finds: [],
    writes: ['UpdateDocumentDefaultVersion'],
  },
  'a latest version with a slip in it': {
    break: account => writeLater(account, { cloudWatchStreamingEnabled: 'true', maxSessionDuration: '45' }),
    finds: ['preferences/default-version-current'],
    writes: WRITTEN,
  },
  'a latest version that differs from the default by its slip alone': {
    break: account => writeLater(account, { cloudWatchStreamingEnabled: 'true' }),
    finds: ['preferences/default-version-current'],
    // The text of the default is taken once: it is written again with another blank.
    writes: ['UpdateDocument', 'UpdateDocument'],
  },
  'two versions with one slip': {
    account: { preferences: { cloudWatchStreamingEnabled: 'true', maxSessionDuration: '45' } },
    break: account => writeLater(account, { cloudWatchStreamingEnabled: 'true' }),
    finds: ['preferences/schema-valid'],
    writes: WRITTEN,
  },
  'records that a dying node takes along': {
    account: { preferences: { cloudWatchStreamingEnabled: false } },
    finds: [],
    writes: WRITTEN,
  },
}

/** Makes the preferences anew, in one version. */
const writeOver = async (account: Account, differing: PreferenceOptions): Promise<void> => {
  const { clients, region } = account
  await clients.ssm.send(new DeleteDocumentCommand({ Name }))
  const Content = preferencesText(region.facts, differing)
  await clients.ssm.send(
    new CreateDocumentCommand({ Name, Content, DocumentType: 'Session', DocumentFormat: 'JSON' }),
  )
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('are mended, clean, and rolled back to what they were', async () => {
    const account = await makeAccount(moto.proxy, one.account)
    await one.break?.(account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})

describe('a version that somebody writes', () => {
  const faulty = { preferences: { cloudWatchStreamingEnabled: 'true' } }

  test('in the moment of the repair is not gone over', async () => {
    const account = await makeAccount(moto.proxy, faulty)
    const session = moto.proxy.session(account.accountId)
    const theirs = (): Promise<void> => writeLater(account, { maxSessionDuration: '7' })
    session.faults.push({
      when: call => call.operation === 'UpdateDocument',
      trouble: { kind: 'hook', before: theirs },
      times: 1,
    })
    const args = ['fix', '--region', account.region.region, '--yes', '--allow-review']
    const result = await runAs(moto, session, args, { home: newHome() })
    expect(result.code, result.stderr).toBe(4)
    expect(result.stderr).toContain('has got another version at this moment')
    const { latest, versions } = documentIn(await moto.dump(account))
    expect(versions).toHaveLength(2)
    expect(latest).toContain('"maxSessionDuration": "7"')
  })

  test('after the repair stays when it is taken back, and ours goes', async () => {
    const account = await makeAccount(moto.proxy, faulty)
    const before = await moto.dump(account)
    const home = newHome()
    const mended = await repair(moto, account, home, [])
    expect(mended.result.code).toBe(0)
    await writeLater(account, { maxSessionDuration: '7' })
    await takeBack(moto, account, home)
    const { default: current, latest, versions } = documentIn(await moto.dump(account))
    expect(current).toBe(documentIn(before).default)
    expect(latest).toContain('"maxSessionDuration": "7"')
    expect(versions).toHaveLength(2)
  })
})

interface DumpedDocument {
  readonly default: string
  readonly latest: string
  readonly versions: readonly string[]
}

const documentIn = (dump: Readonly<Record<string, unknown>>): DumpedDocument => {
  const { regions } = dump as { regions: Record<string, { documents: Record<string, DumpedDocument> }> }
  const document = Object.values(regions)[0]?.documents[Name]
  if (!document) throw new Error('there are no preferences')
  return document
}

test('a document that a stack owns is not edited until that is allowed', async () => {
  const account = await makeAccount(moto.proxy, { preferences: { cloudWatchStreamingEnabled: 'true' } })
  await account.clients.ssm.send(
    new AddTagsToResourceCommand({
      ResourceType: 'Document',
      ResourceId: Name,
      Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'sessions' }],
    }),
  )
  const session = moto.proxy.session(account.accountId)
  const args = ['fix', '--region', account.region.region, '--yes', '--allow-review']
  const left = await runAs(moto, session, args, { home: newHome() })
  expect(left.code).toBe(1)
  expect(left.stdout).toContain('owner: CloudFormation sessions')
  expect(session.calls.filter(call => !reads(call))).toEqual([])
  const allowed = await runAs(moto, session, [...args, '--allow-managed'], { home: newHome() })
  expect(allowed.code, allowed.stdout + allowed.stderr).toBe(0)
  expect(session.calls.filter(call => !reads(call)).map(({ operation }) => operation)).toEqual(WRITTEN)
})
