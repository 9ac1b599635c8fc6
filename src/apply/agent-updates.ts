import {
  CreateAssociationCommand,
  DeleteAssociationCommand,
  ListAssociationsCommand,
  ListTagsForResourceCommand,
  type Association,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { AGENT_DOCUMENT } from '../core/changes/agent-updates.ts'
import type { CreateAssociation, DeleteAssociation } from '../core/changes/change.ts'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import { everyPage, given, isError } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { sendOnce } from './send-once.ts'

const associationsNamed = (ssm: SSMClient, name: string): Promise<readonly Association[]> =>
  everyPage(async NextToken => {
    const AssociationFilterList = [{ key: 'AssociationName' as const, value: name }]
    const input = { AssociationFilterList, ...(NextToken && { NextToken }) }
    const page = await ssm.send(new ListAssociationsCommand(input))
    return { items: given(page.Associations, 'Associations'), next: page.NextToken }
  })

const isOurs = async (ssm: SSMClient, ResourceId: string, digest: string): Promise<boolean> => {
  const input = { ResourceType: 'Association' as const, ResourceId }
  const tags = given((await ssm.send(new ListTagsForResourceCommand(input))).TagList, 'TagList')
  return tags.some(({ Key, Value }) => Key === PLAN_TAG && Value === digest)
}

type Wanted = CreateAssociation | DeleteAssociation

/** Names are not unique: the association with this name and the plan's tag. @throws ChangedSince where others have the name */
const ownAssociation = async (
  ssm: SSMClient,
  { name }: Wanted,
  digest: string,
): Promise<Association | undefined> => {
  const named = await associationsNamed(ssm, name)
  for (const one of named) {
    if (await isOurs(ssm, given(one.AssociationId, 'AssociationId'), digest)) return one
  }
  if (named.length > 0) throw new ChangedSince(`association ${name} exists and was not created by this plan`)
  return undefined
}

/** Whether an association is as it was created: whoever gave it other targets or another window wants to keep it. */
const isAsCreated = ({ Name, Targets = [], ScheduleExpression }: Association, wanted: Wanted): boolean => {
  const targets = Targets.map(({ Key, Values }) => ({ key: Key, values: Values }))
  return (
    Name === AGENT_DOCUMENT &&
    ScheduleExpression === wanted.schedule &&
    JSON.stringify(targets) === JSON.stringify(wanted.targets.map(({ key, values }) => ({ key, values })))
  )
}

const edited = (name: string): ChangedSince =>
  new ChangedSince(`association ${name} was changed by someone else since it was created`)

const inputFor = (
  { name, targets, schedule, maxConcurrency, maxErrors }: CreateAssociation,
  digest: string,
) => ({
  Name: AGENT_DOCUMENT,
  AssociationName: name,
  Targets: targets.map(({ key, values }) => ({ Key: key, Values: [...values] })),
  ScheduleExpression: schedule,
  // Else it would run at once, in the middle of the day.
  ApplyOnlyAtCronInterval: true,
  MaxConcurrency: maxConcurrency,
  MaxErrors: maxErrors,
  Tags: [{ Key: PLAN_TAG, Value: digest }],
})

const create: Executor<'create-association'> = {
  look: async (change, context) => {
    const { ssm } = context.at(change.region)
    const own = await ownAssociation(ssm, change, context.digest)
    if (own && !isAsCreated(own, change)) throw edited(change.name)
    if (own) return undefined
    return {
      write: async () => {
        const command = new CreateAssociationCommand(inputFor(change, context.digest))
        const answer = await sendOnce(command, () => ssm.send(command))
        given(answer.AssociationDescription?.AssociationId, 'AssociationDescription')
      },
    }
  },
}

const destroy = async (ssm: SSMClient, AssociationId: string): Promise<void> => {
  try {
    await ssm.send(new DeleteAssociationCommand({ AssociationId }))
  } catch (error) {
    if (!isError(error, 'AssociationDoesNotExist')) throw error
  }
}

const remove: Executor<'delete-association'> = {
  look: async (change, context) => {
    const { ssm } = context.at(change.region)
    const own = await ownAssociation(ssm, change, context.digest)
    if (!own) return undefined
    if (!isAsCreated(own, change)) throw edited(change.name)
    return { write: () => destroy(ssm, given(own.AssociationId, 'AssociationId')) }
  },
}

/** Associations of State Manager that keep agents current. */
export const agentUpdateExecutors = { 'create-association': create, 'delete-association': remove }
