export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON value's type in words, to stand after "is". */
export const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `a ${typeof value}`
}

/** A JSON value as written, cut where it is long. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

/** Whether a value holds a placeholder that is filled in at the start of a session. */
export const hasPlaceholder = (value: unknown): boolean =>
  typeof value === 'string' && /\{\{[^{}]+\}\}/.test(value)
