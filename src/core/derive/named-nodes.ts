import type { KindView, Reading } from '../access.ts'
import { eachOf } from './each.ts'

/** The nodes that the user named, here or not. */
export const namedNodesOf = (reading: Reading): KindView<'namedNodes'> =>
  eachOf<'namedNodes'>(
    () => reading.world.declared?.named ?? [],
    id => {
      const instance = reading.records('instances')[id]
      const managed = reading.records('managedNodes')[id]
      return { id, ...(instance && { instance }), ...(managed && { managed }) }
    },
  )
