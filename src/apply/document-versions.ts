import {
  DeleteDocumentCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import type { ChangeOf } from '../core/changes/change.ts'
import { given, isError } from './answers.ts'
import { documentText, documentVersions, newestSaying, type DocumentVersions } from './document-text.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { awaited } from './patiently.ts'
import { progress } from './policy-text.ts'

const present = async (ssm: SSMClient, name: string): Promise<DocumentVersions> => {
  const versions = await documentVersions(ssm, name)
  if (!versions) throw new ChangedSince(`document ${name} does not exist any more`)
  return versions
}

const textOf = async (ssm: SSMClient, name: string, number: string): Promise<string> =>
  given(await documentText(ssm, name, number), 'document')

/** SSM takes a version only in place of the one that is the latest, so that a number guards against an edit in between. */
const write = async (
  ssm: SSMClient,
  Name: string,
  DocumentVersion: string,
  Content: string,
): Promise<void> => {
  const command = new UpdateDocumentCommand({ Name, Content, DocumentVersion, DocumentFormat: 'JSON' })
  given((await ssm.send(command)).DocumentDescription?.DocumentVersion, 'DocumentVersion')
}

/**
 * Writes a version on top of the latest.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html
 */
const writeOver = async (ssm: SSMClient, name: string, latest: string, to: string): Promise<void> => {
  try {
    await write(ssm, name, latest, to)
  } catch (cause) {
    if (isError(cause, 'InvalidDocumentVersion'))
      throw new ChangedSince(`document ${name} has got another version at this moment`, { cause })
    if (!isError(cause, 'DuplicateDocumentContent')) throw cause
    // An older version has this very text, which is taken once: another blank at its end makes it another.
    await write(ssm, name, latest, `${to}\n`)
  }
}

const update: Executor<'update-document'> = {
  look: async ({ region, name, from, to }, context) => {
    const { ssm } = context.at(region)
    const { latest, ...seen } = await present(ssm, name)
    const how = progress(await textOf(ssm, name, latest), from.content, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`document ${name} was changed by someone else since the plan`)
    return { seen, write: () => writeOver(ssm, name, latest, to) }
  },
}

/** The version that the step made: the one with its text that came since it began; where nothing was seen, the latest. */
const madeBy = (
  ssm: SSMClient,
  name: string,
  now: DocumentVersions,
  from: string,
  { seen }: Context,
): Promise<string | undefined> => {
  const since = seen ? now.versions.filter(number => !seen.versions.includes(number)) : [now.latest]
  return newestSaying(ssm, name, since, from)
}

const drop: Executor<'delete-document-version'> = {
  look: async ({ region, name, from }, context) => {
    const { ssm } = context.at(region)
    const now = await present(ssm, name)
    const made = await madeBy(ssm, name, now, from, context)
    if (made === undefined) return undefined
    if (made === now.defaultVersion)
      throw new ChangedSince(`version ${made} of document ${name} is its default`)
    // Without a version this would delete the document.
    const command = new DeleteDocumentCommand({ Name: name, DocumentVersion: made })
    return { write: async () => void (await ssm.send(command)) }
  },
}

/** The version that is to be the default: the one that is known, if it says the same still, else the newest that does. */
const wanted = async (
  ssm: SSMClient,
  { name, from, to }: ChangeOf<'set-default-document-version'>,
): Promise<string | undefined> => {
  const { versions } = await present(ssm, name)
  const may = (number: string): boolean =>
    to.version === undefined ? Number(number) > Number(from.version ?? 0) : number === to.version
  return newestSaying(ssm, name, versions.filter(may), to.content)
}

const setDefault: Executor<'set-default-document-version'> = {
  look: async (change, context) => {
    const { region, name, from, to } = change
    const { ssm } = context.at(region)
    const { defaultVersion } = await present(ssm, name)
    const how = progress(await textOf(ssm, name, defaultVersion), from.content, to.content)
    if (how === 'after') return undefined
    if (how === 'neither') throw new ChangedSince(`document ${name} has another default version since`)
    const number = await awaited(context, () => wanted(ssm, change))
    if (number === undefined)
      throw new ChangedSince(
        `the version of document ${name} that is to be the default does not exist any more`,
      )
    const command = new UpdateDocumentDefaultVersionCommand({ Name: name, DocumentVersion: number })
    return { write: async () => void given((await ssm.send(command)).Description, 'Description') }
  },
}

/** Versions of documents, and which of them is the default. */
export const documentVersionExecutors = {
  'update-document': update,
  'delete-document-version': drop,
  'set-default-document-version': setDefault,
}
