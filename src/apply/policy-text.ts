/**
 * A policy document as text: IAM sends it URL-encoded (RFC 3986); one that does not decode is kept as it is.
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export const decoded = (document: string): string => {
  try {
    return decodeURIComponent(document)
  } catch {
    return document
  }
}

/** Whether two policies say the same: equal texts, or equal JSON whatever the spacing and the order of keys. */
export const sameMeaning = (a: string, b: string): boolean => a === b || canonical(a) === canonical(b)

const canonical = (text: string): string => {
  try {
    return JSON.stringify(sorted(JSON.parse(text)))
  } catch {
    return text
  }
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { members: entries.map(([key, inner]) => [key, sorted(inner)]) }
}

/** How far a text has come from `before` to `after`; equal texts go before equal meanings. */
export const progress = (text: string, before: string, after: string): 'before' | 'after' | 'neither' => {
  if (text === after) return 'after'
  if (text === before) return 'before'
  if (sameMeaning(text, after)) return 'after'
  return sameMeaning(text, before) ? 'before' : 'neither'
}
