import { applyPlan } from '../../src/apply/apply.ts'
import { rollback } from '../../src/apply/rollback.ts'
import { clockFrom } from './clock.ts'
import { newFolder } from '../support/folders.ts'
import { asBefore } from './account-state.ts'
import { accountWire, type AccountWire } from './account-wire.ts'
import { begin, longAccount, longPlan, sessionOf } from './long-plan.ts'

export const never = () => false
/** What the long plan's account is before it, for a comparison. */
export const BEFORE = asBefore(longAccount())

/** Rolls a journal back. */
export const undo = (
  wire: AccountWire,
  journal: string,
  more: Partial<Parameters<typeof rollback>[0]> = {},
) =>
  rollback({
    journal,
    session: sessionOf(wire),
    interrupted: never,
    now: clockFrom('2026-11-21T09:00:00.000Z'),
    ...more,
  })

/** An account in which the long plan was carried out, and its journal. */
export const applied = async () => {
  const wire = accountWire(longAccount())
  const journal = begin(newFolder())
  await applyPlan({ plan: longPlan(), session: sessionOf(wire), journal, interrupted: never })
  wire.calls.splice(0)
  return { wire, path: journal.path }
}
