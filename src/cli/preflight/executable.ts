import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The file that a shell would start for a name, or undefined. */
export const findOnPath = (name: string, env: Environment): string | undefined => {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(folder => folder !== '')
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE').split(';') : ['']
  return folders.flatMap(folder => endings.map(ending => join(folder, name + ending))).find(isExecutable)
}

/** Whether a file is there and may be run. */
export const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** What a program printed, or why that is not known. */
export type Ran = { readonly output: string } | { readonly failure: string }

const MOST_MILLISECONDS = 10_000
const MOST_CHARACTERS = 10_000

/** Runs a program with `--version`. It is ended with all that it started after ten seconds, or when the signal says so. */
export const askVersion = (file: string, signal: AbortSignal): Promise<Ran> =>
  new Promise(resolve => {
    const child = spawn(file, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows })
    let output = ''
    const end = (ran: Ran): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(ran)
    }
    const stop = (): void => {
      killAll(child.pid)
      child.stdout.destroy()
      child.stderr.destroy()
      end({ failure: `it did not answer within ${MOST_MILLISECONDS / 1_000} seconds` })
    }
    const timer = setTimeout(stop, MOST_MILLISECONDS)
    signal.addEventListener('abort', stop)
    const hear = (text: string): void => void (output.length < MOST_CHARACTERS && (output += text))
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.on('error', error => end({ failure: error.message }))
    child.on('close', code => end(code === 0 ? { output } : { failure: failureOf(code, output) }))
  })

const isWindows = process.platform === 'win32'

const failureOf = (code: number | null, output: string): string => {
  const said = output.trim().split('\n').at(-1) ?? ''
  return `it ended with ${code ?? 'a signal'}${said === '' ? '' : `: ${said}`}`
}

/** A program that is a script has children of its own; they are in its group. */
const killAll = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(isWindows ? pid : -pid, 'SIGKILL')
  } catch {
    // it has ended meanwhile
  }
}
