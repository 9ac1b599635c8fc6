import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { applyPlan } from '../../src/apply/apply.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { momentsOf } from './killed-run.ts'
import { begin, planOf } from './long-plan.ts'
import { account, BEHIND, FORWARD, PREFERENCES, text } from './changes.ts'
import { newFolder, removeFolders } from '../support/folders.ts'
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

const plan = planOf([region], CHANGES)

it('documents are as before after a run that was killed at any moment, and a second rollback changes nothing', async () => {
  const all = await momentsOf(plan, accountWire(account()))
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
  const journal = begin(newFolder(), '08', plan)
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
  const journal = begin(newFolder(), '08', plan)
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
