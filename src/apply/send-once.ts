import { errorLine } from './error-line.ts'

/** No answer came to a call that must not be made twice: whether it was carried out is not known. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer'
}

/** Refused by AWS in so many words, so that it was surely not carried out. */
const isRefusal = (error: unknown): boolean => {
  if (!(error instanceof Error) || !('$metadata' in error)) return false
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false
  const { httpStatusCode: status } = metadata
  return typeof status === 'number' && status >= 400 && status < 500
}

/** A command of the SDK, as far as its way over the wire goes. */
interface Command<Request, Result> {
  readonly middlewareStack: {
    add(
      middleware: (next: (request: Request) => Promise<Result>) => (request: Request) => Promise<Result>,
      place: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ): void
  }
}

/**
 * Sends a command without the SDK's retries after a lost answer: for what would be there twice. Throttling and other
 * refusals are tried again as ever.
 * @throws LostAnswer
 */
export const sendOnce = async <Request, Result, Output>(
  command: Command<Request, Result>,
  send: () => Promise<Output>,
): Promise<Output> => {
  let lost: unknown
  command.middlewareStack.add(
    next => async request => {
      try {
        return await next(request)
      } catch (error) {
        if (isRefusal(error)) throw error
        lost = error
        // Without its cause: by that the SDK would find it worth another try.
        throw new LostAnswer()
      }
    },
    // Inside the SDK's retry loop.
    { step: 'finalizeRequest', priority: 'low', name: 'noRetryAfterLostAnswer' },
  )
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof LostAnswer)) throw error
    throw new LostAnswer(`no answer came: ${errorLine(lost)}`, { cause: lost })
  }
}
