import type { Thing } from '../core/changes/thing.ts'
import { Interrupted } from '../core/errors.ts'
import {
  AS_DECLARED,
  PLAN_KINDS,
  type CollectedKind,
  type Declared,
  type SimulatedRequest,
} from '../core/records.ts'
import type { Gap, Scope, Snapshot, World, WorldRecords } from '../core/snapshot.ts'
import type { FoundGap } from './loaded.ts'
import { isGlobal, kindsRead } from './permissions.ts'
import type { AwsSession } from './session.ts'
import type { Enough, RegionSource } from './source.ts'
import { sourcesOf, type Run } from './sources.ts'

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
  /** What a plan would edit: who owns and who uses it is read too, and the versions of policies. */
  readonly edit?: readonly Thing[]
  /** By Region: the requests that IAM's policy simulator is asked about. */
  readonly simulate?: ReadonlyMap<string, readonly SimulatedRequest[]>
  /** By Region: how far back the versions of the preferences are read. */
  readonly history?: ReadonlyMap<string, Enough>
  /** What the config declares of the account in a Region: whom and what it names is read, and the worlds hold it. */
  readonly declared?: (place: { readonly accountId: string; readonly region: string }) => Declared
  /** ISO 8601: what the snapshot reckons from. */
  readonly takenAt: string
  readonly onProgress?: (event: CollectProgress) => void
}

/**
 * Reads the account in these Regions: each kind at most once, what can run side by side does so.
 *
 * A read that fails is a gap in the snapshot and no error.
 * @throws Interrupted where the session's signal ended it
 */
export const collect = async (options: CollectOptions): Promise<Snapshot> => {
  const run = runOf(options)
  const kinds = [...run.kinds]
  const worlds = Promise.all(sourcesOf(run).map(source => worldOf(source, kinds, options)))
  return { worlds: await unlessInterrupted(worlds, options.session.signal) }
}

const runOf = (options: CollectOptions): Run => {
  const { session, instances, tags, edit = [], simulate = new Map(), history = new Map() } = options
  const regions = [...new Set(options.regions)]
  const { accountId } = session.identity
  const declared = (region: string): Declared => options.declared?.({ accountId, region }) ?? {}
  const namesSomeone = regions.some(region => (declared(region).operators ?? []).length > 0)
  const kinds = kindsOf(options, namesSomeone)
  const selection = { ...(instances && { instances }), ...(tags && { tags }) }
  const loaded = progress(options, kinds, regions)
  return { session, regions, selection, edit, simulate, history, declared, kinds, loaded }
}

const kindsOf = (
  { kinds, edit, tags }: CollectOptions,
  namesSomeone: boolean,
): ReadonlySet<CollectedKind> => {
  const asked = [...kinds].filter(kind => namesSomeone || !AS_DECLARED.has(kind))
  const read = kindsRead([...asked, ...(edit?.length ? PLAN_KINDS : [])])
  // Which nodes have the tags is EC2's to tell.
  return tags && read.has('managedNodes') ? kindsRead([...read, 'instances']) : read
}

const progress = (
  { onProgress }: CollectOptions,
  kinds: ReadonlySet<CollectedKind>,
  regions: readonly string[],
): Run['loaded'] => {
  const total = [...kinds].reduce((sum, kind) => sum + (isGlobal(kind) ? 1 : regions.length), 0)
  let done = 0
  return (kind, region) => {
    done += 1
    onProgress?.({ kind, ...(region !== undefined && { region }), done, total })
  }
}

/** Does not wait for retries that sleep while the user has gone. */
const unlessInterrupted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work
  const done = new AbortController()
  const interrupted = new Promise<never>((_, reject) => {
    const stop = (): void =>
      reject(new Interrupted('interrupted while reading the account; nothing was changed'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true, signal: done.signal })
  })
  return Promise.race([work, interrupted]).finally(() => done.abort())
}

const worldOf = async (
  source: RegionSource,
  kinds: readonly CollectedKind[],
  { session, takenAt, declared }: CollectOptions,
): Promise<World> => {
  const loads = await Promise.all(kinds.map(kind => loadedOf(source, kind)))
  const { accountId, region, partition } = source
  const scope: Scope = { accountId, region, partition, callerArn: session.identity.arn, takenAt, notes: [] }
  const records: WorldRecords = Object.fromEntries(loads.map(({ kind, records }) => [kind, records]))
  const gaps = loads.flatMap(({ gaps }) => gaps.flatMap(gap => gapsHere(gap, region)))
  return { scope, records, gaps, ...(declared && { declared: source.declared }) }
}

const loadedOf = async (source: RegionSource, kind: CollectedKind) => {
  const loaded = await (isGlobal(kind) ? source.account.load(kind) : source.load(kind))
  return { kind, records: loaded.records, gaps: loaded.gaps }
}

const gapsHere = ({ region, ...gap }: FoundGap, here: string): readonly Gap[] =>
  region === undefined || region === here ? [gap] : []
