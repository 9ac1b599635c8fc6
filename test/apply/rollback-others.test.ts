import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJournal } from '../../src/apply/journal.ts'
import { isUndoable } from '../../src/apply/journal-folder.ts'
import { OWN, SHARED, text } from './changes.ts'
import { removeFolders } from '../support/folders.ts'
import type { AccountState } from './account-state.ts'
import { useWire } from './account-wire.ts'
import { applied, undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

/** What somebody did since the plan ran → the steps that rollback must leave alone. */
const SINCE: Readonly<
  Record<string, { edit: (state: AccountState) => void; skips: readonly number[]; says: RegExp }>
> = {
  'another default version': {
    edit: ({ policies }) => {
      const policy = policies[SHARED]
      delete policy?.versions['v2']
      Object.assign(policy?.versions ?? {}, { v7: text('theirs') })
      Object.assign(policy ?? {}, { defaultVersion: 'v7', newest: 7 })
    },
    // the version of step 1 finds no room either: ours and theirs stand in its place
    skips: [2, 1],
    says: /another default version since/,
  },
  'the policy deleted': {
    edit: ({ policies, roles }) => {
      delete policies[SHARED]
      roles['web']?.attached.splice(0)
    },
    skips: [2, 1],
    says: /does not exist any more/,
  },
  'an edited inline policy': {
    edit: ({ roles }) => Object.assign(roles['web']?.inline ?? {}, { logging: text('theirs') }),
    skips: [3],
    says: /inline policy logging of role web was changed/,
  },
  'our inline policy edited': {
    edit: ({ roles }) =>
      Object.assign(roles['db']?.inline ?? {}, { 'ssm-doctor-session-access': text('theirs') }),
    skips: [4],
    says: /since it was added/,
  },
  'our policy on another role': {
    edit: ({ roles }) => roles['web']?.attached.push(OWN),
    skips: [5],
    says: /is used by others since/,
  },
  'our policy without its tag': {
    edit: ({ policies }) => Object.assign(policies[OWN] ?? {}, { tags: {} }),
    skips: [5],
    says: /was not created by this plan/,
  },
}

describe.each(Object.entries(SINCE))('%s', (_, { edit, skips, says }) => {
  it('is told, skipped, and not overwritten, while the rest is undone', async () => {
    const { wire, path } = await applied()
    edit(wire.state)
    const { undone, skipped } = await undo(wire, path)
    expect(skipped.map(({ step }) => step)).toEqual(skips)
    expect(skipped[0]?.reason).toMatch(says)
    expect(undone).toHaveLength(6 - skips.length)
    expect(isUndoable(readJournal(path))).toBe(true)
    const now = JSON.stringify(wire.state)
    const again = await undo(wire, path)
    expect(again.skipped.map(({ step }) => step)).toEqual(skips)
    expect(JSON.stringify(wire.state)).toBe(now)
  })
})
