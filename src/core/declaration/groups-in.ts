import type { LogGroup } from '../records.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'

/** The log groups of the preferences that there are. */
export const groupsIn = (world: World): readonly LogGroup[] => {
  const reading = readingOf(world)
  const groups = reading.records('logGroups')
  return Object.values(reading.records('logDestinations')).flatMap(({ name }) => groups[name] ?? [])
}
