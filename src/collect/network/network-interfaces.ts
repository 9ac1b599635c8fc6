import { DescribeNetworkInterfacesCommand, type NetworkInterface as Ec2Interface } from '@aws-sdk/client-ec2'
import type { NetworkInterface } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import { passedOn, wholeGaps } from '../loaded.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { interfaceRecord } from './interface-record.ts'

const INTERFACES = 'ec2:DescribeNetworkInterfaces'

/** The interfaces of the endpoints; those of nodes come with the instances. */
export const networkInterfaces: RegionCollector<'networkInterfaces'> = {
  actions: [INTERFACES],
  startsFrom: ['vpcEndpoints'],
  load: async source => {
    const endpoints = await source.load('vpcEndpoints')
    const ids = Object.values(endpoints.records).flatMap(one => one.interfaceIds)
    const { ec2 } = source.clients
    const found = await describeBy('network-interface-id', ids, filter =>
      describeAll(INTERFACES, 'NetworkInterfaces', page =>
        ec2.send(new DescribeNetworkInterfacesCommand({ ...page, Filters: [filter] })),
      ),
    )
    const gaps = passedOn('networkInterfaces', wholeGaps([endpoints]), 'no ids')
    return asRecords('networkInterfaces', INTERFACES, found, idOf, record, gaps)
  },
}

const idOf = ({ NetworkInterfaceId }: Ec2Interface): string => {
  if (!NetworkInterfaceId) throw malformed(INTERFACES, 'holds an interface without its id')
  return NetworkInterfaceId
}

const record = (_id: string, found: Ec2Interface): NetworkInterface => {
  const read = interfaceRecord(found)
  if (!read) throw malformed(INTERFACES, 'holds an interface without its subnet')
  return read
}
