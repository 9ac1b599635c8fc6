import {
  GetDocumentCommand,
  ListDocumentsCommand,
  type GetDocumentCommandInput,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { PREFERENCES_DOCUMENT } from '../core/derive/destinations.ts'
import type { DocumentVersion, SessionDocument } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { passedOn, readEach } from './loaded.ts'
import type { RegionCollector } from './source.ts'

export const GET = 'ssm:GetDocument'
const LIST = 'ssm:ListDocuments'

/** SSM-SessionManagerRunShell, in its default and its latest version. */
export const preferencesDocuments: RegionCollector<'preferencesDocuments'> = {
  actions: [GET],
  startsFrom: [],
  load: async ({ clients: { ssm } }) => {
    const read = (name: string) => sessionDocument(ssm, name)
    const { records, gaps } = await readEach('preferencesDocuments', [PREFERENCES_DOCUMENT], [GET], read)
    // There is no other document of this kind: without it nothing of the kind is known.
    return { records, gaps: passedOn('preferencesDocuments', gaps, 'no ids') }
  },
}

/** The account's other Session documents: StartSession can name any of them. */
export const sessionDocuments: RegionCollector<'sessionDocuments'> = {
  actions: [LIST, GET],
  startsFrom: [],
  load: async ({ clients: { ssm } }) => {
    const names = (await sessionDocumentNames(ssm)).filter(name => name !== PREFERENCES_DOCUMENT)
    return readEach('sessionDocuments', names, [GET], name => defaultOnly(ssm, name))
  },
}

/** Both versions, side by side; no version named means the default, and `$DEFAULT` is not asked for by name. */
const sessionDocument = async (ssm: SSMClient, name: string): Promise<SessionDocument | undefined> => {
  const [found, latest] = await Promise.all([
    documentVersion(ssm, { Name: name }),
    documentVersion(ssm, { Name: name, DocumentVersion: '$LATEST' }),
  ])
  if (!found) return undefined
  return { name, default: found, ...(latest && latest.version !== found.version && { latest }) }
}

const defaultOnly = async (ssm: SSMClient, name: string): Promise<SessionDocument | undefined> => {
  const found = await documentVersion(ssm, { Name: name })
  return found && { name, default: found }
}

/** One version of a document, the default where none is named; undefined where there is no such document. @throws FailedRead */
export const documentVersion = async (
  ssm: SSMClient,
  input: GetDocumentCommandInput,
): Promise<DocumentVersion | undefined> => {
  // A document may be stored as YAML: the agent gets JSON of it all the same.
  const answer = await unlessAbsent(
    ask(GET, ['Content', 'DocumentVersion'], () =>
      ssm.send(new GetDocumentCommand({ ...input, DocumentFormat: 'JSON' })),
    ),
    'InvalidDocument',
  )
  if (!answer) return undefined
  const { DocumentVersion, Content, CreatedDate, DocumentFormat = 'JSON' } = answer
  if (DocumentFormat !== 'JSON') throw malformed(GET, `holds ${DocumentFormat}, though JSON was asked for`)
  return {
    version: DocumentVersion,
    content: Content,
    ...(CreatedDate && { createdAt: CreatedDate.toISOString() }),
  }
}

const sessionDocumentNames = (ssm: SSMClient): Promise<readonly string[]> =>
  everyPage(LIST, async token => {
    const Filters = [
      { Key: 'DocumentType', Values: ['Session'] },
      { Key: 'Owner', Values: ['Self'] },
    ]
    const input = { Filters, MaxResults: 50, ...(token && { NextToken: token }) }
    const answer = await ask(LIST, ['DocumentIdentifiers'], () => ssm.send(new ListDocumentsCommand(input)))
    const items = answer.DocumentIdentifiers.map(({ Name }) => {
      if (!Name) throw malformed(LIST, 'lists a document without a name')
      return Name
    })
    return { items, next: answer.NextToken }
  })
