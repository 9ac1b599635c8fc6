import { GetDocumentCommand, ListDocumentVersionsCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { sameMeaning } from '../core/same-meaning.ts'
import { everyPage, given, unlessGone } from './answers.ts'
import type { Seen } from './executor.ts'

/** The versions of a document by number, oldest first. */
export interface DocumentVersions extends Seen {
  readonly latest: string
}

const PAGE = 50

/** The versions of a document, or nothing where the document does not exist. */
export const documentVersions = async (
  ssm: SSMClient,
  Name: string,
): Promise<DocumentVersions | undefined> => {
  const listed = await unlessGone(
    everyPage(async NextToken => {
      const input = { Name, MaxResults: PAGE, ...(NextToken && { NextToken }) }
      const answer = await ssm.send(new ListDocumentVersionsCommand(input))
      return { items: given(answer.DocumentVersions, 'DocumentVersions'), next: answer.NextToken }
    }),
  )
  if (!listed) return undefined
  const numberOf = ({ DocumentVersion }: (typeof listed)[number]): string =>
    given(DocumentVersion, 'DocumentVersion')
  const versions = listed.map(numberOf).toSorted((a, b) => Number(a) - Number(b))
  const isDefault = listed.find(({ IsDefaultVersion }) => IsDefaultVersion === true)
  return {
    versions,
    latest: given(versions.at(-1), 'version'),
    defaultVersion: numberOf(given(isDefault, 'default version')),
  }
}

/** The text of a version, the default where none is named; nothing where the document does not exist. */
export const documentText = async (
  ssm: SSMClient,
  Name: string,
  DocumentVersion?: string,
): Promise<string | undefined> => {
  const input = { Name, DocumentFormat: 'JSON' as const, ...(DocumentVersion && { DocumentVersion }) }
  const answer = await unlessGone(ssm.send(new GetDocumentCommand(input)))
  return answer && given(answer.Content, 'Content')
}

/** The newest of some versions whose text says the same as a text. */
export const newestSaying = async (
  ssm: SSMClient,
  name: string,
  numbers: readonly string[],
  content: string,
): Promise<string | undefined> => {
  for (const number of numbers.toReversed()) {
    const text = await documentText(ssm, name, number)
    if (text !== undefined && sameMeaning(text, content)) return number
  }
  return undefined
}
