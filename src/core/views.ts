import { declaredOf } from './derive/declared.ts'
import { logDestinationsOf, preferencesOf, s3DestinationsOf, sessionKeysOf } from './derive/destinations.ts'
import { judgedNodesOf } from './derive/judged-nodes.ts'
import { namedNodesOf } from './derive/named-nodes.ts'
import { nodeRolesOf } from './derive/node-roles.ts'
import { operatorsOf } from './derive/operators.ts'
import { regionsOf } from './derive/regions.ts'
import { waiversOf } from './derive/waivers.ts'
import { networkFaultsOf } from './net/network-faults.ts'
import { networkPathsOf } from './net/network-paths.ts'
import { guarded, type KindView, type Reading } from './access.ts'
import type { DerivedKind, Kind } from './kinds.ts'
import type { CollectedKind } from './records.ts'
import { recordsOf, type Gap, type World } from './snapshot.ts'

/** What each derived kind starts from. */
export const DERIVED_FROM = {
  preferences: ['preferencesDocuments'],
  judgedNodes: [
    'managedNodes',
    'instances',
    'instanceProfiles',
    'roles',
    'policies',
    'serviceSettings',
    'declared',
  ],
  nodeRoles: ['judgedNodes', 'roles', 'policies'],
  logDestinations: ['preferences'],
  s3Destinations: ['preferences'],
  sessionKeys: ['preferences'],
  regions: ['judgedNodes', 'instances', 'preferences'],
  declared: [],
  namedNodes: ['declared', 'instances', 'managedNodes'],
  operators: ['declared', 'principals', 'policies'],
  waivers: [],
  networkPaths: [
    'judgedNodes',
    'nodeRoles',
    'logDestinations',
    's3Destinations',
    'sessionKeys',
    'buckets',
    'keys',
    'vpcs',
    'vpcDns',
    'subnets',
    'routeTables',
    'natGateways',
    'internetGateways',
    'egressOnlyInternetGateways',
    'networkAcls',
    'securityGroups',
    'prefixLists',
    'vpcEndpoints',
    'networkInterfaces',
    'dhcpOptions',
    'privateZones',
  ],
  networkFaults: ['networkPaths'],
} as const satisfies Record<DerivedKind, readonly Kind[]>

const derivations: { readonly [K in DerivedKind]: (reading: Reading) => KindView<K> } = {
  preferences: preferencesOf,
  judgedNodes: judgedNodesOf,
  nodeRoles: nodeRolesOf,
  logDestinations: logDestinationsOf,
  s3Destinations: s3DestinationsOf,
  sessionKeys: sessionKeysOf,
  regions: regionsOf,
  declared: declaredOf,
  namedNodes: namedNodesOf,
  operators: operatorsOf,
  waivers: waiversOf,
  networkPaths: networkPathsOf,
  networkFaults: networkFaultsOf,
}

export const isDerived = (kind: Kind): kind is DerivedKind => Object.hasOwn(DERIVED_FROM, kind)

const memo = new WeakMap<World, Map<Kind, KindView>>()

const collectedView = (world: World, kind: CollectedKind): KindView => {
  const gaps = world.gaps.filter(gap => gap.kind === kind)
  const whole = gaps.find(gap => gap.id === undefined) ?? unasked(world, kind)
  const missing = new Map<string, Gap>()
  for (const gap of gaps) if (gap.id !== undefined) missing.set(gap.id, gap)
  return { records: recordsOf(world, kind), missing, ...(whole && { whole }) }
}

const viewOnce = (world: World, kind: Kind): KindView =>
  isDerived(kind) ? derivations[kind](readingOf(world)) : collectedView(world, kind)

/** A kind that was not read says nothing, least of all that there is none. */
const unasked = (world: World, kind: CollectedKind): Gap | undefined =>
  world.records[kind] === undefined
    ? { kind, reason: 'not read: no check of that run needed it', actions: [] }
    : undefined

/** A kind of the world with its gaps; worked out on first use and kept as long as the world object lives. */
export const viewOf = <K extends Kind>(world: World, kind: K): KindView<K> => {
  const known = memo.get(world) ?? new Map<Kind, KindView>()
  memo.set(world, known)
  const view = known.get(kind) ?? viewOnce(world, kind)
  known.set(kind, view)
  return view as unknown as KindView<K>
}

/** A world with every kind at hand. */
export const readingOf = (world: World): Reading => ({
  world,
  view: kind => viewOf(world, kind),
  records: kind => guarded(viewOf(world, kind)),
})

/** The records of several kinds for a check; `onRead` hears which kinds were really read. */
export const recordsFor = (
  world: World,
  kinds: readonly Kind[],
  onRead: (kind: Kind) => void = () => {},
): Record<string, unknown> => {
  const records = {}
  for (const kind of kinds) {
    Object.defineProperty(records, kind, {
      enumerable: true,
      get: () => {
        onRead(kind)
        return guarded(viewOf(world, kind))
      },
    })
  }
  return records
}
