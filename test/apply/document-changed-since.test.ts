import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../src/core/changes/change.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import type { AccountState, DocumentState } from './account-state.ts'
import { asBefore } from './account-state.ts'
import { accountWire, useWire, writes } from './account-wire.ts'
import { account, BEHIND, DIGEST, FORWARD, PREFERENCES, text } from './changes.ts'
import { make } from './make.ts'
import { testNoneIsOverwritten, type Refused } from './others.ts'

useWire({ beforeEach, afterEach })

const NEW = 'new-preferences'
const OURS = { 'ssm-doctor:plan': DIGEST }
const UPDATE = FORWARD['update-document'].change
const CREATE = FORWARD['create-document'].change
const USE_NEW = FORWARD['set-default-document-version (new)'].change
const USE_LATEST = FORWARD['set-default-document-version'].change

const of = (state: AccountState, name = PREFERENCES): DocumentState => {
  const document = state.documents[name]
  if (!document) throw new Error(`there is no ${name}`)
  return document
}

const put = (state: AccountState, content: string, tags: Record<string, string>, more = {}): void => {
  state.documents[NEW] = { versions: { 1: content }, defaultVersion: '1', tags, ...more }
}

/** What somebody else did before the step, and the change that must not go over it. */
const OTHERS: Readonly<Record<string, Refused>> = {
  'a version of somebody else': {
    edit: state => (of(state).versions['4'] = text('theirs')),
    change: UPDATE,
    says: /was changed by someone else since the plan/,
  },
  'a document that is gone': {
    edit: ({ documents }) => delete documents[PREFERENCES],
    change: UPDATE,
    says: /does not exist any more/,
  },
  'a document that somebody made': {
    edit: state => put(state, text('new'), {}),
    change: CREATE,
    says: /was not created by this plan/,
  },
  'a document of another plan': {
    edit: state => put(state, text('new'), { 'ssm-doctor:plan': 'another' }),
    change: CREATE,
    says: /was not created by this plan/,
  },
  'our document with another text': {
    edit: state => put(state, text('theirs'), OURS),
    change: CREATE,
    says: /was changed by someone else since it was created/,
  },
  'our document that is not tagged any more, when it is taken back': {
    edit: state => put(state, text('new'), {}),
    change: invertChange(CREATE),
    says: /was not created by this plan/,
  },
  'our document after another edit, when it is taken back': {
    edit: state => put(state, text('theirs'), OURS),
    change: invertChange(CREATE),
    says: /was changed by someone else/,
  },
  'our document with a version of somebody else, when it is taken back': {
    edit: state => put(state, text('new'), OURS, { versions: { 1: text('new'), 2: text('theirs') } }),
    change: invertChange(CREATE),
    says: /was changed by someone else/,
  },
  'our document that is shared, when it is taken back': {
    edit: state => put(state, text('new'), OURS, { isShared: true }),
    change: invertChange(CREATE),
    says: /is shared with other accounts since/,
  },
  'another default version': {
    edit: state => (of(state, BEHIND).defaultVersion = '4'),
    change: USE_LATEST,
    says: /has another default version since/,
  },
  'a version that is gone': {
    edit: state => delete of(state, BEHIND).versions['10'],
    change: USE_LATEST,
    says: /the version of document ten-versions that is to be the default does not exist any more/,
  },
  'another text under the number of a version': {
    edit: state => (of(state, BEHIND).versions['10'] = text('theirs')),
    change: USE_LATEST,
    says: /that is to be the default does not exist any more/,
  },
  'a version that the step before never wrote': {
    edit: () => undefined,
    change: USE_NEW,
    says: /that is to be the default does not exist any more/,
  },
  'our version that is still the default, when it is taken back': {
    edit: state => {
      of(state).versions['4'] = text('edited')
      of(state).defaultVersion = '4'
    },
    change: invertChange(UPDATE),
    says: /version 4 of document SSM-SessionManagerRunShell is its default/,
  },
  'a document that is gone, when a version is taken back': {
    edit: ({ documents }) => delete documents[PREFERENCES],
    change: invertChange(UPDATE),
    says: /does not exist any more/,
  },
}

testNoneIsOverwritten(OTHERS)

