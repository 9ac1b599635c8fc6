import { joinKey } from '../derive/destinations.ts'
import { isObject } from '../preferences/json.ts'
import { parsePreferences, type PreferenceInputs } from '../preferences/preferences.ts'
import type { DocumentVersion, SessionDocument } from '../records.ts'
import { canonical } from '../same-meaning.ts'
import { behind, type Meaning, type Setting, type ValueFacet } from './facet.ts'
import type { Value } from './types.ts'

/**
 * A Session document as the agent reads it, in its default version; of the latest one what it would change. Numbers and
 * times of versions say nothing.
 */
export const documentMeaning: Meaning<SessionDocument> = ({ default: usual, latest }, setting) => {
  const now = versionFacets(usual, setting)
  if (!latest) return now
  const said = new Map(now.map(facet => [facet.field, textOf(facet)]))
  const later = versionFacets(latest, setting)
  const other = later.filter(facet => said.get(facet.field) !== textOf(facet))
  const absent = now.filter(({ field }) => later.every(facet => facet.field !== field))
  return [
    ...now,
    ...behind('of the latest version:', [
      ...other,
      ...absent.map(({ field }) => ({ field, values: ['not set'] })),
    ]),
  ]
}

const textOf = ({ values, key }: ValueFacet): string => key ?? JSON.stringify(values)

const versionFacets = (version: DocumentVersion, setting: Setting): readonly ValueFacet[] => {
  const { inputs, faults } = parsePreferences('default', version)
  const unread = faults.filter(({ effect }) => effect !== 'none').map(({ problem }) => problem)
  return [
    ...inputFacets(inputs, setting),
    ...(unread.length > 0 ? [{ field: 'faults', values: unread }] : []),
    ...otherMembers(version.content),
  ]
}

/** What is not set has no facet; a flag that is not set is false. */
const inputFacets = (
  { shellProfile, ...inputs }: PreferenceInputs,
  { keyArn }: Setting,
): readonly ValueFacet[] => {
  const { linux, windows } = shellProfile
  const { kmsKeyId, s3KeyPrefix, idleSessionTimeout = USUAL_IDLE } = inputs
  const values: Readonly<Record<string, Value>> = {
    ...inputs,
    kmsKeyId: kmsKeyId === '' ? '' : keyArn(kmsKeyId),
    s3KeyPrefix: joinKey(s3KeyPrefix, ''),
    idleSessionTimeout,
    'shellProfile.linux': linux,
    'shellProfile.windows': windows,
  }
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => ({ field, values: [value] }))
}

/**
 * The minutes after which an idle session ends where nothing is set.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html
 */
const USUAL_IDLE = '20'

/** What the agent does with a session besides its inputs; a description does nothing. */
const MEMBERS = ['schemaVersion', 'sessionType', 'parameters', 'properties'] as const

const otherMembers = (content: string): readonly ValueFacet[] => {
  const document = parsed(content)
  if (!document) return [{ field: 'content', values: [content] }]
  return MEMBERS.filter(name => Object.hasOwn(document, name)).map(field => ({
    field,
    ...jsonFacet(document[field]),
  }))
}

const jsonFacet = (value: unknown): Pick<ValueFacet, 'values' | 'key'> => {
  if (typeof value === 'string') return { values: [value] }
  const text = JSON.stringify(value)
  return { values: [text], key: canonical(text) }
}

const parsed = (content: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const document: unknown = JSON.parse(content)
    return isObject(document) ? document : undefined
  } catch {
    return undefined
  }
}
