import { stripVTControlCharacters } from 'node:util'

// Controls, line separators, the marks that turn the writing direction around, halves of characters, and what XML forbids.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu
const UNPRINTABLE_IN_LINES = new RegExp(`(?!\\n)${UNPRINTABLE.source}`, 'gu')

/** Nearly every text. */
const PLAIN = /^[ -~]*$/

/** A text from outside as one line that cannot steer a terminal: escape sequences go, other controls become blanks. */
export const printable = (text: string): string =>
  PLAIN.test(text) ? text : stripVTControlCharacters(text).replace(UNPRINTABLE, ' ')

/** The same for a text of several lines. */
export const printableLines = (text: string): string =>
  stripVTControlCharacters(text).replace(UNPRINTABLE_IN_LINES, ' ')

/** Plain data with every text in it made printable. */
export const printableData = <T>(data: T): T => cleaned(data) as T

const cleaned = (value: unknown): unknown => {
  if (typeof value === 'string') return printable(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(cleaned)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]))
}

/** The same for quoted text of JSON and its like, which says such characters by their numbers. */
export const escapeUnprintable = (text: string): string =>
  text.replace(UNPRINTABLE_IN_LINES, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
