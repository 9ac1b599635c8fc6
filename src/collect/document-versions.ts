import { ListDocumentVersionsCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { PREFERENCES_DOCUMENT } from '../core/derive/destinations.ts'
import type { DocumentHistory, DocumentVersion } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { documentVersion, GET } from './documents.ts'
import { passedOn, readEach } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const LIST = 'ssm:ListDocumentVersions'

/** A document keeps up to 1,000 versions: who looks further back than this does so by hand. */
const MOST = 50

/** The versions of the preferences, newest first, as far back as whoever asks for them needs. */
export const documentVersions: RegionCollector<'documentVersions'> = {
  actions: [LIST, GET],
  startsFrom: [],
  load: async ({ clients: { ssm }, enough }) => {
    const names = enough ? [PREFERENCES_DOCUMENT] : []
    const { records, gaps } = await readEach('documentVersions', names, [LIST, GET], name =>
      history(ssm, name, enough ?? (() => true)),
    )
    return { records, gaps: passedOn('documentVersions', gaps, 'no ids') }
  },
}

const history = async (
  ssm: SSMClient,
  name: string,
  enough: (versions: readonly DocumentVersion[]) => boolean,
): Promise<DocumentHistory | undefined> => {
  const numbers = await unlessAbsent(versionNumbers(ssm, name), 'InvalidDocument')
  if (!numbers) return undefined
  const versions: DocumentVersion[] = []
  let read = 0
  // One after the other: mostly the first few tell, and a document may have a thousand.
  while (read < Math.min(numbers.length, MOST) && !enough(versions)) {
    const asked = documentVersion(ssm, { Name: name, DocumentVersion: numbers[read] })
    // One that was deleted since it was listed is none any more.
    const found = await unlessAbsent(asked, 'InvalidDocumentVersion')
    if (found) versions.push(found)
    read += 1
  }
  return { name, versions, older: numbers.length - read }
}

/** Version numbers only ever rise. */
const versionNumbers = async (ssm: SSMClient, Name: string): Promise<readonly string[]> => {
  const found = await everyPage(LIST, async NextToken => {
    const input = { Name, MaxResults: 50, ...(NextToken && { NextToken }) }
    const answer = await ask(LIST, ['DocumentVersions'], () =>
      ssm.send(new ListDocumentVersionsCommand(input)),
    )
    const items = answer.DocumentVersions.map(({ DocumentVersion }) => {
      if (!DocumentVersion) throw malformed(LIST, 'lists a version without its number')
      return DocumentVersion
    })
    return { items, next: answer.NextToken }
  })
  return found.toSorted((a, b) => Number(b) - Number(a))
}
