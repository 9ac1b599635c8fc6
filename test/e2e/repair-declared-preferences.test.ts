import { DeleteDocumentCommand } from '@aws-sdk/client-ssm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { checks } from '../../checks/index.ts'
import { applyPlan } from '../../src/apply/apply.ts'
import { startJournal } from '../../src/apply/journal.ts'
import { rollback } from '../../src/apply/rollback.ts'
import { planRepair } from '../../src/cli/repair-plan.ts'
import type { Declared } from '../../src/core/records.ts'
import { newFolder, removeFolders } from '../support/folders.ts'
import { type Account, type AccountOptions, makeAccount } from '../support/moto/account.ts'
import { found, now, sessionOf, worldsOf } from '../support/moto/declared-run.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()
afterEach(() => {
  vi.unstubAllEnvs()
  removeFolders()
})

const Name = 'SSM-SessionManagerRunShell'

type Inputs = NonNullable<Declared['preferences']>

interface DeclaredRepair {
  readonly account?: AccountOptions
  readonly break?: (account: Account) => Promise<unknown>
  readonly declared: (account: Account) => Inputs
  readonly finds: readonly string[]
  /** What the plan consists of. */
  readonly steps: readonly string[]
  readonly leaves?: readonly string[]
}

const destinations = ({ region: { facts } }: Account): Inputs => ({
  cloudWatchLogGroupName: facts.logGroup,
  cloudWatchStreamingEnabled: true,
  s3BucketName: facts.bucket,
  s3KeyPrefix: facts.prefix,
})

const LIMITS: Inputs = { maxSessionDuration: '45', idleSessionTimeout: '5' }
const NEW_VERSION = ['update-document', 'set-default-document-version']

const REPAIRS: Readonly<Record<string, DeclaredRepair>> = {
  'no preferences, and a config that declares some': {
    break: ({ clients: { ssm } }) => ssm.send(new DeleteDocumentCommand({ Name })),
    declared: account => ({ ...destinations(account), ...LIMITS }),
    finds: ['preferences/document-exists'],
    steps: ['create-document'],
    // Nobody declared a session key.
    leaves: ['preferences/session-key-set'],
  },
  'preferences that record nothing': {
    account: {
      preferences: {
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
        s3BucketName: '',
        s3KeyPrefix: '',
        s3EncryptionEnabled: false,
      },
    },
    declared: destinations,
    finds: Array(4).fill('preferences/as-declared'),
    steps: NEW_VERSION,
  },
  'sessions without a limit': {
    account: { preferences: { maxSessionDuration: '', idleSessionTimeout: '' } },
    declared: () => LIMITS,
    finds: Array(2).fill('preferences/as-declared'),
    steps: NEW_VERSION,
  },
  'a prefix that drifted': {
    account: { preferences: { s3KeyPrefix: 'elsewhere' } },
    declared: destinations,
    finds: ['preferences/as-declared'],
    steps: NEW_VERSION,
  },
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('become as declared, clean, and are rolled back to what they were', async () => {
    const account = await makeAccount(moto.proxy, one.account)
    await one.break?.(account)
    const declared = { preferences: one.declared(account) }
    const before = await moto.dump(account)
    const broken = await worldsOf(moto, account, declared)
    expect(found(broken)).toEqual(one.finds)

    const plan = planRepair(broken, { checks, selected: checks })
    expect([plan.breaks, plan.refused, plan.leaves]).toEqual([[], [], []])
    expect(plan.steps.map(({ change }) => change.type)).toEqual(one.steps)
    const session = await sessionOf(moto, account)
    const journal = startJournal({ folder: newFolder(), tool: 'ssm-doctor e2e', plan, now })
    const { written } = await applyPlan({ plan, session, journal, interrupted: () => false })
    expect(written).toBe(one.steps.length)
    expect(found(await worldsOf(moto, account, declared))).toEqual(one.leaves ?? [])

    const undone = await rollback({ journal: journal.path, session, interrupted: () => false, now })
    expect([undone.undone.length, undone.skipped]).toEqual([one.steps.length, []])
    expect(await moto.dump(account)).toEqual(before)
  })
})
