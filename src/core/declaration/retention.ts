import type { BucketExpiration } from '../records.ts'
import { expiresRecords } from '../session/record-expiry.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { factOf, listed, NOTHING, without, type Fact, type Placed } from './fact.ts'
import { groupsIn } from './groups-in.ts'

const KEY = 'expect.logRetentionDays'

/** What one log group or one rule of a bucket keeps; for ever, where no days are given. */
interface Keeping {
  readonly what: string
  readonly days?: number
}

interface Kept {
  readonly groups: readonly Keeping[]
  readonly buckets: readonly Keeping[]
}

/**
 * How long records are kept everywhere. It takes a log group with a retention to say so: a promise would be made to those
 * without one too, and a repair would cut what they keep.
 */
export const retentionOf = (worlds: readonly World[]): Fact<{ readonly atLeast: number }> =>
  factOf(KEY, worlds, keptIn, placed => {
    const groups = placed.flatMap(({ value }) => value.groups)
    const endless = groups.filter(({ days }) => days === undefined)
    if (endless.length === groups.length) return NOTHING
    const [forEver] = endless
    if (forEver) return without(KEY, `log groups differ: ${wordsOf(groups)}`)
    return promised(placed, groups)
  })

const promised = (
  placed: readonly Placed<Kept>[],
  groups: readonly Keeping[],
): Fact<{ readonly atLeast: number }> => {
  const buckets = placed.flatMap(({ value }) => value.buckets)
  const dated = buckets.find(({ days }) => days === undefined)
  if (dated) return without(KEY, `${dated.what} deletes records on a day, however old they are`)
  const all = [...groups, ...buckets]
  const atLeast = Math.min(...all.flatMap(({ days }) => days ?? []))
  const isSame = all.every(({ days }) => days === atLeast)
  const text = `${KEY} is the shortest of several times: ${wordsOf(all)}`
  return { value: { atLeast }, remarks: isSame ? [] : [{ text }] }
}

const wordsOf = (all: readonly Keeping[]): string =>
  listed(all.map(({ what, days }) => `${what} ${days === undefined ? 'for ever' : `${days} days`}`))

const keptIn = (world: World): Kept => {
  const { region } = world.scope
  const groups = groupsIn(world)
    .filter(group => group.class !== 'DELIVERY')
    .map(({ name, retentionInDays: days }) => ({
      what: `log group ${name} in ${region}`,
      ...(days !== undefined && { days }),
    }))
  return { groups, buckets: groups.length > 0 ? rulesIn(world) : [] }
}

const rulesIn = (world: World): readonly Keeping[] => {
  const reading = readingOf(world)
  const lifecycle = reading.records('bucketLifecycle')
  return Object.values(reading.records('s3Destinations'))
    .filter(({ foreign }) => !foreign)
    .flatMap(destination => {
      const rules = lifecycle[destination.bucket]?.expirations ?? []
      return rules
        .filter(rule => expiresRecords(rule, destination))
        .map(rule => keptBy(destination.bucket, rule))
    })
}

const keptBy = (bucket: string, { id, prefix, days }: BucketExpiration): Keeping => ({
  what: `rule ${id ?? `for ${prefix === '' ? 'every object' : prefix}`} of bucket ${bucket}`,
  ...(days !== undefined && { days }),
})
