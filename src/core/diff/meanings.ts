import type { CollectedKind, CollectedRecords } from '../records.ts'
import { DESTINATION_MEANINGS } from './destination-meanings.ts'
import { documentMeaning } from './document-meaning.ts'
import type { Meaning } from './facet.ts'
import { IAM_MEANINGS } from './iam-meanings.ts'
import { NETWORK_MEANINGS } from './network-meanings.ts'
import { NODE_MEANINGS } from './node-meanings.ts'

/** What a record of each kind means; undefined for kinds that are not compared. */
export type Meanings = { readonly [K in CollectedKind]: Meaning<CollectedRecords[K]> | undefined }

export const MEANINGS: Meanings = {
  preferencesDocuments: documentMeaning,
  sessionDocuments: documentMeaning,
  // What a document said before.
  documentVersions: undefined,
  ...NODE_MEANINGS,
  ...IAM_MEANINGS,
  ...DESTINATION_MEANINGS,
  ...NETWORK_MEANINGS,
}
