import type { Thing } from '../core/changes/thing.ts'
import type {
  CollectedKind,
  Declared,
  DocumentVersion,
  GlobalKind,
  RegionalKind,
  SimulatedRequest,
} from '../core/records.ts'
import type { Clients } from './clients.ts'
import type { AccountDetails } from './account-details.ts'
import type { Loaded } from './loaded.ts'

/** Which nodes a run is about; all where neither is given. */
export interface Selection {
  readonly instances?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
}

/** Whether so many versions of a document, newest first, are enough. */
export type Enough = (versions: readonly DocumentVersion[]) => boolean

/** What every collector sees. */
interface Source {
  readonly accountId: string
  readonly partition: string
  readonly clients: Clients
  clientsOf(region: string): Clients
  readonly selection: Selection
  /** Whether the run asks for this kind, or another wanted kind starts from it. */
  wants(kind: CollectedKind): boolean
}

/** What a collector of a Region's kind starts from. */
export interface RegionSource extends Source {
  readonly region: string
  /** What the config declares of the Region. */
  readonly declared: Declared
  /** Whether so many versions of the preferences, newest first, are enough; absent: none are read back. */
  readonly enough?: Enough
  /** The requests that IAM's simulator is asked about. */
  readonly simulate: readonly SimulatedRequest[]
  load<K extends RegionalKind>(kind: K): Promise<Loaded<K>>
  /** The account that the Region is of, for what is global. */
  readonly account: AccountSource
}

/** What a collector of an account's kind starts from: the Regions of the run together. */
export interface AccountSource extends Source {
  /** What the config declares, for each Region of the run. */
  readonly declared: readonly Declared[]
  /** Whom the config names as operators. */
  readonly operators: readonly string[]
  /** The things that a plan would edit. */
  readonly edit: readonly Thing[]
  load<K extends GlobalKind>(kind: K): Promise<Loaded<K>>
  /** The kind in every Region of the run. */
  everywhere<K extends RegionalKind>(kind: K): Promise<readonly Loaded<K>[]>
  /** All roles and policies in a few calls, or undefined where that is refused; asked at most once. */
  details(): Promise<AccountDetails | undefined>
  /** Names of the account's own buckets, or undefined where they may not be listed; asked at most once. */
  ownBuckets(): Promise<ReadonlySet<string> | undefined>
}

interface Reader<S, K extends CollectedKind> {
  /** The IAM actions that it may call. */
  readonly actions: readonly string[]
  /** The kinds that it reads first, to know what to ask for. */
  readonly startsFrom: readonly CollectedKind[]
  load(source: S): Promise<Loaded<K>>
}

export type RegionCollector<K extends RegionalKind> = Reader<RegionSource, K>
export type AccountCollector<K extends GlobalKind> = Reader<AccountSource, K>
