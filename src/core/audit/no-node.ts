import type { World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

/** Whether it is certain that the Region has no node that is judged: there is none, and no read failed that may hide one. */
export const hasNoNode = (world: World): boolean => {
  const { records, missing, whole } = viewOf(world, 'judgedNodes')
  return !whole && missing.size === 0 && Object.keys(records).length === 0
}
