import { stripVTControlCharacters } from 'node:util'

// Controls, line separators, and the marks that turn the writing direction around.
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A text from outside as one line that cannot steer a terminal: escape sequences go, other controls become blanks. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(UNPRINTABLE, ' ')

/** The same for a text of several lines. */
export const printableLines = (text: string): string =>
  stripVTControlCharacters(text).replace(UNPRINTABLE_IN_LINES, ' ')

/** Data with every text in it made printable. */
export const printableData = <T>(data: T): T => cleaned(data) as T

const cleaned = (data: unknown): unknown => {
  if (typeof data === 'string') return printable(data)
  if (Array.isArray(data)) return data.map(cleaned)
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [printable(key), cleaned(value)]))
}
