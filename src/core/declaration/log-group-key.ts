import { ifReadable } from '../access.ts'
import { sameKey } from '../preferences/declared-fields.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { factOf, listed, NOTHING, without, type Fact, type Placed } from './fact.ts'
import { groupsIn } from './groups-in.ts'
import { readIn, writings } from './writings.ts'

const KEY = 'expect.logGroupKey'

/** The key with which every log group of the preferences is encrypted. */
export const logGroupKeyOf = (worlds: readonly World[]): Fact<string> =>
  factOf(KEY, worlds, groupsIn, placed => {
    const groups = placed.flatMap(({ world, value }) => value.map(group => ({ world, value: group })))
    const first = groups.find(({ value }) => value.kmsKeyId !== undefined)
    if (first?.value.kmsKeyId === undefined) return NOTHING
    const keys = groups.map(({ world, value }) => ({ world, value: value.kmsKeyId ?? '' }))
    const found = writings(first.value.kmsKeyId, first.world.scope).find(key => keys.every(isKey(key)))
    if (found !== undefined) return { value: found, remarks: [] }
    const words = groups.map(
      ({ world, value }) => `${value.name} in ${world.scope.region} ${keyWords(value)}`,
    )
    return without(KEY, `log groups differ: ${listed(words)}`)
  })

const keyWords = ({ kmsKeyId }: { readonly kmsKeyId?: string }): string =>
  kmsKeyId === undefined ? 'has no key' : `has ${kmsKeyId}`

const isKey =
  (wanted: string) =>
  ({ world, value }: Placed<string>): boolean => {
    const same = (): string => {
      const { scope } = world
      return sameKey(value, readIn(wanted, scope), readingOf(world).records('keys'), scope)
    }
    return ifReadable(same) === 'yes'
  }
