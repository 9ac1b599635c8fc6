import type { IAMClient } from '@aws-sdk/client-iam'
import { shellQuote } from '../core/words/aws-command.ts'
import { ApplyError, Interrupted, UsageError } from '../core/errors.ts'
import type { Plan, Step } from '../core/plan/types.ts'
import { errorLine } from './error-line.ts'
import type { RegionalWriters, Writers } from './executor.ts'
import { carryOut } from './executors.ts'
import type { Journal } from './journal.ts'

/** What apply and rollback need of a session with AWS. */
export interface WritingSession {
  readonly identity: { readonly accountId: string }
  clients(region: string): RegionalWriters & { readonly iam: IAMClient }
}

/** How far an apply is: told before a step, and when it has ended well. */
export interface StepEvent {
  /** From 1. */
  readonly step: number
  readonly of: number
  readonly describe: string
  readonly state: 'start' | 'written' | 'already'
}

export interface ApplyOptions {
  readonly plan: Pick<Plan, 'accountId' | 'regions' | 'digest' | 'steps'>
  readonly session: WritingSession
  /** From `startJournal`; it is closed at the end, whatever that is. */
  readonly journal: Journal
  /** Asked between steps: a step that was begun is finished. */
  readonly interrupted: () => boolean
  readonly onStep?: (event: StepEvent) => void
}

export interface ApplyResult {
  readonly journalPath: string
  /** Steps that made a write. */
  readonly written: number
  /** Steps whose change was there already. */
  readonly already: number
}

/**
 * Carries out the steps of a plan, each announced in the journal before its call.
 * @throws ApplyError where a step stops: its message names the journal and the way back
 * @throws Interrupted between two steps
 * @throws UsageError where the session is in another account than the plan
 */
export const applyPlan = async (options: ApplyOptions): Promise<ApplyResult> => {
  const { plan, session, journal } = options
  try {
    const writers = writersOf(session, plan.accountId, plan.regions)
    const written: number[] = []
    for (const [at, step] of plan.steps.entries()) {
      if (options.interrupted()) throw stopped(options, at + 1, written.length)
      if (await takeStep(options, writers, at + 1, step, written.length)) written.push(at)
    }
    return { journalPath: journal.path, written: written.length, already: plan.steps.length - written.length }
  } finally {
    journal.close()
  }
}

/** The clients of a session that must be in this account; IAM answers for the whole account from any Region. */
export const writersOf = (
  session: WritingSession,
  accountId: string,
  regions: readonly string[],
): Writers => {
  const actual = session.identity.accountId
  if (actual !== accountId)
    throw new UsageError(
      `changing account ${accountId}: the credentials are of account ${actual}; choose others with --profile`,
    )
  const [region] = regions
  if (region === undefined) throw new UsageError(`changing account ${accountId}: no Region is named`)
  return { iam: session.clients(region).iam, at: name => session.clients(name) }
}

/** Takes one step; gives whether it made a write. */
const takeStep = async (
  options: ApplyOptions,
  writers: Writers,
  step: number,
  planned: Step,
  writtenBefore: number,
): Promise<boolean> => {
  const { plan, onStep } = options
  const told = { step, of: plan.steps.length, describe: planned.describe }
  onStep?.({ ...told, state: 'start' })
  const outcome = await journaled(options, writers, step, planned, writtenBefore)
  onStep?.({ ...told, state: outcome })
  return outcome === 'written'
}

const journaled = async (
  { plan, journal }: ApplyOptions,
  writers: Writers,
  step: number,
  { change, undo, describe }: Step,
  writtenBefore: number,
): Promise<'written' | 'already'> => {
  let begun = writtenBefore
  try {
    const outcome = await carryOut(
      change,
      { ...writers, accountId: plan.accountId, digest: plan.digest },
      seen => {
        journal.append({ step, event: 'start', change, undo, ...(seen && { seen }) })
        begun++
      },
    )
    journal.append({ step, event: 'done', ...(outcome === 'already' && { already: true }) })
    return outcome
  } catch (cause) {
    noteFailure(journal, step, cause)
    const what = `step ${step} of ${plan.steps.length} (${describe})`
    const message = `applying ${what}: ${errorLine(cause)}; ${wayBack(journal.path, begun)}`
    throw new ApplyError(message, journal.path, { cause })
  }
}

/** The step has failed whether or not the disk takes a line about it: a `start` without an end is undone all the same. */
const noteFailure = (journal: Journal, step: number, cause: unknown): void => {
  try {
    journal.append({ step, event: 'failed', error: errorLine(cause) })
  } catch {
    // What matters was on the disk before the call, and the error itself is on its way to the user.
  }
}

const wayBack = (path: string, begun: number): string =>
  begun === 0
    ? `nothing was changed (journal: ${path})`
    : `${begun} ${begun === 1 ? 'step was' : 'steps were'} begun; undo with: ssm-doctor rollback ${shellQuote(path)}`

const stopped = ({ plan, journal }: ApplyOptions, next: number, written: number): Interrupted => {
  const back = written === 0 ? '' : `, or undo with: ssm-doctor rollback ${shellQuote(journal.path)}`
  return new Interrupted(
    `interrupted before step ${next} of ${plan.steps.length}, ${written} made (journal: ${journal.path}); go on with: ssm-doctor fix${back}`,
  )
}
