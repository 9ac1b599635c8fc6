import { DescribeDhcpOptionsCommand, type DhcpOptions as Ec2Options } from '@aws-sdk/client-ec2'
import type { DhcpOptions } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import { passedOn, wholeGaps } from '../loaded.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'

const OPTIONS = 'ec2:DescribeDhcpOptions'

/** The DHCP options of the VPCs; the id `default` says that a VPC has none. */
export const dhcpOptions: RegionCollector<'dhcpOptions'> = {
  actions: [OPTIONS],
  startsFrom: ['vpcs'],
  load: async source => {
    const vpcs = await source.load('vpcs')
    const ids = Object.values(vpcs.records).flatMap(one => one.dhcpOptionsId ?? [])
    const { ec2 } = source.clients
    const found = await describeBy(
      'dhcp-options-id',
      ids.filter(id => id !== 'default'),
      filter =>
        describeAll(OPTIONS, 'DhcpOptions', page =>
          ec2.send(new DescribeDhcpOptionsCommand({ ...page, Filters: [filter] })),
        ),
    )
    const gaps = passedOn('dhcpOptions', wholeGaps([vpcs]), 'no ids')
    return asRecords('dhcpOptions', OPTIONS, found, idOf, options, gaps)
  },
}

const idOf = ({ DhcpOptionsId }: Ec2Options): string => {
  if (!DhcpOptionsId) throw malformed(OPTIONS, 'holds DHCP options without their id')
  return DhcpOptionsId
}

const options = (id: string, { DhcpConfigurations = [] }: Ec2Options): DhcpOptions => {
  const servers = DhcpConfigurations.find(one => one.Key === 'domain-name-servers')?.Values ?? []
  return { id, domainNameServers: servers.flatMap(one => one.Value ?? []) }
}
