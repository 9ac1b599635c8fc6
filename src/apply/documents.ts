import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  ListTagsForResourceCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import { sameMeaning } from '../core/same-meaning.ts'
import { given, isError } from './answers.ts'
import { documentText, documentVersions } from './document-text.ts'
import { ChangedSince, type Executor } from './executor.ts'

/** The default text of a document that this plan created; nothing where there is none. @throws ChangedSince for others' */
const ownText = async (ssm: SSMClient, name: string, digest: string): Promise<string | undefined> => {
  const text = await documentText(ssm, name)
  if (text === undefined) return undefined
  const input = { ResourceType: 'Document' as const, ResourceId: name }
  const { TagList } = await ssm.send(new ListTagsForResourceCommand(input))
  if (!given(TagList, 'TagList').some(({ Key, Value }) => Key === PLAN_TAG && Value === digest))
    throw new ChangedSince(`document ${name} exists and was not created by this plan`)
  return text
}

const edited = (name: string): ChangedSince =>
  new ChangedSince(`document ${name} was changed by someone else since it was created`)

const create: Executor<'create-document'> = {
  look: async ({ region, name, content }, context) => {
    const { ssm } = context.at(region)
    const text = await ownText(ssm, name, context.digest)
    if (text !== undefined && !sameMeaning(text, content)) throw edited(name)
    if (text !== undefined) return undefined
    const command = new CreateDocumentCommand({
      Name: name,
      Content: content,
      DocumentType: 'Session',
      DocumentFormat: 'JSON',
      Tags: [{ Key: PLAN_TAG, Value: context.digest }],
    })
    return { write: async () => void given((await ssm.send(command)).DocumentDescription, 'description') }
  },
}

const destroy = async (ssm: SSMClient, Name: string): Promise<void> => {
  try {
    await ssm.send(new DeleteDocumentCommand({ Name }))
  } catch (cause) {
    if (!isError(cause, 'InvalidDocumentOperation')) throw cause
    throw new ChangedSince(`document ${Name} is shared with other accounts since`, { cause })
  }
}

const remove: Executor<'delete-document'> = {
  look: async ({ region, name, content }, context) => {
    const { ssm } = context.at(region)
    const text = await ownText(ssm, name, context.digest)
    if (text === undefined) return undefined
    if (!sameMeaning(text, content)) throw edited(name)
    const { versions } = given(await documentVersions(ssm, name), 'versions')
    if (versions.length > 1) throw edited(name)
    return { write: () => destroy(ssm, name) }
  },
}

/** Whole documents of our own. */
export const documentExecutors = { 'create-document': create, 'delete-document': remove }
