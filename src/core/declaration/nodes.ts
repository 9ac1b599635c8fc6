import type { Instance } from '../records.ts'
import { holdsAsItIs } from '../session/held-profile.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { factOf, NOTHING, type Fact } from './fact.ts'

/** Whether every instance that could be a managed node is one. Without any, nobody knows what is meant. */
export const managedOf = (worlds: readonly World[]): Fact<'all'> =>
  factOf('expect.managed', worlds, managedIn, placed => {
    const instances = placed.flatMap(({ value }) => value)
    return instances.length > 0 && instances.every(isManaged => isManaged)
      ? { value: 'all', remarks: [] }
      : NOTHING
  })

const managedIn = (world: World): readonly boolean[] => {
  const reading = readingOf(world)
  const managed = reading.records('managedNodes')
  return Object.values(reading.records('instances'))
    .filter(({ state, operatedByService }) => state === 'running' && !operatedByService)
    .map(({ id }) => managed[id] !== undefined)
}

/** One instance that holds a profile is no agreement. */
const AGREEMENT = 2

/** The instance profile that every judged instance holds, if it is one and gives credentials. */
export const instanceProfileOf = (worlds: readonly World[]): Fact<string> =>
  factOf('expect.instanceProfile', worlds, profilesIn, placed => {
    const held = placed.flatMap(({ value }) => value)
    const [name] = held
    if (name === undefined || held.length < AGREEMENT) return NOTHING
    return held.every(one => one === name) ? { value: name, remarks: [] } : NOTHING
  })

const profilesIn = (world: World): readonly (string | undefined)[] => {
  const reading = readingOf(world)
  const running = Object.values(reading.records('judgedNodes')).flatMap(({ instance }) =>
    instance?.state === 'running' ? [instance] : [],
  )
  return running.map(instance => usableProfile(instance, world))
}

const usableProfile = (instance: Instance, world: World): string | undefined => {
  if (instance.profileArn === undefined) return undefined
  const profile = readingOf(world).records('instanceProfiles')[instance.profileArn]
  return profile?.roleName !== undefined && holdsAsItIs(instance, profile) ? profile.name : undefined
}