describe('a version', () => {
  it('that somebody writes in the moment of the step is not gone over', async () => {
    const wire = accountWire(account(), 3)
    wire.trouble = ({ action }) => {
      if (action === 'ssm:UpdateDocument') of(wire.state).versions['4'] = text('theirs')
      return undefined
    }
    await expect(make(wire, UPDATE)).rejects.toThrow('has got another version at this moment')
    expect(of(wire.state).versions).toEqual({ 1: text('first'), 3: text('now'), 4: text('theirs') })
  })

  it('whose answer is lost is not written twice, whatever the SDK would retry', async () => {
    const wire = accountWire(account(), 5)
    wire.trouble = ({ action }) => (action === 'ssm:UpdateDocument' ? 'lose' : undefined)
    expect((await make(wire, UPDATE)).outcome).toBe('written')
    expect(of(wire.state).versions).toEqual({ 1: text('first'), 3: text('now'), 4: text('edited') })
  })

  it('whose text an older one has is written all the same, and taken back alone', async () => {
    const wire = accountWire(account())
    const change: Change = { ...UPDATE, to: text('first') }
    const { seen } = await make(wire, change)
    expect(JSON.parse(of(wire.state).versions['4'] ?? '')).toEqual(JSON.parse(text('first')))
    expect((await make(wire, change)).outcome).toBe('already')
    expect((await make(wire, invertChange(change), seen)).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
  })

  it('of the same text that was there before stays when the step never landed', async () => {
    const state = account()
    of(state).versions['2'] = text('edited')
    const wire = accountWire(state)
    const seen = { versions: ['1', '2', '3'], defaultVersion: '3' }
    expect((await make(wire, invertChange(UPDATE), seen)).outcome).toBe('already')
    expect(of(wire.state).versions['2']).toBe(text('edited'))
  })

  it('that was written over since is taken back from between', async () => {
    const wire = accountWire(account())
    const { seen } = await make(wire, UPDATE)
    of(wire.state).versions['5'] = text('theirs')
    expect((await make(wire, invertChange(UPDATE), seen)).outcome).toBe('written')
    expect(of(wire.state).versions).toEqual({ 1: text('first'), 3: text('now'), 5: text('theirs') })
  })

  it('is found by its text where nothing was seen', async () => {
    const wire = accountWire(account())
    await make(wire, UPDATE)
    expect((await make(wire, invertChange(UPDATE))).outcome).toBe('written')
    expect(asBefore(wire.state)).toEqual(asBefore(account()))
    expect((await make(wire, invertChange(UPDATE))).outcome).toBe('already')
  })

  it('is deleted by its number: without one, the document would go', async () => {
    const wire = accountWire(account())
    const { seen } = await make(wire, UPDATE)
    await make(wire, invertChange(UPDATE), seen)
    const deleted = wire.calls.filter(({ action }) => action === 'ssm:DeleteDocument')
    expect(deleted.map(({ fields }) => JSON.parse(fields['body'] ?? ''))).toEqual([
      { Name: PREFERENCES, DocumentVersion: '4' },
    ])
  })

  it('that the account shows late is waited for before it becomes the default', async () => {
    const wire = accountWire(FORWARD['set-default-document-version (new)'].before())
    const hidden = of(wire.state).versions['4'] ?? ''
    delete of(wire.state).versions['4']
    let looks = 0
    wire.done = ({ action }) => {
      if (action === 'ssm:ListDocumentVersions' && ++looks === 3) of(wire.state).versions['4'] = hidden
    }
    expect((await make(wire, USE_NEW)).outcome).toBe('written')
    expect(of(wire.state).defaultVersion).toBe('4')
  })
})

describe('a whole document', () => {
  it('is tagged with the digest of its plan', async () => {
    const wire = accountWire(account())
    await make(wire, CREATE)
    expect(of(wire.state, NEW).tags).toEqual({ owner: 'mia', ...OURS })
    expect(writes(wire.calls)).toEqual(['ssm:CreateDocument'])
  })

  it('with other blanks and another order of members is the same', async () => {
    const state = account()
    put(state, '{"Statement":[],"Id":"new 100%+","Version":"2012-10-17"}', OURS)
    expect((await make(accountWire(state), CREATE)).outcome).toBe('already')
  })
})
