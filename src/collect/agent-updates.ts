import { ListAssociationsCommand, type Association } from '@aws-sdk/client-ssm'
import type { AgentUpdate } from '../core/records.ts'
import { malformed } from './ask.ts'
import { passedOn, wholeGaps } from './loaded.ts'
import { asRecords, describeAll } from './network/described.ts'
import type { RegionCollector } from './source.ts'

const LIST = 'ssm:ListAssociations'

/** The associations that keep agents current, read only in a Region that has managed nodes. */
export const agentUpdates: RegionCollector<'agentUpdates'> = {
  actions: [LIST],
  startsFrom: ['managedNodes'],
  load: async source => {
    const nodes = await source.load('managedNodes')
    const gaps = passedOn('agentUpdates', wholeGaps([nodes]), 'no ids')
    if (Object.keys(nodes.records).length === 0) return { records: {}, gaps }
    // aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-automatic-updates.html
    const AssociationFilterList = [{ key: 'Name' as const, value: 'AWS-UpdateSSMAgent' }]
    const found = await describeAll(
      LIST,
      'Associations',
      page => source.clients.ssm.send(new ListAssociationsCommand({ ...page, AssociationFilterList })),
      50,
    )
    return asRecords('agentUpdates', LIST, found, idOf, record, gaps)
  },
}

const idOf = ({ AssociationId, InstanceId }: Association): string => {
  const id = AssociationId ?? InstanceId
  if (!id) throw malformed(LIST, 'holds an association without its id')
  return id
}

/** An association of the old kind names one instance and has no targets. */
const record = (id: string, { AssociationName, InstanceId, Targets = [] }: Association): AgentUpdate => ({
  id,
  ...(AssociationName && { name: AssociationName }),
  targets: [
    ...(InstanceId ? [{ key: 'InstanceIds', values: [InstanceId] }] : []),
    ...Targets.flatMap(({ Key, Values = [] }) => (Key ? [{ key: Key, values: Values }] : [])),
  ],
})
