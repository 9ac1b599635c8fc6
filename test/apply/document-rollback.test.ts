import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import { startJournal, type Journal } from '../../src/apply/journal.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { changeSpecs, describeChange, invertChange } from '../../src/core/changes/specs.ts'
import type { AccountState } from './account-state.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { account, ACCOUNT, BEHIND, DIGEST, FORWARD, PREFERENCES, text } from './changes.ts'
import { clockFrom, newFolder, removeFolders } from './folders.ts'
import { sessionOf } from './long-plan.ts'
import { never, undo } from './undo.ts'

useWire({ beforeEach, afterEach })
afterEach(removeFolders)

const region = 'eu-north-1'

/** Two documents get a version each that becomes the default, and a third is made. */
const CHANGES: readonly Change[] = [
  FORWARD['create-document'].change,
  FORWARD['update-document'].change,
  FORWARD['set-default-document-version (new)'].change,
  FORWARD['update-document (default behind)'].change,
  {
    type: 'set-default-document-version',
    region,
    name: BEHIND,
    from: { content: text('v9'), version: '9' },
    to: { content: text('edited') },
  },
]

const plan = {
  accountId: ACCOUNT,
  regions: [region],
  digest: DIGEST,
  steps: CHANGES.map(change => ({
    change,
    undo: invertChange(change),
    risk: 'review' as const,
    actions: changeSpecs[change.type].actions,
    describe: describeChange(change),
    reasons: [],
    sharedBy: [],
  })),
}

const begin = (): Journal =>
  startJournal({
    folder: newFolder(),
    tool: 'ssm-doctor 9.8.7',
    plan,
    now: clockFrom('2026-11-21T08:00:00.000Z'),
  })

interface Moment {
  readonly disk: string
  readonly state: AccountState
}

/** Every moment at which the run may be killed: before and after each call, and after each line of the journal. */
const moments = async (): Promise<readonly Moment[]> => {
  const wire = accountWire(account())
  const journal = begin()
  const found = new Map<string, Moment>()
  const note = (): void => {
    const moment = { disk: readFileSync(journal.path, 'utf8'), state: structuredClone(wire.state) }
    found.set(JSON.stringify(moment), moment)
  }
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

it('documents are as before after a run that was killed at any moment, and a second rollback changes nothing', async () => {
  const all = await moments()
  expect(all).toHaveLength(1 + CHANGES.length * 3)
  for (const { disk, state } of all) {
    const path = join(newFolder(), '2026-11-21T08-00-00-000Z.jsonl')
    writeFileSync(path, disk)
    const wire = accountWire(structuredClone(state))
    expect((await undo(wire, path)).skipped).toEqual([])
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
    const made = writes(wire.calls)
    expect(await undo(wire, path)).toMatchObject({ undone: [], skipped: [] })
    expect(writes(wire.calls)).toEqual(made)
  }
})

it('sets each default back before its version goes', async () => {
  const wire = accountWire(account())
  const journal = begin()
  await applyPlan({ plan, session: sessionOf(wire), journal, interrupted: never })
  expect(wire.state.documents[BEHIND]?.defaultVersion).toBe('11')
  wire.calls.splice(0)
  await undo(wire, journal.path)
  expect(writes(wire.calls)).toEqual([
    'ssm:UpdateDocumentDefaultVersion',
    'ssm:DeleteDocument',
    'ssm:UpdateDocumentDefaultVersion',
    'ssm:DeleteDocument',
    'ssm:DeleteDocument',
  ])
  expect(wire.state.documents[BEHIND]?.defaultVersion).toBe('9')
})

it('leaves the default that somebody chose since, and says so', async () => {
  const wire = accountWire(account())
  const journal = begin()
  await applyPlan({ plan, session: sessionOf(wire), journal, interrupted: never })
  const document = wire.state.documents[PREFERENCES]
  Object.assign(document?.versions ?? {}, { 5: text('theirs') })
  Object.assign(document ?? {}, { defaultVersion: '5' })
  const { skipped } = await undo(wire, journal.path)
  expect(skipped.map(({ reason }) => reason)).toEqual([
    `document ${PREFERENCES} has another default version since`,
  ])
  expect(document?.versions).toEqual({ 1: text('first'), 3: text('now'), 5: text('theirs') })
  expect(document?.defaultVersion).toBe('5')
})
