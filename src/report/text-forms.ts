/**
 * A text for a SARIF message, in which brackets before a parenthesis would make a link.
 * sarif: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html §3.11.6
 */
export const plainMessage = (text: string): string => text.replaceAll('](', String.raw`\](`)

/** At most `most` UTF-16 units of a text; what is cut off ends in `…`, and no character is cut in half. */
export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** A statement as a sentence. */
export const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
