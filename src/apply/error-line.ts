/** An error as one line: its name where it says something, and its message. */
export const errorLine = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const message = error.message.replaceAll(/\s+/g, ' ').trim()
  return ['Error', 'ChangedSince'].includes(error.name) && message !== ''
    ? message
    : `${error.name}: ${message}`
}

/** The system's code of an error: `ENOSPC`, `EEXIST`, … */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined
