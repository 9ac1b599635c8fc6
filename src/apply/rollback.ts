import type { Change } from '../core/changes/change.ts'
import { describeChange } from '../core/changes/specs.ts'
import { shellQuote } from '../core/words/aws-command.ts'
import { ApplyError, Interrupted } from '../core/errors.ts'
import { writersOf, type WritingSession } from './apply.ts'
import { errorLine } from './error-line.ts'
import { ChangedSince, type Writers } from './executor.ts'
import { carryOut } from './executors.ts'
import { openJournal, readJournal, type Journal } from './journal.ts'
import type { JournalRecord, JournalStep } from './journal-lines.ts'

/** A step to undo: what undoes it, in words too. */
export interface UndoStep {
  readonly step: number
  readonly undo: Change
  readonly describe: string
  /** False where the step was begun and its end is not known: then the account tells what there is to undo. */
  readonly isSure: boolean
}

export interface UndoEvent extends UndoStep {
  /** `nothing`: the step had left nothing. */
  readonly state: 'start' | 'undone' | 'nothing' | 'skipped'
  readonly reason?: string
}

export interface RollbackOptions {
  /** Path of the journal. */
  readonly journal: string
  readonly session: WritingSession
  /** Asked between steps. */
  readonly interrupted: () => boolean
  /** The time, ISO 8601. */
  readonly now: () => string
  readonly onStep?: (event: UndoEvent) => void
  /** Says what would be undone, and asks AWS nothing. */
  readonly dryRun?: boolean
}

export interface RollbackResult {
  readonly journalPath: string
  /** With `dryRun`, what would be undone. */
  readonly undone: readonly UndoStep[]
  /** What others changed since: it was not overwritten, and stays to be undone by hand. */
  readonly skipped: readonly (UndoStep & { readonly reason: string })[]
}

/** The steps of a journal that are to be undone, newest first. */
export const stepsToUndo = ({ steps }: JournalRecord): readonly UndoStep[] => pending(steps).map(toldOf)

const toldOf = ({ step, undo, state }: JournalStep): UndoStep => ({
  step,
  undo,
  describe: describeChange(undo),
  isSure: state === 'done',
})

const pending = (steps: readonly JournalStep[]): readonly JournalStep[] =>
  steps.filter(({ state }) => state !== 'undone').toReversed()

/**
 * Undoes what a journal says was done or may have been, newest first. May be interrupted and repeated.
 * @throws ApplyError where AWS refuses: repeat it
 * @throws Interrupted between two steps
 * @throws UsageError where the journal cannot be read or written, another run is at work, or the account is another one
 */
export const rollback = async (options: RollbackOptions): Promise<RollbackResult> => {
  const { journal: path, session, dryRun } = options
  const read = readJournal(path)
  const writers = writersOf(session, read.header.accountId, read.header.regions)
  if (dryRun) return { journalPath: path, undone: stepsToUndo(read), skipped: [] }
  const { journal, record } = openJournal(path, options.now)
  try {
    return await undoAll(options, writers, journal, record)
  } finally {
    journal.close()
  }
}

const undoAll = async (
  options: RollbackOptions,
  writers: Writers,
  journal: Journal,
  record: JournalRecord,
): Promise<RollbackResult> => {
  const undone: UndoStep[] = []
  const skipped: (UndoStep & { reason: string })[] = []
  const steps = pending(record.steps)
  for (const step of steps) {
    if (options.interrupted()) throw interruptedAt(journal.path, undone.length, steps.length)
    const reason = await undoOne(options, writers, journal, step)
    if (reason === undefined) undone.push(toldOf(step))
    else skipped.push({ ...toldOf(step), reason })
  }
  return { journalPath: journal.path, undone, skipped }
}

/** Undoes one step; gives the reason where it is skipped. */
const undoOne = async (
  { onStep }: RollbackOptions,
  writers: Writers,
  journal: Journal,
  began: JournalStep,
): Promise<string | undefined> => {
  const { step, undo, seen } = began
  const told = toldOf(began)
  onStep?.({ ...told, state: 'start' })
  try {
    const outcome = await carryOut(undo, {
      ...writers,
      accountId: journal.header.accountId,
      digest: journal.header.digest,
      ...(seen && { seen }),
    })
    journal.append({ step, event: 'undone' })
    onStep?.({ ...told, state: outcome === 'written' ? 'undone' : 'nothing' })
  } catch (cause) {
    if (!(cause instanceof ChangedSince)) throw failed(journal.path, told, cause)
    onStep?.({ ...told, state: 'skipped', reason: cause.message })
    return cause.message
  }
  return undefined
}

const again = (path: string): string => `repeat with: ssm-doctor rollback ${shellQuote(path)}`

const failed = (path: string, { step, describe }: UndoStep, cause: unknown): ApplyError =>
  new ApplyError(`undoing step ${step} (${describe}): ${errorLine(cause)}; ${again(path)}`, path, { cause })

const interruptedAt = (path: string, undone: number, all: number): Interrupted =>
  new Interrupted(
    `interrupted after ${undone} of ${all} steps were undone (journal: ${path}); ${again(path)}`,
  )
