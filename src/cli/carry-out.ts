import type { Plan } from '../core/plan/types.ts'
import type { Account } from './account.ts'
import type { RepairOptions } from './repair-options.ts'
import type { Interrupt } from './interrupt.ts'
import { writeErr } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

/**
 * Carries a plan out under a journal. A signal lets the step under way finish.
 * @returns the journal's path
 * @throws ApplyError where a step stops, Interrupted between two, UsageError where no journal can be kept
 */
export const carryOut = async (
  plan: Plan,
  { session }: Account,
  { journalDir }: RepairOptions,
  interrupt: Interrupt,
): Promise<string> => {
  const { applyPlan } = await import('../apply/apply.ts')
  const { journalFolder } = await import('../apply/journal-folder.ts')
  const { startJournal } = await import('../apply/journal.ts')
  return interrupt.guarding(async () => {
    const journal = startJournal({
      folder: journalFolder(process.env, journalDir),
      tool: `${TOOL} ${toolVersion()}`,
      plan,
      now: () => new Date().toISOString(),
    })
    const { journalPath } = await applyPlan({
      plan,
      session,
      journal,
      interrupted: () => interrupt.interrupted(),
      onStep: ({ step, of, describe, state }) => {
        if (state === 'start') void writeErr(`[${step}/${of}] ${describe}`)
        if (state === 'already') void writeErr(`[${step}/${of}] was so already`)
      },
    })
    return journalPath
  })
}
