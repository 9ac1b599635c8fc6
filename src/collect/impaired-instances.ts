import { DescribeInstanceStatusCommand, type EC2Client, type InstanceStatus } from '@aws-sdk/client-ec2'
import type { ImpairedInstance } from '../core/records.ts'
import { malformed } from './ask.ts'
import { asRecords, describeAll } from './network/described.ts'
import type { RegionCollector } from './source.ts'

const STATUS = 'ec2:DescribeInstanceStatus'

/** Either check may fail by itself, and one filter asks for one of them. */
const FILTERS = ['system-status.status', 'instance-status.status']

/** The instances that EC2 says are impaired: of all others nothing is asked. */
export const impairedInstances: RegionCollector<'impairedInstances'> = {
  actions: [STATUS],
  startsFrom: [],
  load: async ({ clients: { ec2 }, selection }) => {
    const found = (await Promise.all(FILTERS.map(name => impaired(ec2, name)))).flat()
    const wanted = found.filter(one => selection.instances?.includes(idOf(one)) ?? true)
    return asRecords('impairedInstances', STATUS, wanted.filter(isImpaired), idOf, record)
  },
}

const impaired = (ec2: EC2Client, Name: string): Promise<readonly InstanceStatus[]> =>
  describeAll(STATUS, 'InstanceStatuses', page =>
    ec2.send(new DescribeInstanceStatusCommand({ ...page, Filters: [{ Name, Values: ['impaired'] }] })),
  )

const isImpaired = ({ SystemStatus, InstanceStatus }: InstanceStatus): boolean =>
  [SystemStatus, InstanceStatus].some(one => one?.Status === 'impaired')

const idOf = ({ InstanceId }: InstanceStatus): string => {
  if (!InstanceId) throw malformed(STATUS, 'holds a status without its instance')
  return InstanceId
}

const record = (id: string, { SystemStatus, InstanceStatus }: InstanceStatus): ImpairedInstance => ({
  id,
  system: SystemStatus?.Status ?? 'not told',
  instance: InstanceStatus?.Status ?? 'not told',
})
