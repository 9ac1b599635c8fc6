import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { type Account, makeAccount } from './account.ts'
import { type Call, reads } from './call.ts'
import type { Dump } from './dump.ts'
import type { Fault } from './faults.ts'
import { asWritten, sessionStatements } from './policies.ts'
import { type CliResult, newHome } from './run-cli.ts'
import { OTHER_GROUP, STORY_REGION } from './story.ts'
import { type Moto, runAs } from './world.ts'

export const FIX = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']
export const ROLLBACK = ['rollback', '--region', STORY_REGION, '--yes']

export const isWrite = (call: Call): boolean => !reads(call)

/** A rule that lets `passed` write calls pass and does something to the one after them. */
export const atWrite = (passed: number, trouble: Fault['trouble']): Fault => {
  let seen = 0
  return { when: call => isWrite(call) && seen++ === passed, trouble }
}

/** What a fault may do with the program that it meets. */
export interface Running {
  readonly kill: () => Promise<void>
  /** Kills it and never lets the call go on to AWS. */
  readonly killAndHold: () => Promise<void>
  /** Ctrl-C. */
  readonly interrupt: () => Promise<void>
}

/** A program in the hand of the faults: `started` is for the run, `running` for them. */
export const inHand = () => {
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    child?.kill('SIGKILL')
  }
  const killAndHold = async (): Promise<void> => {
    await kill()
    await new Promise(() => undefined)
  }
  const interrupt = async (): Promise<void> => {
    child?.kill('SIGINT')
    // the signal is delivered while the call is under way: the answer comes after it
    await setTimeout(300)
  }
  const running: Running = { kill, killAndHold, interrupt }
  return { running, started: (program: ChildProcess): void => void (child = program) }
}

/** A rule that kills the program before its write call reaches AWS. */
export const killedBefore =
  (passed: number) =>
  ({ killAndHold }: Running): Fault =>
    atWrite(passed, { kind: 'hook', before: killAndHold })

/** A rule that kills the program when AWS has done its write call, before the answer. */
export const killedAfter =
  (passed: number) =>
  ({ kill }: Running): Fault =>
    atWrite(passed, { kind: 'hook', after: kill })

/** A policy with five versions that names the wrong group, and no right to find log groups at all. */
export const brokenAccount = (moto: Moto): Promise<Account> =>
  makeAccount(moto.proxy, {
    versions: 5,
    policyText: facts => {
      const statements = sessionStatements({ ...facts, logGroup: OTHER_GROUP })
      const kept = statements.filter(statement => statement['Sid'] !== 'FindLogGroup')
      return asWritten({ Version: '2012-10-17', Statement: kept })
    },
  })

/** A role whose inline policy has no room for what is missing: a managed policy comes, and is attached. */
export const fullAccount = (moto: Moto): Promise<Account> =>
  makeAccount(moto.proxy, {
    holder: 'inline',
    policyText: facts => {
      const kept = sessionStatements(facts).filter(statement => statement['Sid'] !== 'FindLogGroup')
      const Resource = Array.from(
        { length: 230 },
        (_, number) => `arn:aws:s3:::archive-${number}/${'x'.repeat(14)}/*`,
      )
      const Statement = [...kept, { Sid: 'Archive', Effect: 'Allow', Action: 's3:GetObject', Resource }]
      return asWritten({ Version: '2012-10-17', Statement })
    },
  })

/** A repair that may have gone wrong, and the account before it. */
export interface Repair {
  readonly account: Account
  readonly before: Dump
  readonly home: string
  readonly fixed: CliResult
}

/** Starts the repair of an account, with a fault that it meets. */
export const repair = async (
  moto: Moto,
  account: Account,
  faultOf: (running: Running) => Fault,
): Promise<Repair> => {
  const before = await moto.dump(account)
  const session = moto.proxy.session(account.accountId)
  const { running, started } = inHand()
  session.faults.push(faultOf(running))
  const home = newHome()
  const fixed = await runAs(moto, session, FIX, { home, started })
  return { account, before, home, fixed }
}

/** Rolls a repair back with fresh credentials, and gives what an independent client reads then. */
export const rolledBack = async (moto: Moto, { account, home }: Repair): Promise<Dump> => {
  const undone = await runAs(moto, moto.proxy.session(account.accountId), ROLLBACK, { home })
  if (undone.code !== 0)
    throw new Error(`rollback ended with ${undone.code}: ${undone.stdout}${undone.stderr}`)
  return moto.dump(account)
}
