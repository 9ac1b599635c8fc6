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
export const printableData = <T>(data: T): T => {
  const clean: T = JSON.parse(JSON.stringify(data), (_key, value: unknown) =>
    typeof value === 'string' ? printable(value) : value,
  )
  return clean
}

/** The same for quoted text of JSON and its like, which says such characters by their numbers. */
export const escapeUnprintable = (text: string): string =>
  text.replace(UNPRINTABLE_IN_LINES, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
