import type { Reading } from '../access.ts'
import type { NetworkAcl, RouteTable, SecurityGroup, VpcEndpoint } from '../records.ts'
import type { World } from '../snapshot.ts'
import { hiding, lookAt, seen, type Look } from './look.ts'

/** The network of a world, looked up by what the walk asks for. Worked out on first use, kept as long as the world. */
export interface Network {
  readonly reading: Reading
  /** Answers that many ways share, by whatever they depend on. */
  readonly answers: Map<string, unknown>
  endpointsIn(vpcId: string): readonly VpcEndpoint[]
  /** The subnet's own route table, else the main one of its VPC. */
  tableOf(vpcId: string, subnetId: string): Look<RouteTable>
  aclOf(subnetId: string): Look<NetworkAcl>
  aclsIn(vpcId: string): readonly NetworkAcl[]
  defaultGroupOf(vpcId: string): Look<SecurityGroup>
}

const known = new WeakMap<World, Network>()

/** The network of the world that is read. */
export const networkOf = (reading: Reading): Network => {
  const network = known.get(reading.world) ?? buildNetwork(reading)
  known.set(reading.world, network)
  return network
}

const buildNetwork = (reading: Reading): Network => {
  const endpoints = grouped(seen(reading, 'vpcEndpoints'), one => [one.vpcId])
  const acls = grouped(seen(reading, 'networkAcls'), one => one.subnetIds)
  const aclsByVpc = grouped(seen(reading, 'networkAcls'), one => [one.vpcId])
  const defaults = grouped(seen(reading, 'securityGroups'), one =>
    one.name === 'default' && one.vpcId !== undefined ? [one.vpcId] : [],
  )
  return {
    reading,
    answers: new Map(),
    endpointsIn: vpcId => endpoints.get(vpcId) ?? [],
    tableOf: tables(reading),
    aclOf: subnetId => foundOr(acls.get(subnetId)?.[0], () => hiding(reading, 'networkAcls')),
    aclsIn: vpcId => aclsByVpc.get(vpcId) ?? [],
    defaultGroupOf: vpcId => foundOr(defaults.get(vpcId)?.[0], () => hiding(reading, 'securityGroups')),
  }
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html */
const tables = (reading: Reading): Network['tableOf'] => {
  const all = seen(reading, 'routeTables')
  const own = grouped(all, table => table.subnetIds)
  const main = grouped(
    all.filter(table => table.main),
    table => [table.vpcId],
  )
  return (vpcId, subnetId) => {
    const table = own.get(subnetId)?.[0]
    if (table) return { record: table }
    // A table that was not read may be the subnet's own.
    const gap = hiding(reading, 'routeTables')
    return gap ? { gap } : foundOr(main.get(vpcId)?.[0], () => undefined)
  }
}

const foundOr = <T>(record: T | undefined, gap: () => Look<T>['gap']): Look<T> => {
  if (record !== undefined) return { record }
  const hidden = gap()
  return hidden ? { gap: hidden } : {}
}

const grouped = <T>(
  records: readonly T[],
  keys: (record: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const record of records)
    for (const key of keys(record)) {
      const group = groups.get(key)
      if (group) group.push(record)
      else groups.set(key, [record])
    }
  return groups
}

/** What is kept under a key: made where it is not there yet. */
export const keptIn = <T>(kept: Map<string, T>, key: string, make: () => T): T => {
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = make()
  kept.set(key, made)
  return made
}

/** An answer that depends on nothing but its key: worked out once. */
export const once = <T>({ answers }: Pick<Network, 'answers'>, key: string, make: () => T): T =>
  keptIn(answers, key, make) as T

/**
 * The account that owns the place of a node: what stands in another's VPC may not be seen from here.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export const ownerOf = ({ reading }: Network, vpcId: string, subnetId: string): string | Look<never> => {
  const us = reading.world.scope.accountId
  const vpc = lookAt(reading, 'vpcs', vpcId)
  if (vpc.record) return vpc.record.ownerId ?? us
  const subnet = lookAt(reading, 'subnets', subnetId)
  if (subnet.record) return subnet.record.ownerId ?? us
  const gap = vpc.gap ?? subnet.gap
  return gap ? { gap } : us
}
