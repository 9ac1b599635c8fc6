import { Interrupted } from '../core/errors.ts'
import type { CollectedKind, GlobalKind, RegionalKind } from '../core/records.ts'
import type { Gap, Scope, Snapshot, World, WorldRecords } from '../core/snapshot.ts'
import { readAccountDetails } from './account-details.ts'
import { readOwnBuckets } from './buckets.ts'
import { accountCollectors, regionCollectors } from './collectors.ts'
import { gapFrom, type Loaded } from './loaded.ts'
import { isGlobal, kindsRead } from './permissions.ts'
import type { AwsSession } from './session.ts'
import type { AccountSource, RegionSource, Selection } from './source.ts'

/** A kind was read, in one Region or for the account. */
export interface CollectProgress {
  readonly kind: CollectedKind
  readonly region?: string
  /** Reads that are finished, and how many there are. */
  readonly done: number
  readonly total: number
}

export interface CollectOptions {
  readonly session: AwsSession
  readonly regions: readonly string[]
  /** What the selected checks need. */
  readonly kinds: ReadonlySet<CollectedKind>
  /** Only these nodes, `i-…` or `mi-…`. */
  readonly instances?: readonly string[]
  /** Only nodes that have all these tags. */
  readonly tags?: Readonly<Record<string, string>>
  /** ARNs of the customer-managed policies that a plan would edit: their versions and holders are read too. */
  readonly edit?: readonly string[]
  /** ISO 8601: what the snapshot reckons from. */
  readonly takenAt: string
  readonly onProgress?: (event: CollectProgress) => void
}

const TO_EDIT: readonly CollectedKind[] = ['policies', 'policyVersions', 'policyHolders', 'accountQuotas']

/**
 * Reads the account in these Regions: each kind at most once, what can run side by side does so.
 *
 * A read that fails is a gap in the snapshot and no error.
 * @throws Interrupted where the session's signal ended it
 */
export const collect = async (options: CollectOptions): Promise<Snapshot> => {
  const kinds = kindsOf(options)
  const sources = sourcesOf(options, kinds)
  const worlds = await Promise.all(sources.map(source => worldOf(source, [...kinds], options)))
  if (options.session.signal?.aborted) throw new Interrupted('interrupted while reading the account')
  return { worlds }
}

const kindsOf = ({ kinds, edit, tags }: CollectOptions): ReadonlySet<CollectedKind> => {
  const asked = new Set([...kinds, ...(edit?.length ? TO_EDIT : [])])
  const read = kindsRead(asked)
  // Which nodes have the tags is EC2's to tell.
  return tags && read.has('managedNodes') ? kindsRead([...read, 'instances']) : read
}

type Memo = <T>(key: string, make: () => Promise<T>) => Promise<T>

const memo = (): Memo => {
  const made = new Map<string, Promise<unknown>>()
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(key) ?? make()
    made.set(key, known)
    return known as Promise<T>
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

const orUndefined = <T>(read: Promise<T>): Promise<T | undefined> => read.catch(() => undefined)

const sourcesOf = (options: CollectOptions, kinds: ReadonlySet<CollectedKind>): readonly RegionSource[] => {
  const { session, instances, tags } = options
  const names = [...new Set(options.regions)]
  const selection: Selection = { ...(instances && { instances }), ...(tags && { tags }) }
  const { accountId, partition } = session.identity
  const shared = {
    accountId,
    partition,
    selection,
    clientsOf: session.clients,
    wants: (kind: CollectedKind) => kinds.has(kind),
  }
  const report = progress(options, kinds, names)
  const once = memo()
  const account: AccountSource = {
    ...shared,
    clients: session.clients(names[0] ?? session.region),
    edit: options.edit ?? [],
    load: kind => once(kind, () => loadGlobal(kind)),
    everywhere: kind => Promise.all(regions.map(region => region.load(kind))),
    details: () => once('details', () => orUndefined(readAccountDetails(account.clients.iam))),
    ownBuckets: () => once('ownBuckets', () => orUndefined(readOwnBuckets(account.clients.s3))),
  }
  const loadGlobal = async <K extends GlobalKind>(kind: K): Promise<Loaded<K>> => {
    const collector = accountCollectors[kind]
    const loaded = await safely<K>(kind, collector.actions, () => collector.load(account))
    report(kind)
    return loaded
  }
  const regions: readonly RegionSource[] = names.map(name => {
    const onceHere = memo()
    const loadHere = async <K extends RegionalKind>(kind: K): Promise<Loaded<K>> => {
      const collector = regionCollectors[kind]
      const loaded = await safely<K>(kind, collector.actions, () => collector.load(source))
      report(kind, name)
      return loaded
    }
    const source: RegionSource = {
      ...shared,
      region: name,
      clients: session.clients(name),
      load: <K extends CollectedKind>(kind: K) =>
        (isGlobal(kind)
          ? account.load(kind)
          : onceHere(kind, () => loadHere(kind as RegionalKind))) as Promise<Loaded<K>>,
    }
    return source
  })
  return regions
}

const progress = (
  { onProgress }: CollectOptions,
  kinds: ReadonlySet<CollectedKind>,
  regions: readonly string[],
) => {
  const total = [...kinds].reduce((sum, kind) => sum + (isGlobal(kind) ? 1 : regions.length), 0)
  let done = 0
  return (kind: CollectedKind, region?: string): void => {
    done += 1
    onProgress?.({ kind, ...(region !== undefined && { region }), done, total })
  }
}

const worldOf = async (
  source: RegionSource,
  kinds: readonly CollectedKind[],
  { session, takenAt }: CollectOptions,
): Promise<World> => {
  const loads = await Promise.all(kinds.map(kind => source.load(kind)))
  const records = Object.fromEntries(loads.map((load, index) => [kinds[index], load.records])) as WorldRecords
  const scope: Scope = {
    accountId: source.accountId,
    region: source.region,
    partition: source.partition,
    callerArn: session.identity.arn,
    takenAt,
    notes: [],
  }
  return { scope, records, gaps: loads.flatMap((load): readonly Gap[] => load.gaps) }
}
