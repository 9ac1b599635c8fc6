import type { PreferenceInputs, PreferencesFault } from './preferences.ts'
import { readFlag } from './flags.ts'
import { hasPlaceholder, isObject, kindOf, shown, type JsonObject } from './json.ts'
import { unknownKeys } from './unknown-keys.ts'

export const STRINGS = [
  's3BucketName',
  's3KeyPrefix',
  'cloudWatchLogGroupName',
  'kmsKeyId',
  'runAsDefaultUser',
] as const
export const FLAGS = [
  's3EncryptionEnabled',
  'cloudWatchEncryptionEnabled',
  'cloudWatchStreamingEnabled',
  'runAsEnabled',
] as const
/** The service's own: the agent does not read them. */
export const MINUTES = ['idleSessionTimeout', 'maxSessionDuration'] as const
const PROFILES = ['linux', 'windows'] as const

interface Read<T> {
  readonly value: T
  readonly faults: readonly PreferencesFault[]
}

interface ReadInputs {
  readonly inputs: PreferenceInputs
  readonly faults: readonly PreferencesFault[]
  readonly leftToNode: readonly string[]
}

/** Reads the `inputs` of a document; without any, everything is empty and there is nothing to find fault with. */
export const readInputs = (given: JsonObject | undefined): ReadInputs => {
  const inputs = given ?? {}
  const faults = [...unknownKeys(inputs, [...STRINGS, ...FLAGS, ...MINUTES, 'shellProfile'])]
  const keep = <T>(read: Read<T>): T => {
    faults.push(...read.faults)
    return read.value
  }
  const text = (name: (typeof STRINGS)[number]): string => keep(readString(name, inputs[name]))
  const flag = (name: (typeof FLAGS)[number]): boolean => keep(readFlag(name, inputs[name]))
  const minutes = (name: (typeof MINUTES)[number]): string => keep(readMinutes(name, inputs[name]))
  const read = {
    s3BucketName: text('s3BucketName'),
    s3KeyPrefix: text('s3KeyPrefix'),
    s3EncryptionEnabled: flag('s3EncryptionEnabled'),
    cloudWatchLogGroupName: text('cloudWatchLogGroupName'),
    cloudWatchEncryptionEnabled: flag('cloudWatchEncryptionEnabled'),
    cloudWatchStreamingEnabled: flag('cloudWatchStreamingEnabled'),
    kmsKeyId: text('kmsKeyId'),
    runAsEnabled: flag('runAsEnabled'),
    runAsDefaultUser: text('runAsDefaultUser'),
    ...ifSet('idleSessionTimeout', minutes('idleSessionTimeout')),
    ...ifSet('maxSessionDuration', minutes('maxSessionDuration')),
    shellProfile: keep(readProfile(inputs['shellProfile'])),
  }
  return { inputs: read, faults: given ? faults : [], leftToNode: placeholders(inputs) }
}

/** The console writes an empty text where no limit is set. */
const ifSet = (name: (typeof MINUTES)[number], value: string): Partial<PreferenceInputs> =>
  value === '' ? {} : { [name]: value }

/** A string of the agent's structure: any other type fails the whole document, `null` is as absent. */
const readString = (field: string, value: unknown): Read<string> => {
  if (value === undefined || value === null) return { value: '', faults: [] }
  if (typeof value === 'string') return { value, faults: [] }
  const problem = `${field} is ${kindOf(value)} (${shown(value)}), not a string`
  return { value: '', faults: [{ field, problem, effect: 'hang', severity: 'critical' }] }
}

/** The service enforces these, so that a wrong type breaks no session on the node. */
const readMinutes = (field: string, value: unknown): Read<string> => {
  const { value: text, faults } = readString(field, value)
  return {
    value: text,
    faults: faults.map(({ problem }) => ({ field, problem, effect: 'none', severity: 'high' })),
  }
}

const readProfile = (value: unknown): Read<PreferenceInputs['shellProfile']> => {
  const none = { linux: '', windows: '' }
  if (value === undefined || value === null) return { value: none, faults: [] }
  if (!isObject(value)) {
    const problem = `shellProfile is ${kindOf(value)} (${shown(value)}), not an object with linux and windows`
    return { value: none, faults: [{ field: 'shellProfile', problem, effect: 'hang', severity: 'critical' }] }
  }
  const linux = readString('shellProfile.linux', value['linux'])
  const windows = readString('shellProfile.windows', value['windows'])
  return {
    value: { linux: linux.value, windows: windows.value },
    faults: [...unknownKeys(value, PROFILES, 'shellProfile.'), ...linux.faults, ...windows.faults],
  }
}

const placeholders = (inputs: JsonObject): readonly string[] => {
  const profile = isObject(inputs['shellProfile']) ? inputs['shellProfile'] : {}
  return [
    ...[...STRINGS, ...FLAGS, ...MINUTES].filter(name => hasPlaceholder(inputs[name])),
    ...PROFILES.filter(name => hasPlaceholder(profile[name])).map(name => `shellProfile.${name}`),
  ]
}
