const MOST = 600

/**
 * An error as one line: its name and message, without the SDK's hints to programmers and without what only AWS can
 * decode. Room is left for AWS's own reason, which stands last: "with an explicit deny in …".
 */
export const oneLine = (error: Error): string => {
  const status = statusOf(error)
  // An error that answers a HEAD request has no body, and so no name: the status is all there is.
  if (error.name === 'Unknown' && status !== undefined) return `HTTP ${status} without a reason`
  const message = (error.message || deepMessage(error))
    .split(/\n|Deserialization error:|Encoded authorization failure message:/)[0]
    ?.replace(/^@smithy\/node-http-handler - (\[ERROR\] )?/, '')
    .replace(/\s+/g, ' ')
    .trim()
  const text = error.name + (message ? `: ${message}` : '')
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text
}

// Where every address of a host failed, the message is empty and stands in the errors inside.
const deepMessage = (error: Error): string => {
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : undefined
  return inner instanceof Error ? inner.message : ''
}

/** The HTTP status of an answer that the SDK turned into an error. */
export const statusOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const metadata: unknown = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
