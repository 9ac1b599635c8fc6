import type { DocumentVersion, SessionDocument } from '../records.ts'
import type { World } from '../snapshot.ts'
import type { ChangeSpec, NamedVersion, SetDefaultDocumentVersion, UpdateDocument } from './change.ts'
import { dropRecord, editRecord, putRecord, recordAt } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { nothing, review } from './review.ts'

const latestOf = (document: SessionDocument): DocumentVersion => document.latest ?? document.default

/** A version whose number nobody told is told apart by its text alone. */
const numbered = ({ version = '', ...named }: NamedVersion): DocumentVersion => ({ ...named, version })

const without = ({ latest: _latest, ...document }: SessionDocument): SessionDocument => document

const create = (world: World, name: string, content: string): World => {
  if (recordAt(world, 'preferencesDocuments', name)) return world
  const version = { version: '1', content, createdAt: world.scope.takenAt }
  return putRecord(world, 'preferencesDocuments', name, { name, default: version })
}

const update = (document: SessionDocument, { to }: UpdateDocument, createdAt: string): SessionDocument => {
  const { version, content } = latestOf(document)
  if (content === to) return document
  return { ...document, latest: { version: String(Number(version) + 1), content: to, createdAt } }
}

const dropLatest = (document: SessionDocument, from: string, to: NamedVersion): SessionDocument => {
  if (document.latest?.content !== from) return document
  const isDefault = to.version === document.default.version
  return isDefault ? without(document) : { ...document, latest: numbered(to) }
}

const setDefault = (document: SessionDocument, { to }: SetDefaultDocumentVersion): SessionDocument => {
  if (document.default.content === to.content) return document
  const latest = latestOf(document)
  const isLatest = latest.content === to.content
  return isLatest ? { ...without(document), default: latest } : { ...document, default: numbered(to), latest }
}

const named = ({ version }: NamedVersion): string =>
  version === undefined ? 'the new version' : `version ${version}`

/** SSM documents that hold preferences of sessions: every session of the Region follows them. */
export const documentSpecs: {
  readonly 'create-document': ChangeSpec<'create-document'>
  readonly 'delete-document': ChangeSpec<'delete-document'>
  readonly 'update-document': ChangeSpec<'update-document'>
  readonly 'delete-document-version': ChangeSpec<'delete-document-version'>
  readonly 'set-default-document-version': ChangeSpec<'set-default-document-version'>
} = {
  'create-document': {
    touches: ['preferencesDocuments'],
    phase: 'preferences',
    turn: ({ region, name }) => `${region} ${name} 1`,
    edits: nothing,
    risk: review,
    actions: ['ssm:AddTagsToResource', 'ssm:CreateDocument', 'ssm:GetDocument', 'ssm:ListTagsForResource'],
    describe: ({ region, name }) => `create document ${name} in ${region}`,
    diff: ({ name, content }) => ({ title: name, before: '', after: content }),
    apply: (world, { region, name, content }) => inRegion(world, region, here => create(here, name, content)),
    invert: change => ({ ...change, type: 'delete-document' }),
  },
  'delete-document': {
    touches: ['preferencesDocuments'],
    phase: 'preferences',
    turn: ({ region, name }) => `${region} ${name} 6`,
    edits: nothing,
    risk: review,
    actions: ['ssm:DeleteDocument', 'ssm:GetDocument', 'ssm:ListDocumentVersions', 'ssm:ListTagsForResource'],
    describe: ({ region, name }) => `delete document ${name} in ${region}`,
    diff: ({ name, content }) => ({ title: name, before: content, after: '' }),
    apply: (world, { region, name }) =>
      inRegion(world, region, here => dropRecord(here, 'preferencesDocuments', name)),
    invert: change => ({ ...change, type: 'create-document' }),
  },
  'update-document': {
    touches: ['preferencesDocuments'],
    phase: 'preferences',
    turn: ({ region, name }) => `${region} ${name} 2`,
    edits: ({ name: id }) => ({ kind: 'document', id }),
    risk: review,
    actions: ['ssm:GetDocument', 'ssm:ListDocumentVersions', 'ssm:UpdateDocument'],
    describe: ({ region, name }) => `write a new version of document ${name} in ${region}`,
    diff: ({ name, from, to }) => ({ title: name, before: from.content, after: to }),
    apply: (world, change) =>
      inRegion(world, change.region, here =>
        editRecord(here, 'preferencesDocuments', change.name, document =>
          update(document, change, here.scope.takenAt),
        ),
      ),
    invert: ({ from, to, ...change }) => ({ ...change, type: 'delete-document-version', from: to, to: from }),
  },
  'delete-document-version': {
    touches: ['preferencesDocuments'],
    phase: 'preferences',
    turn: ({ region, name }) => `${region} ${name} 5`,
    edits: ({ name: id }) => ({ kind: 'document', id }),
    risk: review,
    actions: ['ssm:DeleteDocument', 'ssm:GetDocument', 'ssm:ListDocumentVersions'],
    describe: ({ region, name }) => `delete the version of document ${name} that was written in ${region}`,
    diff: ({ name, from, to }) => ({ title: name, before: from, after: to.content }),
    apply: (world, { region, name, from, to }) =>
      inRegion(world, region, here =>
        editRecord(here, 'preferencesDocuments', name, document => dropLatest(document, from, to)),
      ),
    invert: ({ from, to, ...change }) => ({ ...change, type: 'update-document', from: to, to: from }),
  },
  'set-default-document-version': {
    touches: ['preferencesDocuments'],
    phase: 'preferences',
    turn: ({ region, name }) => `${region} ${name} 3`,
    edits: ({ name: id }) => ({ kind: 'document', id }),
    risk: review,
    actions: ['ssm:GetDocument', 'ssm:ListDocumentVersions', 'ssm:UpdateDocumentDefaultVersion'],
    describe: ({ region, name, to }) => `make ${named(to)} of document ${name} the default in ${region}`,
    diff: ({ name, from, to }) => ({
      title: `default version of ${name}`,
      before: from.content,
      after: to.content,
    }),
    apply: (world, change) =>
      inRegion(world, change.region, here =>
        editRecord(here, 'preferencesDocuments', change.name, document => setDefault(document, change)),
      ),
    invert: ({ from, to, ...change }) => ({ ...change, from: to, to: from }),
  },
}
