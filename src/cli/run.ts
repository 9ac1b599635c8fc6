import { ApplyError, AwsError, Interrupted, UsageError } from '../core/errors.ts'
import { printableLines } from '../report/printable.ts'
import { EXIT } from './exit-code.ts'
import { listenForInterrupt } from './interrupt.ts'
import { parse } from './parser.ts'
import { outliveClosedPipes, writeErr, writeErrText, writeOut } from './terminal.ts'

/** Runs a command line and ends the process with its exit code; the one place where errors are caught. */
export const main = async (args: readonly string[]): Promise<void> => {
  outliveClosedPipes()
  // What escapes every await is a bug too, and says so with the same code.
  process.on('uncaughtException', error => void endBy(error))
  try {
    // Sockets that are kept alive must not keep the process.
    process.exit(await run(args))
  } catch (error) {
    await endBy(error)
  }
}

const run = async (args: readonly string[]): Promise<number> => {
  const interrupt = listenForInterrupt()
  const { output, run, argv } = await parse(args, process.stdout.columns || 100)
  if (output !== '') await writeOut(`${output}\n`)
  if (output !== '' || !run) return EXIT.healthy
  return interrupt.orInterrupted(run(argv, interrupt))
}

/** Says what went wrong, and ends the process with its code. */
const endBy = async (error: unknown): Promise<never> => {
  const code = codeOf(error)
  try {
    await tell(error, code)
  } finally {
    // Where not even standard error can be written, the code has to tell.
    process.exit(code)
  }
}

const tell = async (error: unknown, code: number): Promise<void> => {
  if (code === EXIT.bug)
    return writeErrText(`ssm-doctor: this is a bug in the tool\n${printableLines(stackOf(error))}\n`)
  // The terminal has echoed ^C behind a question or a progress line.
  if (error instanceof Interrupted && process.stderr.isTTY) await writeErrText('\n')
  return writeErr(`ssm-doctor: ${error instanceof Error ? error.message : String(error)}`)
}

const codeOf = (error: unknown): number => {
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof AwsError) return EXIT.incomplete
  if (error instanceof ApplyError) return EXIT.halfWay
  return error instanceof Interrupted ? EXIT.interrupted : EXIT.bug
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
