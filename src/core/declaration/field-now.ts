import { ifReadable } from '../access.ts'
import type { Declared } from '../records.ts'
import { declaredFields } from '../preferences/declared-fields.ts'
import { valueOf } from '../preferences/declared.ts'
import { shown } from '../preferences/json.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { listed, NOTHING, without, type Fact } from './fact.ts'
import type { FieldRepair } from './field-repairs.ts'
import { obstacleIn, rawValue } from './obstacles.ts'
import type { PlacedVersion } from './versions-in.ts'
import { writings } from './writings.ts'

/** The fields of the preferences, those of the shell profile by their path. */
export const FIELDS = [
  's3BucketName',
  's3KeyPrefix',
  's3EncryptionEnabled',
  'cloudWatchLogGroupName',
  'cloudWatchEncryptionEnabled',
  'cloudWatchStreamingEnabled',
  'kmsKeyId',
  'runAsEnabled',
  'runAsDefaultUser',
  'idleSessionTimeout',
  'maxSessionDuration',
  'shellProfile.linux',
  'shellProfile.windows',
] as const

type Value = string | boolean

/** The value of a field on which all versions agree that sessions may follow, if one of them has the field. */
export const fieldNow = (
  field: string,
  versions: readonly PlacedVersion[],
  repairs: readonly FieldRepair[],
): Fact<Value> => {
  const key = `expect.preferences.${field}`
  const having = versions.filter(({ version }) => hasField(version.content, field))
  const [first] = having
  if (!first) return NOTHING
  for (const one of having) {
    const obstacle = obstacleIn(one, field, repairs)
    if (obstacle !== undefined) return without(key, `${one.label}: ${obstacle}`)
  }
  const value = valueOf(first.version, field) ?? ''
  const ways = typeof value === 'string' ? writings(value, first.world.scope) : [value]
  const found = ways.find(way => versions.every(isAgreed(field, way)))
  return found === undefined ? without(key, differences(field, versions)) : { value: found, remarks: [] }
}

const hasField = (content: string, field: string): boolean => {
  const raw = rawValue(content, field)
  return raw !== undefined && raw !== null
}

/** Whether a version would be as declared. */
const isAgreed =
  (field: string, value: Value) =>
  ({ world, version }: PlacedVersion): boolean => {
    const [declared] = declaredFields(declaring(field, value), keysOf(world), world.scope)
    return declared?.agrees(version) === 'yes'
  }

const declaring = (field: string, value: Value): Declared => {
  const [name = field, shell] = field.split('.')
  return { preferences: { [name]: shell === undefined ? value : { [shell]: value } } }
}

/** Two names may be of one key: where the keys could not be read, that is not known. */
const keysOf = (world: World) => ifReadable(() => readingOf(world).records('keys')) ?? {}

const differences = (field: string, versions: readonly PlacedVersion[]): string => {
  const has = ({ label, version }: PlacedVersion): string =>
    `${label} has ${shown(valueOf(version, field) ?? '')}`
  const distinct = new Map(versions.map(one => [valueOf(one.version, field), one]))
  return [...distinct.values()].length > 1
    ? listed([...distinct.values()].map(has))
    : listed(versions.map(has))
}
