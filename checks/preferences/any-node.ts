import { ifReadable, type Records } from '../../src/core/index.ts'

/** The kinds that tell whether a Region has nodes. */
export const NODE_KINDS = ['managedNodes', 'judgedNodes'] as const

/**
 * Whether the Region has a node that is judged. Where a failed read leaves that open, what Systems Manager lists is asked
 * first, so that a role or an instance that could not be read hides no fault of the preferences.
 */
export const anyNode = (records: Records<(typeof NODE_KINDS)[number]>): boolean => {
  const judged = (): boolean => Object.keys(records.judgedNodes).length > 0
  return ifReadable(judged) ?? (Object.keys(records.managedNodes).length > 0 || judged())
}
