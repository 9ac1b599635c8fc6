import { ListTagsForResourceCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { PREFERENCES_DOCUMENT } from '../core/derive/destinations.ts'
import type { DocumentTags } from '../core/records.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { readEach } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const TAGS = 'ssm:ListTagsForResource'

/** The tags of the preferences document: they tell what owns it. */
export const documentTags: RegionCollector<'documentTags'> = {
  actions: [TAGS],
  startsFrom: [],
  load: ({ clients: { ssm } }) =>
    readEach('documentTags', [PREFERENCES_DOCUMENT], [TAGS], name => tagsOf(ssm, name)),
}

const tagsOf = async (ssm: SSMClient, name: string): Promise<DocumentTags | undefined> => {
  const input = { ResourceType: 'Document' as const, ResourceId: name }
  const answer = await unlessAbsent(
    ask(TAGS, ['TagList'], () => ssm.send(new ListTagsForResourceCommand(input))),
    'InvalidResourceId',
  )
  if (!answer) return undefined
  const tags = answer.TagList.map(({ Key, Value }) => {
    if (Key === undefined || Value === undefined)
      throw malformed(TAGS, 'holds a tag without its key or value')
    return [Key, Value] as const
  })
  return { name, tags: Object.fromEntries(tags) }
}
