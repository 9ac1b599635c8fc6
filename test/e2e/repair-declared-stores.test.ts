import {
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { checks } from '../../checks/index.ts'
import { applyPlan } from '../../src/apply/apply.ts'
import { startJournal } from '../../src/apply/journal.ts'
import { rollback } from '../../src/apply/rollback.ts'
import { draftOn, readWhole } from '../../src/cli/draft.ts'
import { collect } from '../../src/collect/collect.ts'
import { openSession } from '../../src/collect/session.ts'
import { audit } from '../../src/core/audit/audit.ts'
import type { Declared } from '../../src/core/records.ts'
import { type Account, makeAccount } from '../support/moto/account.ts'
import type { PreferenceOptions } from '../support/moto/account-region.ts'
import { reads } from '../support/moto/call.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

afterEach(() => vi.unstubAllEnvs())

const now = (): string => new Date().toISOString()
const interrupted = (): boolean => false

/** The account as a program that has a config reads it and writes to it; and what it wrote. */
const openAccount = async (account: Account, declared: Declared) => {
  const { region } = account.region
  const caller = moto.proxy.session(account.accountId)
  for (const [name, value] of Object.entries(credentialsOf(moto.proxy, caller))) vi.stubEnv(name, value)
  const session = await openSession({ region })
  const read: Parameters<typeof readWhole>[0]['read'] = async ({ kinds, edit }) => {
    const options = { session, regions: [region], kinds, takenAt: now(), declared: () => declared }
    return (await collect({ ...options, ...(edit && { edit }) })).worlds
  }
  const writes = () => caller.calls.filter(call => !reads(call)).map(({ operation }) => operation)
  return { session, readable: { read }, writes }
}

type Opened = Awaited<ReturnType<typeof openAccount>>

const mend = async ({ session, readable }: Opened) => {
  const { plan } = await draftOn(await readWhole(readable, checks), { checks, selected: checks }, readable)
  expect(plan.breaks).toEqual([])
  const journal = startJournal({ folder: newHome(), tool: 'ssm-doctor test', plan, now })
  const { journalPath } = await applyPlan({ plan, session, journal, interrupted })
  return { journalPath, risks: plan.steps.map(({ risk }) => risk) }
}

const faultsOf = async ({ readable }: Opened): Promise<string[]> => {
  const { findings } = audit(await readWhole(readable, checks), checks)
  return findings.filter(({ severity }) => severity !== 'info').map(({ check }) => check)
}

interface Case {
  readonly preferences?: PreferenceOptions
  readonly declared: (account: Account) => Declared
  readonly break: (account: Account) => Promise<unknown>
  readonly finds: readonly string[]
  readonly risks: readonly string[]
  readonly writes: readonly string[]
}

const dropGroup = ({ clients, region }: Account) =>
  clients.logs.send(new DeleteLogGroupCommand({ logGroupName: region.facts.logGroup }))

const CASES: Readonly<Record<string, Case>> = {
  'a log group that keeps records for less than was promised': {
    declared: () => ({ logRetentionDays: { atLeast: 366 } }),
    break: ({ clients, region }) =>
      clients.logs.send(
        new PutRetentionPolicyCommand({ logGroupName: region.facts.logGroup, retentionInDays: 90 }),
      ),
    finds: ['logs/retention-set'],
    risks: ['safe'],
    writes: ['PutRetentionPolicy'],
  },
  'a young log group that keeps them for ever': {
    declared: () => ({ logRetentionDays: { atLeast: 100 } }),
    break: ({ clients, region }) =>
      clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: region.facts.logGroup })),
    finds: ['logs/retention-set'],
    risks: ['safe'],
    writes: ['PutRetentionPolicy'],
  },
  'no log group, and a promise': {
    preferences: { cloudWatchEncryptionEnabled: false },
    declared: () => ({ logRetentionDays: { atLeast: 731 } }),
    break: dropGroup,
    finds: ['logs/log-group-exists'],
    risks: ['safe', 'safe'],
    writes: ['CreateLogGroup', 'PutRetentionPolicy'],
  },
  'no log group, and a key and a promise': {
    preferences: { cloudWatchEncryptionEnabled: false },
    declared: ({ region }) => ({ logGroupKey: region.facts.keyArn, logRetentionDays: { atLeast: 400 } }),
    break: dropGroup,
    finds: ['logs/log-group-exists'],
    risks: ['review', 'safe'],
    writes: ['CreateLogGroup', 'PutRetentionPolicy'],
  },
}

describe.each(Object.entries(CASES))('%s', (_, one) => {
  test('is mended as the config says, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy, {
      ...(one.preferences && { preferences: one.preferences }),
    })
    await one.break(account)
    const before = await moto.dump(account)
    const opened = await openAccount(account, one.declared(account))
    expect(await faultsOf(opened)).toEqual(one.finds)

    const { journalPath, risks } = await mend(opened)
    expect(risks).toEqual(one.risks)
    expect(opened.writes()).toEqual(one.writes)
    expect(await faultsOf(opened)).toEqual([])

    const { session } = opened
    const { skipped } = await rollback({ journal: journalPath, session, interrupted, now })
    expect(skipped).toEqual([])
    expect(await moto.dump(account)).toEqual(before)
    expect(await faultsOf(opened)).toEqual(one.finds)
    session.close()
  })
})
