import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './environment.ts'

/** How a run of the program ended. */
export interface CliResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>
  /** The user's home, where journals go; a fresh one where it is not said. */
  readonly home?: string
  readonly cwd?: string
  readonly input?: string
  /** Another copy of the program than the one that was built here. */
  readonly program?: string
  /** Called once the program runs, with its process. */
  readonly started?: (child: ChildProcess) => void
}

export const PROGRAM = join(projectRoot, 'dist/src/cli/main.js')

const homes: string[] = []

/** An empty folder, there until the tests of the file have run. */
export const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'ssm-doctor-e2e-'))
  homes.push(home)
  return home
}

/** Takes away the folders that the tests of this file have used. */
export const removeHomes = (): void => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true, maxRetries: 3 })
}

/** What a user's shell has: no credentials, Region or settings of the machine that runs the tests. */
export const userEnvironment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
})

/** Starts the built program as a user would, and waits for its end. */
export const runCli = (args: readonly string[], options: CliOptions = {}): Promise<CliResult> => {
  const home = options.home ?? newHome()
  const env = { ...userEnvironment(home), ...options.env }
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.program ?? PROGRAM, ...args], {
      env,
      cwd: options.cwd ?? home,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, durationMs: performance.now() - begun }),
    )
    // a program that ends without reading its input is no fault of the test
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    options.started?.(child)
  })
}
