import { readFileSync } from 'node:fs'
import { applyPlan } from '../../src/apply/apply.ts'
import { ApplyError } from '../../src/core/errors.ts'
import type { AccountState } from './account-state.ts'
import { isWrite, type AccountWire } from './account-wire.ts'
import { newFolder } from '../support/folders.ts'
import { begin, sessionOf, type ShortPlan } from './long-plan.ts'
import { never } from './undo.ts'

/** Carries a plan out as far as it goes, and gives the path of its journal. */
export const runOf = async (plan: ShortPlan, wire: AccountWire): Promise<string> => {
  const journal = begin(newFolder(), '08', plan)
  await applyPlan({ plan, session: sessionOf(wire), journal, interrupted: never }).catch((error: unknown) => {
    if (!(error instanceof ApplyError)) throw error
  })
  return journal.path
}

/** From a write on nothing comes through any more; that write is not made, or made without an answer. */
export const dieAt = (wire: AccountWire, at: number, how: 'drop' | 'lose'): void => {
  let seen = 0
  let isDead = false
  wire.trouble = call => {
    if (isDead) return 'drop'
    if (!isWrite(call) || seen++ !== at) return undefined
    isDead = true
    return how
  }
}

/** A moment of an uninterrupted run: what was on the disk, and what the account held. */
export interface Moment {
  readonly disk: string
  readonly state: AccountState
}

/** Every moment at which a run may be killed: before and after each call that writes and each line of the journal. */
export const momentsOf = async (plan: ShortPlan, wire: AccountWire): Promise<readonly Moment[]> => {
  const journal = begin(newFolder(), '08', plan)
  const found = new Map<string, Moment>()
  const note = (): void => {
    const moment = { disk: readFileSync(journal.path, 'utf8'), state: structuredClone(wire.state) }
    found.set(JSON.stringify(moment), moment)
  }
  note()
  wire.trouble = () => {
    note()
    return undefined
  }
  wire.done = note
  const append = journal.append.bind(journal)
  journal.append = line => {
    append(line)
    note()
  }
  await applyPlan({ plan, session: sessionOf(wire), journal, interrupted: never })
  return [...found.values()]
}
