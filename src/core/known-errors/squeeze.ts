/** Colours, cursor movements and titles of a terminal. */
const ESCAPES = /\u{1B}(?:\[[0-9;:?]*[ -/]*[@-~]?|\][^\u{7}\u{1B}]*)/gu
/** The same escape as JSON writes it. */
const WRITTEN_ESCAPE = /\\u001b/gi
/** Line breaks and quotes as JSON and HTML write them. */
const WRITTEN_OUT = /\\[nrt]|&(?:quot|apos|amp|lt|gt|nbsp|#\d{1,5}|#[xX][0-9a-fA-F]{1,4});/g
/** No texts differ by these: blanks, line breaks, quotes, brackets, dashes, dots. */
const FILLING = /[^a-z0-9:/]+/g

/**
 * A text without what varies by terminal, copying and wrapping: lower-case letters, digits, `/` and `:` alone. UTF-16
 * that was read as UTF-8, as a pipe of PowerShell gives it, is understood too.
 */
export const squeeze = (text: string): string =>
  text
    .replaceAll('\0', '')
    .replace(WRITTEN_ESCAPE, '\u{1B}')
    .replace(ESCAPES, '')
    .replace(WRITTEN_OUT, ' ')
    .toLowerCase()
    .replace(FILLING, '')
