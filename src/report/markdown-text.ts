/** What Markdown could read as markup in the middle of a line. */
const MARKUP = /[\\`*_[\]<~$&]|:(?=\/\/)/g

/** Behind what would call people, point to issues or make a link or a list, if nothing stood there. */
const CALLS = /[@#]|www(?=\.)|^(?=[-+=>]|\d+[.)] )/gi

/**
 * A text from outside as Markdown prose of one line: shown as it is. It is no link, image, cell or HTML, and on GitHub
 * it calls nobody and points to no issue: for that, a space without width is put in.
 * gfm: https://github.github.com/gfm/
 */
export const prose = (text: string): string =>
  text
    .replace(MARKUP, String.raw`\$&`)
    .replace(CALLS, '$&&#8203;')
    .replaceAll('|', '&#124;')

/** The longest row of backticks in a text. */
const longestRow = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, row) => Math.max(longest, row.length), 0)

/** Lines from outside as a block of code that nothing in them can end. */
export const fenced = (lines: readonly string[], language: 'sh' | 'text' | 'diff'): string => {
  const text = lines.join('\n')
  const fence = '`'.repeat(Math.max(3, longestRow(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}
