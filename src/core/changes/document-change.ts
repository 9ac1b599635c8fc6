/** A version of an SSM document: by its text, and where it is known by its number. */
export interface NamedVersion {
  readonly content: string
  readonly version?: string
}

/** A place of the preferences document, and what shall stand there; without a value, nothing shall. */
export interface PreferenceEdit {
  /** Names of members, from the top of the document: `['inputs', 'kmsKeyId']`. */
  readonly path: readonly string[]
  readonly value?: string | boolean
}

/** What the preferences document shall say. All edits of one document come into one new version, which becomes the default. */
export interface SetPreferences {
  readonly type: 'set-preferences'
  readonly name: string
  readonly edits: readonly PreferenceEdit[]
}

/** The latest version of a document shall be its default. */
export interface UseLatestVersion {
  readonly type: 'use-latest-version'
  readonly name: string
}

/** Creates a Session document, tagged with the plan's digest. */
export interface CreateDocument {
  readonly type: 'create-document'
  readonly region: string
  readonly name: string
  readonly content: string
}

/** Deletes a document that this tool made, if nobody wrote another version of it. */
export interface DeleteDocument {
  readonly type: 'delete-document'
  readonly region: string
  readonly name: string
  readonly content: string
}

/** Writes a new latest version in place of the one with that text; which one is the default stays as it is. */
export interface UpdateDocument {
  readonly type: 'update-document'
  readonly region: string
  readonly name: string
  readonly from: NamedVersion
  readonly to: string
}

/** Deletes the version that `update-document` made: `to` is the latest again. */
export interface DeleteDocumentVersion {
  readonly type: 'delete-document-version'
  readonly region: string
  readonly name: string
  readonly from: string
  readonly to: NamedVersion
}

/** Makes another version the default. One that a step of the same plan makes has no number yet. */
export interface SetDefaultDocumentVersion {
  readonly type: 'set-default-document-version'
  readonly region: string
  readonly name: string
  readonly from: NamedVersion
  readonly to: NamedVersion
}

/** The closed list of what the tool may do to an SSM document. */
export type DocumentChange =
  | CreateDocument
  | DeleteDocument
  | UpdateDocument
  | DeleteDocumentVersion
  | SetDefaultDocumentVersion
