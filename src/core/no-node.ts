import type { World } from './snapshot.ts'
import { viewOf } from './views.ts'

/** Whether it is certain that the Region has no node: none is listed, none is judged, and no read of either failed. */
export const hasNoNode = (world: World): boolean =>
  (['managedNodes', 'judgedNodes'] as const).every(kind => {
    const { records, missing, whole } = viewOf(world, kind)
    return !whole && missing.size === 0 && Object.keys(records).length === 0
  })
