import { reasonOf } from '../config/write-file.ts'
import { UsageError } from '../core/errors.ts'
import { confirm, confirmEach, type Answer } from './confirm.ts'
import { EXIT } from './exit-code.ts'
import { printable } from '../report/printable.ts'

/** Writes to standard output and waits until it is taken; a reader that has gone away is none of our concern. */
export const writeOut = (text: string): Promise<void> => written(process.stdout, text)

/** Writes a line to standard error. */
export const writeErr = (line: string): Promise<void> => written(process.stderr, `${printable(line)}\n`)

/** Writes text of several lines to standard error. */
export const writeErrText = (text: string): Promise<void> => written(process.stderr, text)

const written = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, error => (error && !isClosedPipe(error) ? reject(unwritable(error)) : resolve()))
  })

const unwritable = (cause: Error): UsageError =>
  new UsageError(`writing the output: ${reasonOf(cause)}; send it elsewhere`, { cause })

const isClosedPipe = (error: Error): boolean =>
  'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')

/** A closed pipe (`| head`) ends nothing: the run goes on and keeps its exit code. */
export const outliveClosedPipes = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', error => {
      // Whoever wrote hears of it, and tells what it means.
      if (!isClosedPipe(error)) process.exitCode = EXIT.usage
    })
}

/** Columns of a terminal, or undefined in a pipe. */
export const widthOf = (stream: NodeJS.WriteStream): number | undefined =>
  stream.isTTY ? stream.columns || 80 : undefined

/** Whether a stream gets colour: by flag, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal. */
export const wantsColor = (
  isTerminal: boolean,
  forbidden: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean => {
  if (forbidden) return false
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (env['NO_COLOR']) return false
  return isTerminal && env['TERM'] !== 'dumb'
}

/** Whether somebody is there to be asked: keyboard and screen both. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks on the terminal. */
export const ask = (question: string): Promise<boolean> => confirm(question, process.stdin, process.stderr)

/** Asks on the terminal, and lets one choose. */
export const askEach = (question: string, things: readonly string[]): Promise<Answer> =>
  confirmEach(question, things.map(printable), process.stdin, process.stderr)

/** Tells on standard error, in the program's name. */
export const say = (text: string): Promise<void> => writeErr(`ssm-doctor: ${text}`)
