const LONGEST = 400

/** What somebody else's code has thrown, as one line: it may be anything, and fail when it is looked at. */
export const errorText = (error: unknown): string => {
  const line = textOf(error).replace(/\s+/g, ' ').trim()
  if (line === '') return 'something without a text was thrown'
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

const textOf = (error: unknown): string => {
  try {
    const text: unknown = error instanceof Error ? error.message : error
    return String(text)
  } catch {
    return ''
  }
}
