/** Breaks a text into lines of at most `width` characters at blanks; a longer word stays whole. No width: one line. */
export const wrap = (text: string, width: number | undefined): readonly string[] => {
  if (width === undefined || text.length <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Rows as lines with their columns one under the other; the last column is not padded. */
export const columns = (rows: readonly (readonly string[])[], gap = 2): readonly string[] => {
  const count = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map(row => (at < row.length - 1 ? (row[at] ?? '').length : 0))),
  )
  const padded = (row: readonly string[]) =>
    row.map((cell, at) => (at < row.length - 1 ? cell.padEnd((widths[at] ?? 0) + gap) : cell))
  return rows.map(row => padded(row).join('').trimEnd())
}

/** `1 role`, `2 roles`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** A label in front of a text that is wrapped beside it: the following lines stand under the first. */
export const labelled = (
  label: string,
  text: string,
  indent: number,
  width: number | undefined,
): readonly string[] => {
  const space = ' '.repeat(indent + label.length)
  const room = width === undefined ? undefined : Math.max(30, width - space.length)
  return wrap(text, room).map((line, at) => (at === 0 ? ' '.repeat(indent) + label : space) + line)
}

/** Up to `most` names, and how many more there are. */
export const someOf = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
