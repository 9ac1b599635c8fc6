import type { Records } from '../../src/core/index.ts'

/** The kinds that tell whether a Region has nodes. */
export const NODE_KINDS = ['managedNodes', 'judgedNodes'] as const

/**
 * Whether the Region has a node that is judged. What Systems Manager lists is asked first, so that a role or an
 * instance that could not be read hides no fault of the preferences.
 */
export const anyNode = (records: Records<(typeof NODE_KINDS)[number]>): boolean =>
  Object.keys(records.managedNodes).length > 0 || Object.keys(records.judgedNodes).length > 0
