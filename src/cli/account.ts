import type { Thing } from '../core/changes/thing.ts'
import { UsageError } from '../core/errors.ts'
import type { CollectedKind, DocumentVersion, SimulatedRequest } from '../core/records.ts'
import type { World } from '../core/snapshot.ts'
import type { AwsSession } from '../collect/session.ts'
import { onTerms, termsOf, type Terms } from '../config/terms.ts'
import type { Access } from './access-options.ts'
import { withoutClosed, withoutNotEnabled, withSkipped } from './closed-regions.ts'
import type { Interrupt } from './interrupt.ts'
import { choosesNodes, chosenIds, naming, type NodeChoice } from './nodes.ts'
import { progressOn } from './progress.ts'
import { withReadingNotes } from './scope-notes.ts'
import { writeErr } from './terminal.ts'

export interface ReadRequest {
  readonly kinds: ReadonlySet<CollectedKind>
  readonly nodes: NodeChoice
  /** What a plan would edit: who owns and who uses it is read too. */
  readonly edit?: readonly Thing[]
  /** By Region: the requests that IAM's policy simulator is asked about. */
  readonly simulate?: ReadonlyMap<string, readonly SimulatedRequest[]>
  /** By Region: how far back the versions of the preferences are read. */
  readonly history?: ReadonlyMap<string, (versions: readonly DocumentVersion[]) => boolean>
}

/** What can be read again and again. */
export interface Readable {
  read(request: ReadRequest): Promise<readonly World[]>
}

/** An account in the Regions that were asked for. */
export interface Account extends Readable {
  readonly session: AwsSession
  readonly regions: readonly string[]
}

/** Where nobody declares anything. */
const NO_TERMS = termsOf({})

/**
 * Reaches AWS. Loads the SDK.
 * @param terms what the run goes by: the worlds that are read hold what is declared
 * @throws UsageError for a Region that cannot be, AwsError where AWS cannot be asked
 */
export const openAccount = async (
  access: Access,
  interrupt: Interrupt,
  terms: Terms = NO_TERMS,
): Promise<Account> => {
  if (access.notice !== undefined) await writeErr(`ssm-doctor: ${access.notice}`)
  const { validateRegions } = await import('../collect/regions.ts')
  const everywhere = access.regions.includes('all')
  if (!everywhere) validateRegions(access.regions)
  const session = await openSessionIn(access, everywhere ? undefined : await firstOf(access), interrupt)
  if (!everywhere) validateRegions(access.regions, session.identity.partition)
  const places = await placesOf(access, session)
  const asked = { session, places, terms }
  return { session, regions: places.regions, read: request => read(asked, request) }
}

/** The credentials are asked for where they are sure to be known: not where the account may not be. */
const firstOf = async ({ regions }: Access): Promise<string | undefined> => {
  const { mustBeEnabled } = await import('../collect/region-names.ts')
  return regions.find(region => !mustBeEnabled(region)) ?? regions[0]
}

/** The Regions to look at. */
interface Places {
  readonly regions: readonly string[]
  /** Those that were left out of all; absent where Regions were named. */
  readonly notEnabled?: readonly string[]
}

const placesOf = async ({ regions }: Access, session: AwsSession): Promise<Places> => {
  if (!regions.includes('all')) return { regions: regions.length > 0 ? regions : [session.region] }
  const { enabled, notEnabled } = await session.accountRegions()
  return { regions: enabled, notEnabled }
}

const openSessionIn = async (
  { profile, roleArn, endpointUrl, concurrency, regions }: Access,
  region: string | undefined,
  { signal }: Interrupt,
): Promise<AwsSession> => {
  // The SDK reads the endpoint_url of the environment's profile alone: for it, the flag is the environment.
  if (profile !== undefined) process.env['AWS_PROFILE'] = profile
  const { openSession } = await import('../collect/session.ts')
  const options = {
    concurrency,
    signal,
    ...(profile !== undefined && { profile }),
    ...(roleArn !== undefined && { roleArn }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(region !== undefined && { region }),
  }
  try {
    return await openSession(options)
  } catch (error) {
    // The list of Regions can be asked for anywhere.
    if (error instanceof UsageError && regions.includes('all') && region === undefined)
      return openSession({ ...options, region: 'us-east-1' })
    throw error
  }
}

/** What every reading of an account is about. */
interface Asked {
  readonly session: AwsSession
  readonly places: Places
  readonly terms: Terms
}

const read = async (
  { session, places: { regions, notEnabled }, terms }: Asked,
  { kinds, nodes, edit, simulate, history }: ReadRequest,
): Promise<readonly World[]> => {
  const { collect } = await import('../collect/collect.ts')
  const progress = progressOn(process.stderr)
  try {
    const { worlds } = await collect({
      session,
      regions,
      kinds: nodes.instances.length > 0 ? new Set([...kinds, 'nodesElsewhere' as const]) : kinds,
      ...(nodes.instances.length > 0 && { instances: nodes.instances }),
      ...(Object.keys(nodes.tags).length > 0 && { tags: nodes.tags }),
      ...(edit && { edit }),
      ...(simulate && { simulate }),
      ...(history && { history }),
      declared: terms.declared,
      takenAt: new Date().toISOString(),
      onProgress: ({ kind, region, done, total }) =>
        progress.tell(`reading ${done} of ${total}: ${kind}${region === undefined ? '' : ` in ${region}`}`),
    })
    const noted = worlds.map(world => withReadingNotes(onTerms(world, terms)))
    const open = notEnabled
      ? withSkipped(withoutClosed(noted), notEnabled, 'not enabled in the account')
      : await withoutNotEnabled(noted, () => session.accountRegions())
    return choosesNodes(nodes) ? open.map(world => naming(world, chosenIds(world, nodes))) : open
  } finally {
    progress.clear()
  }
}
