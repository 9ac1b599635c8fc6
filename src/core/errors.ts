/** Wrong usage, config or input file: exit code 2. The message says what was being done, what is wrong and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** AWS could not be asked at all (no credentials, no endpoint): exit code 3. A refused single read is a gap instead. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
}

/** A fix stopped half way: exit code 4. The journal tells how far it went. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError'
  readonly journalPath: string

  constructor(message: string, journalPath: string, options?: ErrorOptions) {
    super(message, options)
    this.journalPath = journalPath
  }
}

/** The user pressed Ctrl-C: exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
