import { DescribeActivationsCommand, type Activation as SsmActivation } from '@aws-sdk/client-ssm'
import type { Activation } from '../core/records.ts'
import { malformed } from './ask.ts'
import { passedOn, wholeGaps } from './loaded.ts'
import { asRecords, describeAll } from './network/described.ts'
import type { RegionCollector } from './source.ts'

const ACTIVATIONS = 'ssm:DescribeActivations'

/** The activations of hybrid nodes, read only in a Region that has such nodes. */
export const activations: RegionCollector<'activations'> = {
  actions: [ACTIVATIONS],
  startsFrom: ['managedNodes'],
  load: async source => {
    const nodes = await source.load('managedNodes')
    const gaps = passedOn('activations', wholeGaps([nodes]), 'no ids')
    if (!Object.keys(nodes.records).some(id => id.startsWith('mi-'))) return { records: {}, gaps }
    const found = await describeAll(
      ACTIVATIONS,
      'ActivationList',
      page => source.clients.ssm.send(new DescribeActivationsCommand(page)),
      50,
    )
    return asRecords('activations', ACTIVATIONS, found, idOf, record, gaps)
  },
}

const idOf = ({ ActivationId }: SsmActivation): string => {
  if (!ActivationId) throw malformed(ACTIVATIONS, 'holds an activation without its id')
  return ActivationId
}

/** aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Activation.html (limit: 1 unless set) */
const record = (id: string, found: SsmActivation): Activation => ({
  id,
  ...(found.IamRole && { role: found.IamRole }),
  expired: found.Expired === true,
  ...(found.ExpirationDate && { expiresAt: found.ExpirationDate.toISOString() }),
  limit: found.RegistrationLimit ?? 1,
  registrations: found.RegistrationsCount ?? 0,
})
