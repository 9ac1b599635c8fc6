import { UsageError } from '../core/errors.ts'
import type { World } from '../core/snapshot.ts'
import type { CodeForm } from '../report/emit/forms.ts'
import type { Draft } from './draft.ts'
import type { RepairRun } from './repair-run.ts'
import { say, writeOut } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

/** @throws UsageError for worlds of several accounts: code is for one */
export const assertOneAccount = (worlds: readonly World[]): void => {
  const accounts = new Set(worlds.map(({ scope }) => scope.accountId))
  if (accounts.size > 1)
    throw new UsageError(
      `--emit prints code for one account, and the snapshot holds ${[...accounts].join(', ')}; take one of each`,
    )
}

/** Prints a plan as code to standard output, and what is to be said of it to standard error. */
export const printCode = async (run: RepairRun, form: CodeForm, draft: Draft): Promise<void> => {
  const { plan, worlds } = draft
  if (plan.breaks.length > 0) return say('no code was printed: the repair would make something worse')
  const { renderCode } = await import('../report/emit/render.ts')
  const { findings } = run.before
  await writeOut(renderCode(form, { plan, worlds, findings, tool: `${TOOL} ${toolVersion()}` }))
  await say('nothing was changed: --emit prints the repair as code')
}
