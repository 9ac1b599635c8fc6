import { writeSync } from 'node:fs'
import { ApplyError, AwsError, Interrupted, UsageError } from '../core/errors.ts'
import { printableLines } from '../report/printable.ts'
import { EXIT } from './exit-code.ts'
import { listenForInterrupt } from './interrupt.ts'
import { parse } from './parser.ts'
import { TOOL } from './version.ts'
import { outliveClosedPipes, writeErr, writeErrText, writeOut } from './terminal.ts'

/** Runs a command line and ends the process with its exit code; the one place where errors are caught. */
export const main = async (args: readonly string[]): Promise<void> => {
  outliveClosedPipes()
  const guard = guardEnd()
  // What escapes every await is a bug too, and says so with the same code.
  process.on('uncaughtException', error => void endBy(error, guard))
  try {
    // Sockets that are kept alive must not keep the process.
    process.exit(guard.ends(await run(args)))
  } catch (error) {
    await endBy(error, guard)
  }
}

interface Guard {
  /** Says that the run itself ends, with this code. */
  readonly ends: (code: number) => number
}

/** Whatever else ends the process, a plugin's code before all, does not end a run that has found nothing wrong. */
const guardEnd = (): Guard => {
  let code: number | undefined
  process.on('exit', () => {
    if (code !== undefined || Boolean(process.exitCode)) return
    writeSync(2, `${TOOL}: something ended the process before the run was done: the code of a plugin?\n`)
    process.exitCode = EXIT.incomplete
  })
  return { ends: own => (code = own) }
}

const run = async (args: readonly string[]): Promise<number> => {
  const interrupt = listenForInterrupt()
  const { output, run, argv } = await parse(args, process.stdout.columns || 100)
  if (output !== '') await writeOut(`${output}\n`)
  if (output !== '' || !run) return EXIT.healthy
  return interrupt.orInterrupted(run(argv, interrupt))
}

/** Says what went wrong, and ends the process with its code. */
const endBy = async (error: unknown, guard: Guard): Promise<never> => {
  const code = guard.ends(codeOf(error))
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
