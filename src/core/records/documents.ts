/** A version of an SSM document: its number, its text, and when it was made. */
export interface DocumentVersion {
  readonly version: string
  readonly content: string
  readonly createdAt?: string
}

/** SSM-SessionManagerRunShell, or another Session document; `latest` is absent where it is the default version. */
export interface SessionDocument {
  readonly name: string
  readonly default: DocumentVersion
  readonly latest?: DocumentVersion
}

/** The versions of a document that were read back, newest first. */
export interface DocumentHistory {
  readonly name: string
  readonly versions: readonly DocumentVersion[]
  /** How many versions are kept that are older. */
  readonly older: number
}
