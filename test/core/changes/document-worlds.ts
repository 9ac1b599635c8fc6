import * as fc from 'fast-check'
import type { Change, ChangeType } from '../../../src/core/changes/change.ts'
import type { DocumentVersion, SessionDocument } from '../../../src/core/records.ts'
import type { World, WorldRecords } from '../../../src/core/snapshot.ts'
import { NETWORK_REGION } from './network-worlds.ts'

const region = NETWORK_REGION
const NAMES = ['SSM-SessionManagerRunShell', 'constructor']

const text = (word: string): string => JSON.stringify({ schemaVersion: '1.0', description: word })

const version = (number: number, word: string): DocumentVersion => ({
  version: String(number),
  content: text(word),
})

const document = (name: string): fc.Arbitrary<SessionDocument> =>
  fc.boolean().map(isApart => ({
    name,
    default: version(3, 'default'),
    ...(isApart && { latest: version(9, 'latest') }),
  }))

/** Some documents, of one version or of two; or the kind was not read. */
export const documentRecords: fc.Arbitrary<Partial<WorldRecords>> = fc
  .record({ all: fc.tuple(...NAMES.map(document)), there: fc.subarray(NAMES), isRead: fc.boolean() })
  .map(({ all, there, isRead }) => {
    const found = all.filter(({ name }) => there.includes(name))
    const records = Object.fromEntries(found.map(one => [one.name, one]))
    return isRead ? { preferencesDocuments: records } : {}
  })

const documentsIn = (world: World): readonly SessionDocument[] =>
  Object.values(world.records.preferencesDocuments ?? {})

const UNREAD: SessionDocument = { name: 'unread', default: { version: '7', content: text('unread') } }

const some = (world: World): fc.Arbitrary<SessionDocument> => fc.constantFrom(...documentsIn(world), UNREAD)

/** Changes as a plan makes them: a document that is not there is made, one that is there gets a version over its latest. */
export const DOCUMENT_FORWARD = {
  'create-document': (world: World): fc.Arbitrary<Change> => {
    const taken = new Set(documentsIn(world).map(({ name }) => name))
    const free = NAMES.filter(name => !taken.has(name))
    return fc
      .constantFrom(...free, 'another-document')
      .map(name => ({ type: 'create-document', region, name, content: text('new') }))
  },
  'update-document': (world: World): fc.Arbitrary<Change> =>
    some(world).map(({ name, default: current, latest = current }) => ({
      type: 'update-document',
      region,
      name,
      from: latest,
      to: text('edited'),
    })),
  'set-default-document-version': (world: World): fc.Arbitrary<Change> =>
    fc.tuple(some(world), fc.boolean()).map(([{ name, default: current, latest = current }, isKnown]) => ({
      type: 'set-default-document-version',
      region,
      name,
      from: current,
      to: isKnown ? latest : { content: latest.content },
    })),
} satisfies Partial<Record<ChangeType, (world: World) => fc.Arbitrary<Change>>>
