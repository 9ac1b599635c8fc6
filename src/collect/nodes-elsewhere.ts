import { DescribeInstancesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import type { NodeElsewhere } from '../core/records.ts'
import { ask } from './ask.ts'
import type { Clients } from './clients.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const REGIONS = 'ec2:DescribeRegions'
const INSTANCES = 'ec2:DescribeInstances'

/** Where the instances are that were named and that no Region of the run has; told once, in its first Region. */
export const nodesElsewhere: RegionCollector<'nodesElsewhere'> = {
  actions: [REGIONS, INSTANCES],
  startsFrom: ['instances', 'managedNodes'],
  load: async source => {
    const named = source.selection.instances ?? []
    if (named.length === 0 || source.account.clients.region !== source.region)
      return { records: {}, gaps: [] }
    const loaded = [
      ...(await source.account.everywhere('instances')),
      ...(await source.account.everywhere('managedNodes')),
    ]
    const gaps = passedOn('nodesElsewhere', wholeGaps(loaded), 'no ids')
    const here = new Set(loaded.flatMap(({ records }) => Object.keys(records)))
    const missing = named.filter(id => !here.has(id))
    if (missing.length === 0 || gaps.length > 0) return { records: {}, gaps }
    const found = await search(source, missing)
    return withGaps(
      gaps,
      await readEach('nodesElsewhere', missing, [REGIONS, INSTANCES], async id => found.get(id) ?? { id }),
    )
  },
}

/** Looks in every Region that is opted in. A Region that refuses hides nothing here: it is told where the node is found. */
const search = async (
  source: RegionSource,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NodeElsewhere>> => {
  const own = ids.filter(id => id.startsWith('i-'))
  if (own.length === 0) return new Map()
  const { Regions } = await ask(REGIONS, ['Regions'], () =>
    source.clients.ec2.send(new DescribeRegionsCommand({})),
  )
  const names = Regions.flatMap(({ RegionName, OptInStatus }) =>
    RegionName && OptInStatus !== 'not-opted-in' ? [RegionName] : [],
  )
  const found = await Promise.all(names.map(name => instancesIn(source.clientsOf(name), own)))
  return new Map(found.flat().map(one => [one.id, one]))
}

const instancesIn = async (
  { ec2, region }: Clients,
  ids: readonly string[],
): Promise<readonly NodeElsewhere[]> => {
  const Filters = [{ Name: 'instance-id', Values: [...ids] }]
  const answer = await ask(INSTANCES, ['Reservations'], () =>
    ec2.send(new DescribeInstancesCommand({ Filters })),
  ).catch(() => undefined)
  const instances = (answer?.Reservations ?? []).flatMap(one => one.Instances ?? [])
  return instances.flatMap(({ InstanceId, State }) =>
    InstanceId ? [{ id: InstanceId, region, ...(State?.Name && { state: State.Name }) }] : [],
  )
}
