/** Whether two documents say the same: equal texts, or equal JSON whatever the spacing and the order of keys. */
export const sameMeaning = (a: string, b: string): boolean => a === b || canonical(a) === canonical(b)

/** A text that stands for all that say the same. */
export const canonical = (text: string): string => {
  try {
    return JSON.stringify(sorted(JSON.parse(text)))
  } catch {
    return text
  }
}

/** Members as a list: a key such as `__proto__` is one like any other. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { members: entries.map(([key, inner]) => [key, sorted(inner)]) }
}
