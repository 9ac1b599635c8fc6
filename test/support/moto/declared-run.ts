import { vi } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { collect } from '../../../src/collect/collect.ts'
import { openSession, type AwsSession } from '../../../src/collect/session.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { wantedKinds } from '../../../src/core/audit/wanted.ts'
import { PLAN_KINDS, type Declared } from '../../../src/core/records.ts'
import type { World } from '../../../src/core/snapshot.ts'
import type { Account } from './account.ts'
import { credentialsOf, type Moto } from './world.ts'

export const now = (): string => new Date().toISOString()

/** A session of the account, as somebody has it who has the credentials in his environment. */
export const sessionOf = async (moto: Moto, account: Account): Promise<AwsSession> => {
  const session = moto.proxy.session(account.accountId)
  for (const [name, value] of Object.entries(credentialsOf(moto.proxy, session))) vi.stubEnv(name, value)
  return openSession({ region: account.region.region })
}

/** The account as all checks and a plan need it, under a config. */
export const worldsOf = async (
  moto: Moto,
  account: Account,
  declared: Declared,
): Promise<readonly World[]> => {
  const { worlds } = await collect({
    session: await sessionOf(moto, account),
    regions: [account.region.region],
    kinds: new Set([...wantedKinds(checks), ...PLAN_KINDS]),
    declared: () => declared,
    takenAt: now(),
  })
  return worlds
}

/** The checks that find something which follows from nothing else, sorted. */
export const found = (worlds: readonly World[]): string[] =>
  audit(worlds, checks)
    .findings.filter(({ severity, causedBy }) => severity !== 'info' && causedBy === undefined)
    .map(({ check }) => check)
    .toSorted()
