import { randomUUID } from 'node:crypto'
import type { Call } from './call.ts'
import { errorAnswer, type WireAnswer } from './faults.ts'
import type { AccountState, AssociationRecord } from './state.ts'

const json = (body: unknown): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
})

interface Tag {
  readonly Key: string
  readonly Value: string
}

const associationsIn = ({ associations }: AccountState, region: string): AssociationRecord[] => {
  const known = associations[region] ?? [UPDATES_ALL]
  associations[region] = known
  return known
}

/** What a Region has about which nothing was said: an association that keeps the agents of all nodes current. */
const UPDATES_ALL: AssociationRecord = {
  association: {
    AssociationId: '8dfe3659-4309-493a-8755-0123456789ab',
    Name: 'AWS-UpdateSSMAgent',
    Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
  },
  tags: [],
}

const list = (call: Call, state: AccountState): WireAnswer => {
  const filters = (call.params['AssociationFilterList'] ?? []) as readonly { key: string; value: string }[]
  const found = associationsIn(state, call.region).filter(({ association }) =>
    filters.every(({ key, value }) => association[key as 'Name' | 'AssociationName'] === value),
  )
  return json({ Associations: found.map(({ association }) => association) })
}

const create = (call: Call, state: AccountState): WireAnswer => {
  const { Tags, ...given } = call.params as { Tags?: readonly Tag[]; Name: string }
  const association = { ...given, AssociationId: randomUUID(), AssociationVersion: '1' }
  associationsIn(state, call.region).push({ association, tags: Tags ?? [] })
  return json({ AssociationDescription: association })
}

const remove = (call: Call, state: AccountState): WireAnswer => {
  const all = associationsIn(state, call.region)
  const id = call.params['AssociationId']
  const at = all.findIndex(({ association }) => association.AssociationId === id)
  if (at < 0) return errorAnswer(call, 400, 'AssociationDoesNotExist', `no association ${String(id)}`)
  all.splice(at, 1)
  return json({})
}

const tagsOf = (call: Call, state: AccountState): WireAnswer | undefined => {
  if (call.params['ResourceType'] !== 'Association') return undefined
  const id = call.params['ResourceId']
  const found = associationsIn(state, call.region).find(({ association }) => association.AssociationId === id)
  if (!found) return errorAnswer(call, 400, 'InvalidResourceId', `no association ${String(id)}`)
  return json({ TagList: found.tags })
}

/** State Manager, which moto lacks. */
export const STATE_MANAGER: Readonly<
  Record<string, (call: Call, state: AccountState) => WireAnswer | undefined>
> = {
  'ssm:ListAssociations': list,
  'ssm:CreateAssociation': create,
  'ssm:DeleteAssociation': remove,
  'ssm:ListTagsForResource': tagsOf,
}
