import { nearestName } from '../core/edit-distance.ts'
import { UsageError } from '../core/errors.ts'
import { PARTITIONS } from './region-names.ts'

const KNOWN = PARTITIONS.flatMap(partition => partition.regions)

/**
 * The partition that a Region belongs to. A name that is not in the list is taken for a new Region where it has the
 * form of one.
 * @returns `aws`, `aws-cn`, …, or undefined where the name cannot be a Region's.
 */
export const partitionOf = (region: string): string | undefined =>
  PARTITIONS.find(({ form, regions }) => regions.includes(region) || form.test(region))?.name

/**
 * Holds Region names against what a Region can be called; asks nobody.
 * @param partition the partition of the credentials, where it is known: a Region of another one is refused.
 * @throws UsageError naming the first that cannot be, and the nearest that can.
 */
export const validateRegions = (names: readonly string[], partition?: string): void => {
  for (const name of names) {
    const found = partitionOf(name)
    if (found === undefined) throw new UsageError(unknownRegion(name))
    if (partition !== undefined && found !== partition)
      throw new UsageError(otherPartition(name, found, partition))
  }
}

const unknownRegion = (name: string): string => {
  const near = nearestName(name.trim().toLowerCase(), KNOWN, 3)
  const hint = near === undefined ? 'give a Region such as eu-central-1' : `did you mean ${near}?`
  return `reading --region: there is no AWS Region ${JSON.stringify(name)}; ${hint}`
}

const otherPartition = (name: string, found: string, own: string): string =>
  `reading --region: ${name} belongs to partition ${found}, the credentials to ${own}; use credentials of ${found}`
