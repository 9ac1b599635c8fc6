import type { Reading } from '../access.ts'
import { gapIn } from '../derive/each.ts'
import type { Kind } from '../kinds.ts'
import type { Gap } from '../snapshot.ts'
import { lookAt } from './look.ts'
import type { Service } from './types.ts'

/** A service that sessions need, in the Regions where it is asked; or the read that hides whether and where. */
export interface Needed {
  readonly service: Service
  /** Several where versions of the preferences name buckets in several Regions; `undefined` for one that is not told. */
  readonly regions: readonly (string | undefined)[]
  readonly gap?: Gap
}

/**
 * The services that sessions need under any version of the preferences. ec2messages is never among them.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export const neededServices = (reading: Reading): readonly Needed[] => {
  const here = [reading.world.scope.region]
  return [
    { service: 'ssm', regions: here },
    { service: 'ssmmessages', regions: here },
    ...wherever(reading, 'logDestinations', 'logs', () => ({ service: 'logs', regions: here })),
    ...wherever(reading, 's3Destinations', 's3', () => storage(reading)),
    ...wherever(reading, 'sessionKeys', 'kms', () => ({ service: 'kms', regions: here })),
  ]
}

const wherever = (
  reading: Reading,
  kind: Extract<Kind, 'logDestinations' | 's3Destinations' | 'sessionKeys'>,
  service: Service,
  need: () => Needed | undefined,
): readonly Needed[] => {
  try {
    const needed = Object.keys(reading.records(kind)).length > 0 ? need() : undefined
    return needed ? [needed] : []
  } catch (error) {
    return [{ service, regions: [], gap: gapIn(error) }]
  }
}

/** A bucket is asked in its own Region; one that does not exist needs no way. */
const storage = (reading: Reading): Needed | undefined => {
  const names = new Set(Object.values(reading.records('s3Destinations')).map(one => one.bucket))
  const looks = [...names].map(name => lookAt(reading, 'buckets', name))
  const gap = looks.find(look => look.gap)?.gap
  const there = looks.flatMap(look => look.record ?? [])
  if (there.length === 0 && !gap) return undefined
  const regions = [...new Set(there.map(bucket => bucket.region))]
  return { service: 's3', regions, ...(gap && { gap }) }
}
