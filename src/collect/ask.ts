import { oneLine } from './one-line.ts'

/** A read that failed: denied, throttled out, timed out or malformed alike. `cause` is what the SDK threw. */
export class FailedRead extends Error {
  override readonly name = 'FailedRead'
  /** The IAM action of the call; those of both calls where a stand-in failed too. */
  readonly actions: readonly string[]

  constructor(actions: readonly string[], message: string, options?: ErrorOptions) {
    super(message, options)
    this.actions = actions
  }
}

/** An answer that is sure to hold these members. */
type With<O, M extends keyof O> = O & { readonly [K in M]-?: NonNullable<O[K]> }

/**
 * Makes one call, with the SDK's retries.
 *
 * The SDK turns an empty or foreign body into an empty answer for every operation, while a list that is there and
 * empty becomes an array: so an answer without a member that AWS always sends is a failed read, not an empty one.
 * @param action the IAM action that the call needs
 * @param members what the answer must hold
 * @throws FailedRead
 */
export const ask = async <O extends object, M extends keyof O & string>(
  action: string,
  members: readonly M[],
  send: () => Promise<O>,
): Promise<With<O, M>> => {
  const answer = await send().catch((cause: unknown) => {
    throw failedRead(action, cause)
  })
  if (!holds(answer, members))
    throw malformed(action, `holds no ${members.find(member => lacks(answer, member))}`)
  return answer
}

const lacks = <O extends object>(answer: O, member: keyof O): boolean =>
  answer[member] === undefined || answer[member] === null

const holds = <O extends object, M extends keyof O>(answer: O, members: readonly M[]): answer is With<O, M> =>
  !members.some(member => lacks(answer, member))

/** An answer came that is not what AWS documents. */
export const malformed = (action: string, what: string): FailedRead =>
  new FailedRead([action], `malformed answer: it ${what}`)

const failedRead = (action: string, cause: unknown): FailedRead => {
  if (cause instanceof FailedRead) return cause
  const error = cause instanceof Error ? cause : new Error(String(cause))
  return new FailedRead([action], oneLine(error), { cause: error })
}

/** Whether a read failed with one of these error names. */
export const failedWith = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof FailedRead && error.cause instanceof Error && names.includes(error.cause.name)

/** Gives `undefined` where AWS answers that the thing does not exist, by one of these error names. */
export const unlessAbsent = async <T>(
  read: Promise<T>,
  ...names: readonly string[]
): Promise<T | undefined> => {
  try {
    return await read
  } catch (error) {
    if (failedWith(error, ...names)) return undefined
    throw error
  }
}

/**
 * Reads every page of a list.
 * @param read asks for one page, the first without a token
 * @param next the token of the following page, empty or absent on the last
 * @throws FailedRead where a page fails, or a page names itself as the following one
 */
export const everyPage = async <T>(
  action: string,
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<readonly T[]> => {
  const all: T[] = []
  let token: string | undefined
  do {
    const page = await read(token)
    for (const item of page.items) all.push(item)
    if (page.next && page.next === token) throw malformed(action, 'names its own page as the next')
    token = page.next || undefined
  } while (token)
  return all
}
