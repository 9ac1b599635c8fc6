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
  const closed = worlds.filter(isClosed).map(({ scope }) => scope.region)
  if (closed.length === 0) return worlds
  const open = worlds.filter(world => !isClosed(world))
  if (open.length === 0)
    throw new AwsError(
      'reading every Region: a service control policy closes them all; name one with --region',
    )
  const note = `skipped, closed by a service control policy: ${closed.join(', ')}`
  return open.map((world, at) => (at === 0 ? withNote(world, note) : world))
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const CLOSED = /explicit deny in a service control policy/

const isClosed = ({ records, gaps }: World): boolean => {
  const asked = FIRST.filter(kind => records[kind] !== undefined || gaps.some(gap => gap.kind === kind))
  return (
    asked.length > 0 &&
    asked.every(kind =>
      gaps.some(gap => gap.kind === kind && gap.id === undefined && CLOSED.test(gap.reason)),
    )
  )
}
