import type { PreferenceEdit } from '../changes/document-change.ts'
import { nearestName } from '../edit-distance.ts'
import type { Scope } from '../snapshot.ts'
import { flagMeant } from './flags.ts'
import { isObject, type JsonObject } from './json.ts'
import { FLAGS, MINUTES, STRINGS } from './inputs.ts'
import { isBucketName, isLogGroupName, LARGEST_MINUTES } from './values.ts'

type Place = Pick<Scope, 'accountId' | 'region' | 'partition'>
type Value = string | boolean

/**
 * The edit that makes a faulty field of the preferences say what was meant, typed right.
 * @param content the text of the version that is edited
 * @returns nothing where the meaning is not plain, so that somebody has to say what was meant
 */
export const correctionOf = (content: string, field: string, place: Place): PreferenceEdit | undefined => {
  const document = parsed(content)
  if (!document || !isObject(document['inputs'])) return undefined
  const value = TOP_LEVEL.get(field)?.(document[field]) ?? correctedInput(document['inputs'], field, place)
  if (value === undefined) return undefined
  return { path: TOP_LEVEL.has(field) ? [field] : ['inputs', ...field.split('.')], value }
}

const parsed = (content: string): JsonObject | undefined => {
  try {
    const document: unknown = JSON.parse(content)
    return isObject(document) ? document : undefined
  } catch {
    return undefined
  }
}

const SHELL = 'Standard_Stream'

/** Preferences have one schema version; another session type than theirs was somebody's choice, a slip in it was not. */
const TOP_LEVEL: ReadonlyMap<string, (value: unknown) => string | undefined> = new Map([
  ['schemaVersion', () => '1.0'],
  ['sessionType', (value: unknown) => shellMeant(value)],
])

const shellMeant = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return SHELL
  if (typeof value !== 'string') return undefined
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '')
  return nearestName(letters(value), [letters(SHELL)], 2) === undefined ? undefined : SHELL
}

const correctedInput = (inputs: JsonObject, field: string, place: Place): Value | undefined => {
  const value = field.split('.').reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), inputs)
  if (isOneOf(FLAGS, field)) return typeof value === 'string' ? flagMeant(value) : undefined
  if (isOneOf(MINUTES, field)) return minutesMeant(field, value)
  if (!isOneOf(STRINGS, field) && !field.startsWith('shellProfile.')) return undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? nameMeant(inputs, field, value, place) : undefined
}

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  names.some(one => one === name)

/** Too many minutes stand for as many as there may be. */
const minutesMeant = (field: keyof typeof LARGEST_MINUTES, value: unknown): string | undefined => {
  const digits = /^\s*0*([1-9]\d*)\s*$/.exec(String(value))?.[1]
  return digits === undefined ? undefined : String(Math.min(Number(digits), LARGEST_MINUTES[field]))
}

const nameMeant = (inputs: JsonObject, field: string, value: string, place: Place): string | undefined => {
  if (field === 'cloudWatchLogGroupName') return logGroupMeant(value, place)
  if (field === 's3BucketName') return bucketMeant(value, place)
  return field === 's3KeyPrefix' ? prefixMeant(value, inputs['s3BucketName'], place) : undefined
}

/** The log group of this account and Region that an ARN, or a name among blanks, stands for. */
export const logGroupMeant = (
  written: string,
  { partition, region, accountId }: Place,
): string | undefined => {
  const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:`
  const text = written.trim()
  const name = text.startsWith(arn) ? text.slice(arn.length).replace(/:(?:\*|log-stream:.*)$/, '') : text
  return name !== written && isLogGroupName(name) ? name : undefined
}

/** The bucket that an ARN, an address, or a name among blanks stands for. */
export const bucketMeant = (written: string, { partition }: Pick<Place, 'partition'>): string | undefined => {
  const text = written.trim()
  const bare = [`arn:${partition}:s3:::`, 's3://'].find(start => text.toLowerCase().startsWith(start))
  const name = text.slice(bare?.length ?? 0).replace(/\/\*?$/, '')
  return name !== written && isBucketName(name) ? name : undefined
}

/** The prefix without the slash before it, or without the bucket's own address. */
const prefixMeant = (written: string, bucket: unknown, { partition }: Place): string | undefined => {
  const starts = [`arn:${partition}:s3:::${String(bucket)}/`, `s3://${String(bucket)}/`]
  const start = starts.find(one => written.toLowerCase().startsWith(one))
  const prefix = written.slice(start?.length ?? 0).replace(/^\/+/, '')
  return prefix === written || /^(?:arn:|s3:\/\/)/i.test(prefix) ? undefined : prefix
}
