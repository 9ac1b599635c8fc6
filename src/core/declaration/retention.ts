import type { BucketExpiration } from '../records.ts'
import { expiresRecords } from '../session/record-expiry.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { factOf, listed, NOTHING, without, type Fact } from './fact.ts'
import { groupsIn } from './groups-in.ts'

const KEY = 'expect.logRetentionDays'

/** What one log group or one rule of a bucket keeps; for ever, where no days are given. */
interface Keeping {
  readonly what: string
  readonly days?: number
}

type Retention = Fact<{ readonly atLeast: number }>

/**
 * How long records are kept everywhere. It takes a log group with a retention to say so: a promise would be made to those
 * without one too, and a repair would cut what they keep.
 */
export const retentionOf = (worlds: readonly World[]): Retention =>
  factOf(KEY, worlds, keepingGroups, placed => {
    const groups = placed.flatMap(({ value }) => value)
    const endless = groups.filter(({ days }) => days === undefined)
    if (endless.length === groups.length) return NOTHING
    if (endless.length > 0) return without(KEY, `log groups differ: ${wordsOf(groups)}`)
    return factOf(KEY, worlds, keepingRules, rules =>
      promised(
        groups,
        rules.flatMap(({ value }) => value),
      ),
    )
  })

/** The promise is made to buckets too, in Regions without a log group as well. */
const promised = (groups: readonly Keeping[], rules: readonly Keeping[]): Retention => {
  const dated = rules.find(({ days }) => days === undefined)
  if (dated) return without(KEY, `${dated.what} deletes records on a day, however old they are`)
  const all = [...groups, ...rules]
  const atLeast = Math.min(...all.flatMap(({ days }) => days ?? []))
  const isSame = all.every(({ days }) => days === atLeast)
  const text = `${KEY} is the shortest of several times: ${wordsOf(all)}`
  return { value: { atLeast }, remarks: isSame ? [] : [{ text }] }
}

const wordsOf = (all: readonly Keeping[]): string =>
  listed(all.map(({ what, days }) => `${what} ${days === undefined ? 'for ever' : `${days} days`}`))

const keepingGroups = (world: World): readonly Keeping[] =>
  groupsIn(world)
    .filter(group => group.class !== 'DELIVERY')
    .map(({ name, retentionInDays: days }) => ({
      what: `log group ${name} in ${world.scope.region}`,
      ...(days !== undefined && { days }),
    }))

const keepingRules = (world: World): readonly Keeping[] => {
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
