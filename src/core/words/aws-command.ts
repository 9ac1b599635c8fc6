/** A word as a POSIX shell takes it: quoted only where it must be. */
export const shellQuote = (word: string): string =>
  /^[A-Za-z0-9_/:=.,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** The values of a command's options, by name without the dashes; `true` for a flag; what is undefined is left out. */
export type CommandOptions = Readonly<Record<string, string | readonly string[] | true | undefined>>

/**
 * A command of the AWS CLI that can be pasted.
 * @param operation service and operation: `iam put-role-policy`
 */
export const awsCommand = (operation: string, options: CommandOptions): string =>
  ['aws', operation, ...Object.entries(options).flatMap(([name, value]) => optionWords(name, value))].join(
    ' ',
  )

const optionWords = (name: string, value: CommandOptions[string]): readonly string[] => {
  if (value === undefined) return []
  if (value === true) return [`--${name}`]
  return [`--${name}`, ...(typeof value === 'string' ? [value] : value).map(shellQuote)]
}

/** A JSON document on one line, as a command takes it. */
export const oneLine = (json: string): string => JSON.stringify(JSON.parse(json))
