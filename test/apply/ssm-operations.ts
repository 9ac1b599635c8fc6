import type { AccountState } from './account-state.ts'
import type { AgentUpdateState } from './node-state.ts'
import { Refused } from './refused.ts'
import type { Json, JsonOperations } from './services.ts'

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : [])

const associationIn = ({ nodes }: AccountState, id: unknown): AgentUpdateState => {
  const association = nodes.agentUpdates[String(id)]
  if (!association) throw new Refused('AssociationDoesNotExist', 400, 'as Systems Manager says it')
  return association
}

/** One to a page, so that the list is paged. */
const page = (items: readonly Json[], { NextToken = '0' }: Json): Json => {
  const at = Number(NextToken)
  return {
    Associations: items.slice(at, at + 1),
    ...(items.length > at + 1 && { NextToken: String(at + 1) }),
  }
}

const tagsIn = (state: AccountState, { ResourceType, ResourceId }: Json): Record<string, string> => {
  if (ResourceType === 'Association') return associationIn(state, ResourceId).tags
  if (ResourceType !== 'Document') throw new Refused('InvalidResourceType', 400, 'no such type')
  const document = state.documents[String(ResourceId)]
  if (!document) throw new Refused('InvalidResourceId', 400, String(ResourceId))
  return document.tags
}

/** State Manager's rules, as the API reference of Systems Manager gives them; names need not be unique. */
export const SSM_OPERATIONS: JsonOperations = {
  ListAssociations: (state, input) => {
    const [filter = {}] = list(input['AssociationFilterList'])
    if (filter['key'] !== 'AssociationName') throw new Refused('InvalidFilter', 400, 'no such filter')
    const found = Object.entries(state.nodes.agentUpdates).filter(([, one]) => one.name === filter['value'])
    const told = found.map(([AssociationId, { document, name, targets, schedule }]) => ({
      AssociationId,
      Name: document,
      AssociationName: name,
      Targets: targets,
      ScheduleExpression: schedule,
    }))
    return page(told, input)
  },
  ListTagsForResource: (state, input) => ({
    TagList: Object.entries(tagsIn(state, input)).map(([Key, Value]) => ({ Key, Value })),
  }),
  CreateAssociation: (state, input) => {
    const id = `11111111-2222-4333-8444-${String(++state.nodes.newest).padStart(12, '0')}`
    const schedule = String(input['ScheduleExpression'])
    if (input['ApplyOnlyAtCronInterval'] === true && !schedule.startsWith('cron('))
      throw new Refused('ValidationException', 400, 'only cron expressions know an interval')
    state.nodes.agentUpdates[id] = {
      document: String(input['Name']),
      name: String(input['AssociationName']),
      targets: list(input['Targets']),
      schedule,
      onlyAtInterval: input['ApplyOnlyAtCronInterval'] === true,
      maxConcurrency: String(input['MaxConcurrency']),
      maxErrors: String(input['MaxErrors']),
      tags: Object.fromEntries(list(input['Tags']).map(({ Key, Value }) => [String(Key), String(Value)])),
    }
    return { AssociationDescription: { AssociationId: id } }
  },
  DeleteAssociation: (state, input) => {
    associationIn(state, input['AssociationId'])
    delete state.nodes.agentUpdates[String(input['AssociationId'])]
    return {}
  },
}
