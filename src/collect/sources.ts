import type { Thing } from '../core/changes/thing.ts'
import type { CollectedKind, Declared, GlobalKind, RegionalKind, SimulatedRequest } from '../core/records.ts'
import { readAccountDetails } from './account-details.ts'
import { readOwnBuckets } from './buckets.ts'
import { accountCollectors, regionCollectors } from './collectors.ts'
import { gapFrom, type FoundGap, type Loaded } from './loaded.ts'
import type { AwsSession } from './session.ts'
import type { AccountSource, Enough, RegionSource, Selection } from './source.ts'

/** What a run is about. */
export interface Run {
  readonly session: AwsSession
  readonly regions: readonly string[]
  readonly selection: Selection
  readonly edit: readonly Thing[]
  /** By Region. */
  readonly simulate: ReadonlyMap<string, readonly SimulatedRequest[]>
  /** By Region: how far back the versions of the preferences are read. */
  readonly history: ReadonlyMap<string, Enough>
  /** What the config declares of a Region. */
  readonly declared: (region: string) => Declared
  /** All kinds that are read. */
  readonly kinds: ReadonlySet<CollectedKind>
  /** Is told each time that a kind has been read. */
  readonly loaded: (kind: CollectedKind, region?: string) => void
}

type Shared = Pick<RegionSource, 'accountId' | 'partition' | 'selection' | 'clientsOf' | 'wants'>

/** The sources of a run, one for each Region; what is global is read once for all of them. */
export const sourcesOf = (run: Run): readonly RegionSource[] => {
  const shared: Shared = {
    ...run.session.identity,
    selection: run.selection,
    clientsOf: region => run.session.clients(region),
    wants: kind => run.kinds.has(kind),
  }
  const account = accountSource(run, shared, () => regions)
  const regions = run.regions.map(region => regionSource(run, shared, region, account))
  return regions
}

const accountSource = (run: Run, shared: Shared, regions: () => readonly RegionSource[]): AccountSource => {
  const clients = run.session.clients(homeOf(run))
  const once = memo()
  const declared = run.regions.map(run.declared)
  const operators = [...new Set(declared.flatMap(({ operators = [] }) => operators))]
  // Users are told only where somebody may be one of them: their answers are long.
  const withUsers = operators.some(pattern => pattern.includes(':user/'))
  const read = async <K extends GlobalKind>(kind: K): Promise<Loaded<K>> => {
    const collector = accountCollectors[kind]
    const loaded = await safely(kind, collector.actions, () => collector.load(source))
    run.loaded(kind)
    return loaded
  }
  const source: AccountSource = {
    ...shared,
    clients,
    declared,
    operators,
    edit: run.edit,
    load: kind => once(kind, () => read(kind)),
    everywhere: kind =>
      Promise.all(regions().map(async region => inRegion(await region.load(kind), region.region))),
    details: lazily(() => unlessRefused(readAccountDetails(clients.iam, withUsers))),
    ownBuckets: lazily(() => unlessRefused(readOwnBuckets(clients.s3))),
  }
  return source
}

/** The Region in which what is global is asked for: that in which the credentials are known, where it is of the run. */
const homeOf = ({ regions, session }: Run): string =>
  regions.includes(session.region) ? session.region : (regions[0] ?? session.region)

const regionSource = (run: Run, shared: Shared, region: string, account: AccountSource): RegionSource => {
  const once = memo()
  const read = async <K extends RegionalKind>(kind: K): Promise<Loaded<K>> => {
    const collector = regionCollectors[kind]
    const loaded = await safely(kind, collector.actions, () => collector.load(source))
    run.loaded(kind, region)
    return loaded
  }
  const enough = run.history.get(region)
  const source: RegionSource = {
    ...shared,
    region,
    ...(enough && { enough }),
    declared: run.declared(region),
    simulate: run.simulate.get(region) ?? [],
    clients: run.session.clients(region),
    account,
    load: kind => once(kind, () => read(kind)),
  }
  return source
}

const inRegion = <K extends CollectedKind>({ records, gaps }: Loaded<K>, region: string): Loaded<K> => ({
  records,
  gaps: gaps.map((gap): FoundGap => ({ ...gap, region })),
})

const lazily = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** Makes each kind's load once. */
const memo = () => {
  const made = new Map<CollectedKind, Promise<Loaded>>()
  return <K extends CollectedKind>(kind: K, read: () => Promise<Loaded<K>>): Promise<Loaded<K>> => {
    const load = made.get(kind) ?? read()
    made.set(kind, load)
    return load as Promise<Loaded<K>>
  }
}

/** A load never rejects: what goes wrong is a gap. */
const safely = async <K extends CollectedKind>(
  kind: K,
  actions: readonly string[],
  load: () => Promise<Loaded<K>>,
): Promise<Loaded<K>> => {
  try {
    return await load()
  } catch (error) {
    return { records: {}, gaps: [gapFrom(kind, error, actions)] }
  }
}

/** For a read that another one can stand in for. */
const unlessRefused = <T>(read: Promise<T>): Promise<T | undefined> => read.catch(() => undefined)
