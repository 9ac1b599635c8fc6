import type { AccountRegions } from '../collect/account-regions.ts'
import { AwsError } from '../core/errors.ts'
import type { CollectedKind } from '../core/records.ts'
import type { World } from '../core/snapshot.ts'
import { withNote } from './scope-notes.ts'

/** What is read first in a Region. */
const FIRST: readonly CollectedKind[] = ['preferencesDocuments', 'managedNodes', 'instances']

/**
 * Leaves out the Regions that the organisation has closed, and tells so in the scopes of the others: under
 * `--region all` they are not ours to read.
 * @throws AwsError where all are closed
 */
export const withoutClosed = (worlds: readonly World[]): readonly World[] => {
  const closed = regionsOf(worlds.filter(world => isShut(world, CLOSED)))
  if (closed.length === 0) return worlds
  return without(
    worlds,
    closed,
    'closed by a service control policy',
    'reading every Region: a service control policy closes them all; name one with --region',
  )
}

/**
 * Leaves out the Regions that were named and that the account has not enabled: nothing is there. They are told.
 * @param list asks AWS; only where a Region does not know the credentials that another one knows
 * @throws AwsError where none is enabled
 */
export const withoutNotEnabled = async (
  worlds: readonly World[],
  list: () => Promise<AccountRegions>,
): Promise<readonly World[]> => {
  const refused = regionsOf(worlds.filter(world => isShut(world, NOT_KNOWN)))
  if (refused.length === 0) return worlds
  const known = await list().catch(unlessRefused)
  const missing = refused.filter(region => known?.notEnabled.includes(region))
  if (missing.length === 0) return worlds
  return without(
    worlds,
    missing,
    'not enabled in the account',
    `reading ${missing.join(', ')}: not enabled in the account; enable it, or name another with --region`,
  )
}

/** Tells of Regions that were not read. */
export const withSkipped = (
  worlds: readonly World[],
  skipped: readonly string[],
  why: string,
): readonly World[] =>
  worlds.map((world, at) =>
    at === 0 && skipped.length > 0 ? withNote(world, `skipped, ${why}: ${skipped.join(', ')}`) : world,
  )

/** Where the list of Regions may not be read, the reads that failed are told as they are. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof AwsError)) throw error
}

const regionsOf = (worlds: readonly World[]): readonly string[] => worlds.map(({ scope }) => scope.region)

const without = (
  worlds: readonly World[],
  regions: readonly string[],
  why: string,
  none: string,
): readonly World[] => {
  const left = worlds.filter(({ scope }) => !regions.includes(scope.region))
  if (left.length === 0) throw new AwsError(none)
  return withSkipped(left, regions, why)
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const CLOSED = /explicit deny in a service control policy/

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html */
const NOT_KNOWN = /AuthFailure|UnrecognizedClient|InvalidClientTokenId|OptInRequired/

/** Whether what is read first in a Region was all refused for one reason. */
const isShut = ({ records, gaps }: World, reason: RegExp): boolean => {
  const asked = FIRST.filter(kind => records[kind] !== undefined || gaps.some(gap => gap.kind === kind))
  return (
    asked.length > 0 &&
    asked.every(kind =>
      gaps.some(gap => gap.kind === kind && gap.id === undefined && reason.test(gap.reason)),
    )
  )
}
