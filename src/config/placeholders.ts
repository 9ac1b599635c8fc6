import type { JsonPath } from './commented-json.ts'

/** What `${region}` and `${account}` stand for. */
export interface Place {
  readonly region: string
  readonly accountId: string
}

/** A value of the config, however deep, with its placeholders filled in. */
export const filledIn = <T>(value: T, place: Place): T => mapTexts(value, text => fill(text, place)) as T

const fill = (text: string, { region, accountId }: Place): string =>
  text.replaceAll('${region}', region).replaceAll('${account}', accountId)

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(one => mapTexts(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]))
}

/** The texts of a value, each with the way that leads to it. */
export const textsIn = (
  value: unknown,
  path: JsonPath = [],
): readonly (readonly [path: JsonPath, text: string])[] => {
  if (typeof value === 'string') return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((one, at) => textsIn(one, [...path, at]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, [...path, key]))
}

/** A placeholder of a text that nothing is known to stand for. */
export const unknownPlaceholder = (text: string): string | undefined =>
  [...text.matchAll(/\$\{([^{}]*)\}/g)].map(([, name = '']) => name).find(name => !KNOWN.has(name))

export const PLACEHOLDERS = ['region', 'account'] as const
const KNOWN: ReadonlySet<string> = new Set(PLACEHOLDERS)
