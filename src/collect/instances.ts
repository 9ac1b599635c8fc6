import {
  DescribeInstancesCommand,
  type EC2Client,
  type Filter,
  type Instance as Ec2Instance,
  type InstanceNetworkInterface,
} from '@aws-sdk/client-ec2'
import type { Instance } from '../core/records.ts'
import { ask, everyPage, malformed } from './ask.ts'
import { tagsOf } from './iam-answers.ts'
import { readEach } from './loaded.ts'
import { interfaceRecord, type FoundInterface } from './network/interface-record.ts'
import type { RegionCollector, Selection } from './source.ts'

const DESCRIBE = 'ec2:DescribeInstances'
const VALUES_PER_FILTER = 200

/** The Region's EC2 instances, whatever their state. */
export const instances: RegionCollector<'instances'> = {
  actions: [DESCRIBE],
  startsFrom: [],
  load: async ({ clients, selection }) => {
    const found = await Promise.all(filtersOf(selection).map(filters => describe(clients.ec2, filters)))
    const listed = new Map(found.flat().map(instance => [idOf(instance), instance]))
    return readEach('instances', listed.keys(), [DESCRIBE], async id => instance(id, listed.get(id)))
  },
}

const idOf = ({ InstanceId }: Ec2Instance): string => {
  if (!InstanceId) throw malformed(DESCRIBE, 'holds an instance without its id')
  return InstanceId
}

/**
 * One list of filters per read. Ids are a filter and not a list of ids, so that one that does not exist is not an
 * error for the others; hybrid nodes are none of EC2's.
 */
const filtersOf = ({ instances: ids, tags = {} }: Selection): readonly Filter[][] => {
  const tagged = Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }))
  if (ids === undefined) return [tagged]
  const own = ids.filter(id => id.startsWith('i-'))
  return chunks(own, VALUES_PER_FILTER).map(Values => [{ Name: 'instance-id', Values }].concat(tagged))
}

/** A list in pieces of at most `size`. */
const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )

const describe = (ec2: EC2Client, filters: Filter[]): Promise<readonly Ec2Instance[]> =>
  everyPage(DESCRIBE, async token => {
    const input = {
      MaxResults: 1000,
      ...(filters.length > 0 && { Filters: filters }),
      ...(token && { NextToken: token }),
    }
    const answer = await ask(DESCRIBE, ['Reservations'], () => ec2.send(new DescribeInstancesCommand(input)))
    return { items: answer.Reservations.flatMap(instancesOf), next: answer.NextToken }
  })

const instancesOf = ({ Instances }: { Instances?: Ec2Instance[] | undefined }): Ec2Instance[] => {
  if (!Instances) throw malformed(DESCRIBE, 'holds a reservation without its instances')
  return Instances
}

const instance = (id: string, found: Ec2Instance | undefined): Instance => {
  if (!found?.State?.Name) throw malformed(DESCRIBE, 'holds an instance without its state')
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = found
  const tags = tagsOf(found.Tags)
  return {
    id,
    state: found.State.Name,
    tags,
    ...(tags['Name'] && { name: tags['Name'] }),
    ...(found.LaunchTime && { launchedAt: found.LaunchTime.toISOString() }),
    ...(profile?.Arn && { profileArn: profile.Arn }),
    ...(profile?.Id && { profileId: profile.Id }),
    ...(metadata?.HttpEndpoint && { metadataEndpoint: metadata.HttpEndpoint }),
    ...(metadata?.HttpTokens && { metadataTokens: metadata.HttpTokens }),
    ...(found.Platform && { platform: found.Platform.toLowerCase() }),
    ...(found.Operator?.Managed && { operatedByService: true }),
    ...(found.InstanceLifecycle && { lifecycle: found.InstanceLifecycle }),
    ...(found.VpcId && { vpcId: found.VpcId }),
    ...(found.SubnetId && { subnetId: found.SubnetId }),
    ...interfacesOf(found),
  }
}

/** The first interface of the first network card is the one that the instance was started with. */
const interfacesOf = (found: Ec2Instance): Pick<Instance, 'interfaces'> => {
  const interfaces = (found.NetworkInterfaces ?? []).toSorted(byPlace).map((one, at) => {
    const { DeviceIndex = at, NetworkCardIndex = 0 } = one.Attachment ?? {}
    const primary = DeviceIndex === 0 && NetworkCardIndex === 0
    const record = interfaceRecord(primary ? filledUp(one, found) : one)
    if (!record) throw malformed(DESCRIBE, 'holds an interface without its id or subnet')
    return { ...record, ...(primary && { primary }) }
  })
  return interfaces.length > 0 ? { interfaces } : {}
}

/** The primary interface, with what the answer tells of the instance alone: its groups and addresses. */
const filledUp = (one: InstanceNetworkInterface, found: Ec2Instance): FoundInterface => {
  const { Groups = [], PrivateIpAddresses = [] } = one
  const told = PrivateIpAddresses.some(address => address.Association?.PublicIp)
  return {
    ...one,
    Groups: Groups.length > 0 ? Groups : found.SecurityGroups,
    PrivateIpAddress: one.PrivateIpAddress ?? found.PrivateIpAddress,
    Association: one.Association?.PublicIp || told ? one.Association : { PublicIp: found.PublicIpAddress },
  }
}

const byPlace = (a: InstanceNetworkInterface, b: InstanceNetworkInterface): number =>
  place(a) - place(b) || ((a.NetworkInterfaceId ?? '') < (b.NetworkInterfaceId ?? '') ? -1 : 1)

const place = ({
  Attachment: { DeviceIndex = 0, NetworkCardIndex = 0 } = {},
}: InstanceNetworkInterface): number => NetworkCardIndex * 1000 + DeviceIndex
