import { journalFolder, newestUndoable } from '../../apply/journal-folder.ts'
import { readJournal } from '../../apply/journal.ts'
import type { JournalRecord } from '../../apply/journal-lines.ts'
import { rollback, stepsToUndo, type RollbackResult, type UndoStep } from '../../apply/rollback.ts'
import { UsageError } from '../../core/errors.ts'
import { columns, plural } from '../../report/layout.ts'
import { printableLines } from '../../report/printable.ts'
import { accessOf, type Access } from '../access-options.ts'
import { openAccount, type Account } from '../account.ts'
import { flag, text, type Argv } from '../arguments.ts'
import { journalRows, namedJournal, regionOfNewest } from '../choose-journal.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import type { Interrupt } from '../interrupt.ts'
import { ask, canAsk, writeErr, writeOut } from '../terminal.ts'

/** `rollback [JOURNAL]`: undoes what a repair did, or may have done. */
export const runRollback: Run = async (argv, interrupt) => {
  const folder = journalFolder(process.env, text(argv, 'journal-dir'))
  if (flag(argv, 'list')) return list(folder)
  const access = accessOf(argv)
  if (access.regions.includes('all'))
    throw new UsageError('reading --region: a rollback follows its journal; leave "all" away')
  const name = text(argv, 'journal')
  const named = name === undefined ? undefined : readJournal(namedJournal(folder, name))
  const region = named?.header.regions[0] ?? regionOfNewest(folder)
  if (region === undefined) return nothing()
  const account = await openAccount(withRegion(access, region), interrupt)
  const regions = access.regions.length > 0 ? access.regions : undefined
  const record = named ?? newestUndoable(folder, account.session.identity.accountId, regions)
  return record ? undo(record, account, argv, interrupt) : nothing()
}

const withRegion = (access: Access, region: string): Access =>
  access.regions.length > 0 ? access : { ...access, regions: [region] }

const list = async (folder: string): Promise<number> => {
  const rows = journalRows(folder)
  const lines = rows.length > 0 ? columns(rows) : [`no journals in ${folder}`]
  await writeOut(printableLines(`${lines.join('\n')}\n`))
  return EXIT.healthy
}

const nothing = async (): Promise<number> => {
  await writeOut('nothing to undo\n')
  return EXIT.healthy
}

const undo = async (
  record: JournalRecord,
  account: Account,
  argv: Argv,
  interrupt: Interrupt,
): Promise<number> => {
  const steps = stepsToUndo(record)
  if (steps.length === 0) return nothing()
  await show(record, steps)
  if (flag(argv, 'dry-run')) return EXIT.healthy
  if (!flag(argv, 'yes')) {
    if (!canAsk())
      throw new UsageError('undoing: there is no terminal to ask at; --yes answers. Nothing was changed')
    if (!(await ask(`Undo ${steps.length === 1 ? 'this step' : `these ${steps.length} steps`}?`))) {
      await writeErr('ssm-doctor: nothing was changed: the answer was no')
      return EXIT.healthy
    }
  }
  return ended(await carryOut(record, account, interrupt))
}

const show = async ({ path, header }: JournalRecord, steps: readonly UndoStep[]): Promise<void> => {
  const head = `Undoes the repair of ${header.startedAt} in account ${header.accountId}, ${header.regions.join(', ')} (${path}):`
  const lines = steps.map(
    ({ describe, isSure }, at) =>
      `${at + 1}. ${describe}${isSure ? '' : ' (it may not have been made: then there is nothing to undo)'}`,
  )
  await writeOut(printableLines(`${[head, ...lines].join('\n')}\n`))
}

const carryOut = (
  record: JournalRecord,
  { session }: Account,
  interrupt: Interrupt,
): Promise<RollbackResult> =>
  interrupt.guarding(() =>
    rollback({
      journal: record.path,
      session,
      interrupted: () => interrupt.interrupted(),
      now: () => new Date().toISOString(),
      onStep: ({ describe, state, reason }) => {
        if (state === 'start') void writeErr(describe)
        if (state === 'nothing') void writeErr('  was so already')
        if (state === 'skipped') void writeErr(`  skipped: ${reason ?? 'others changed it since'}`)
      },
    }),
  )

const ended = async ({ undone, skipped, journalPath }: RollbackResult): Promise<number> => {
  await writeOut(`${plural(undone.length, 'step')} undone\n`)
  if (skipped.length === 0) return EXIT.healthy
  await writeErr(
    `ssm-doctor: ${plural(skipped.length, 'step')} left, since others changed what it would undo: undo by hand, then repeat (journal: ${journalPath})`,
  )
  return EXIT.halfWay
}
