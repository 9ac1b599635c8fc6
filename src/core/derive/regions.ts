import type { KindView, Reading } from '../access.ts'
import type { RegionOverview } from '../kinds.ts'
import { PREFERENCES_DOCUMENT } from './destinations.ts'
import { eachOf } from './each.ts'

/** The Region of the world as one record: what is judged in it, and what is not set up for Session Manager. */
export const regionsOf = (reading: Reading): KindView<'regions'> =>
  eachOf<'regions'>(
    () => [reading.world.scope.region],
    name => overview(reading, name),
  )

const overview = (reading: Reading, name: string): RegionOverview => {
  const judged = new Set(Object.keys(reading.records('judgedNodes')))
  const instances = Object.values(reading.records('instances'))
  const running = instances.filter(instance => instance.state === 'running' && !instance.operatedByService)
  return {
    name,
    judged: judged.size,
    unmanaged: running.map(instance => instance.id).filter(id => !judged.has(id)),
    hasPreferences: reading.records('preferences')[PREFERENCES_DOCUMENT]?.exists === true,
  }
}
