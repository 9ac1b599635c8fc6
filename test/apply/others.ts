import { describe, expect, it } from 'vitest'
import { ChangedSince } from '../../src/apply/executor.ts'
import type { Change } from '../../src/core/changes/change.ts'
import type { AccountState } from './account-state.ts'
import { accountWire, writes } from './account-wire.ts'
import { account } from './changes.ts'
import { make } from './make.ts'

/** What somebody else did before a step, and the change of the step. */
export interface Others {
  /** The account before both; the usual one where nothing is said. */
  readonly before?: () => AccountState
  readonly edit: (state: AccountState) => unknown
  readonly change: Change
}

/** With what the step says when it stops. */
export interface Refused extends Others {
  readonly says: RegExp
}

const stateAfter = ({ before = account, edit }: Others): AccountState => {
  const state = before()
  edit(state)
  return state
}

/** Declares a test for each: the step stops, says why, and leaves everything as the others left it. */
export const testNoneIsOverwritten = (all: Readonly<Record<string, Refused>>): void => {
  describe.each(Object.entries(all))('%s', (_, others) => {
    it('is not overwritten', async () => {
      const state = stateAfter(others)
      const left = structuredClone(state)
      const wire = accountWire(state)
      const failure = await make(wire, others.change).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(ChangedSince)
      expect(String(failure)).toMatch(others.says)
      expect(wire.state).toEqual(left)
    })
  })
}

/** Declares a test for each: what the step would make is there already, and it makes no call that writes. */
export const testNothingIsWritten = (all: Readonly<Record<string, Others>>): void => {
  describe.each(Object.entries(all))('%s', (_, others) => {
    it('leaves nothing to be written', async () => {
      const wire = accountWire(stateAfter(others))
      expect((await make(wire, others.change)).outcome).toBe('already')
      expect(writes(wire.calls)).toEqual([])
    })
  })
}
