import { escapeUnprintable } from '../printable.ts'

/** JSON as people read it, with no character that steers a terminal or turns the writing direction around. */
export const readableJson = (json: string): string =>
  escapeUnprintable(JSON.stringify(JSON.parse(json), null, 2))

/** The same on one line. */
export const compactJson = (json: string): string => escapeUnprintable(JSON.stringify(JSON.parse(json)))

/**
 * JSON as people read it, or on one line where the blanks would make it larger than AWS takes.
 * @param most characters
 */
export const fittingJson = (json: string, most: number): string => {
  const readable = readableJson(json)
  return readable.length <= most ? readable : compactJson(json)
}
