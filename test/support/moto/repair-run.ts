import { expect } from 'vitest'
import type { Account } from './account.ts'
import { reads } from './call.ts'
import { checkRegion, rootsOf, setHeard, type Heard } from './network-run.ts'
import { newHome } from './run-cli.ts'
import { runAs, type Moto } from './world.ts'

/** A broken account, and what its repair comes to. */
export interface Repair {
  /** The checks that find it, sorted. */
  readonly finds: readonly string[]
  /** What is written to mend it, in order. */
  readonly writes: readonly string[]
  /** Whether the nodes are heard while the account is broken; once it is repaired the agent comes back. */
  readonly heard?: Heard
  /** Flags of every run: a config, say. */
  readonly flags?: readonly string[]
  /** Findings that the repair uncovers or leaves, beside those of severity info. */
  readonly leaves?: readonly string[]
}

const checksOf = (roots: readonly string[]): string[] => [
  ...new Set(roots.map(root => root.split(' ')[0] ?? '')),
]

/** The agent is heard again as soon as something was written for it. */
export const repair = async (moto: Moto, account: Account, home: string, flags: readonly string[]) => {
  const session = moto.proxy.session(account.accountId)
  const comeBack = async (): Promise<void> => setHeard(moto, account, 'online')
  session.faults.push({ when: call => !reads(call), trouble: { kind: 'hook', after: comeBack } })
  const { region } = account.region
  const args = ['fix', '--region', region, '--yes', '--allow-review', ...flags]
  const result = await runAs(moto, session, args, { home })
  const writes = session.calls.filter(call => !reads(call)).map(({ operation }) => operation)
  return { result, writes }
}

export const takeBack = async (moto: Moto, account: Account, home: string): Promise<void> => {
  const session = moto.proxy.session(account.accountId)
  const undone = await runAs(moto, session, ['rollback', '--yes'], { home })
  expect(undone.code, undone.stdout + undone.stderr).toBe(0)
}

/**
 * Checks a broken account, mends it, checks it again, and takes everything back: to the independent client the account
 * is then as it was, field by field.
 * @returns what was written to mend it, in order
 */
export const mendAndTakeBack = async (
  moto: Moto,
  account: Account,
  { finds, heard = 'online', flags = [], leaves = [] }: Repair,
): Promise<readonly string[]> => {
  setHeard(moto, account, heard)
  const before = await moto.dump(account)
  const broken = rootsOf(await checkRegion(moto, account, ...flags))
  expect(checksOf(broken)).toEqual(finds)

  const home = newHome()
  const mended = await repair(moto, account, home, flags)
  expect(mended.result.code, mended.result.stdout + mended.result.stderr).toBe(0)
  expect(await moto.dump(account)).not.toEqual(before)

  const clean = await checkRegion(moto, account, ...flags)
  const left = clean.report.findings.filter(({ severity }) => severity !== 'info')
  expect(left.map(({ check }) => check)).toEqual(leaves)
  expect(clean.report.gaps).toEqual([])
  expect(clean.result.code).toBe(0)

  await takeBack(moto, account, home)
  expect(await moto.dump(account)).toEqual(before)
  setHeard(moto, account, heard)
  expect(rootsOf(await checkRegion(moto, account, ...flags))).toEqual(broken)
  return mended.writes
}
