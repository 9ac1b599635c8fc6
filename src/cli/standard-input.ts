import { UsageError } from '../core/errors.ts'

/** Errors stand at the end of a log; more than this of it is not kept. */
const MOST_CHARACTERS = 2_000_000

/**
 * All of standard input, or the last two million characters of it.
 * @throws UsageError where it cannot be read
 */
export const readStandardInput = async (stream: NodeJS.ReadableStream = process.stdin): Promise<string> => {
  let text = ''
  stream.setEncoding('utf8')
  try {
    for await (const part of stream) {
      text += String(part)
      if (text.length > 2 * MOST_CHARACTERS) text = text.slice(-MOST_CHARACTERS)
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`reading standard input: ${reason}; give the text as an argument`, { cause })
  }
  return text.slice(-MOST_CHARACTERS)
}
