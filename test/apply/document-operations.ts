import type { AccountState, DocumentState } from './account-state.ts'
import { Refused } from './refused.ts'
import type { Json, JsonOperations } from './services.ts'

const absent = (name: unknown): Refused =>
  new Refused('InvalidDocument', 400, `Document with name ${String(name)} does not exist.`)

const documentIn = ({ documents }: AccountState, { Name }: Json): DocumentState => {
  const document = documents[String(Name)]
  if (!document) throw absent(Name)
  return document
}

const latestOf = ({ versions }: DocumentState): string =>
  Object.keys(versions)
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1) ?? ''

const numberIn = (document: DocumentState, { DocumentVersion }: Json): string => {
  const number = typeof DocumentVersion === 'string' ? DocumentVersion : document.defaultVersion
  if (number === '$LATEST') return latestOf(document)
  if (document.versions[number] === undefined)
    throw new Refused('InvalidDocumentVersion', 400, `Version ${number} does not exist.`)
  return number
}

const tagsIn = ({ Tags = [] }: Json): Record<string, string> => {
  const tags = Tags as readonly { readonly Key: string; readonly Value: string }[]
  return { owner: 'mia', ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }
}

/** Two versions to a page. */
const PAGE = 2

/** Systems Manager's rules for documents, as its API reference gives them. */
export const DOCUMENT_OPERATIONS: JsonOperations = {
  GetDocument: (state, input) => {
    const document = documentIn(state, input)
    const number = numberIn(document, input)
    return { Name: input['Name'], DocumentVersion: number, Content: document.versions[number] }
  },
  ListDocumentVersions: (state, input) => {
    const { versions, defaultVersion } = documentIn(state, input)
    const at = Number(input['NextToken'] ?? 0)
    const numbers = Object.keys(versions).toReversed()
    const listed = numbers.slice(at, at + PAGE).map(DocumentVersion => ({
      DocumentVersion,
      IsDefaultVersion: DocumentVersion === defaultVersion,
    }))
    const isLast = at + PAGE >= numbers.length
    return { DocumentVersions: listed, ...(!isLast && { NextToken: String(at + PAGE) }) }
  },
  CreateDocument: (state, input) => {
    const name = String(input['Name'])
    if (state.documents[name]) throw new Refused('DocumentAlreadyExists', 400, 'The document exists already.')
    if (input['DocumentType'] !== 'Session' || input['DocumentFormat'] !== 'JSON')
      throw new Refused('InvalidDocumentContent', 400, 'preferences are a Session document in JSON')
    const versions = { 1: String(input['Content']) }
    state.documents[name] = { versions, defaultVersion: '1', tags: tagsIn(input) }
    return { DocumentDescription: { Name: name, DocumentVersion: '1', Status: 'Creating' } }
  },
  UpdateDocument: (state, input) => {
    const document = documentIn(state, input)
    const latest = latestOf(document)
    if (!['$LATEST', latest].includes(String(input['DocumentVersion'])))
      throw new Refused('InvalidDocumentVersion', 400, 'Version provided is not latest.')
    const content = String(input['Content'])
    if (Object.values(document.versions).includes(content))
      throw new Refused('DuplicateDocumentContent', 400, 'The content matches another document.')
    const number = String(Number(latest) + 1)
    document.versions[number] = content
    return { DocumentDescription: { Name: input['Name'], DocumentVersion: number, Status: 'Updating' } }
  },
  UpdateDocumentDefaultVersion: (state, input) => {
    const document = documentIn(state, input)
    document.defaultVersion = numberIn(document, input)
    return { Description: { Name: input['Name'], DefaultVersion: document.defaultVersion } }
  },
  DeleteDocument: (state, input) => {
    const document = documentIn(state, input)
    const { DocumentVersion: number } = input
    if (document.isShared) throw new Refused('InvalidDocumentOperation', 400, 'it is still shared')
    if (number === undefined) {
      delete state.documents[String(input['Name'])]
      return {}
    }
    if (number === document.defaultVersion)
      throw new Refused('InvalidDocumentOperation', 400, "Default version of the document can't be deleted.")
    delete document.versions[numberIn(document, input)]
    return {}
  },
}
