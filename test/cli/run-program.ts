import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** The working folder. */
  readonly cwd?: string
  /** Words for node itself. */
  readonly node?: readonly string[]
  readonly started?: (child: ChildProcess) => void
}

export const PROGRAM = resolve('dist/src/cli/main.js')
export const SAMPLE = resolve('fixtures/accounts/log-group-mismatch.json')

export const aFolder = (): string => mkdtempSync(join(tmpdir(), 'ssm-doctor-cli-'))

/** Runs the built program as somebody without credentials, settings or a terminal. */
export const runProgram = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  new Promise((done, failed) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: aFolder(),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...options.env,
    }
    const child = spawn(process.execPath, [...(options.node ?? []), PROGRAM, ...args], {
      env,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', failed)
    child.on('close', code => done({ code, stdout, stderr }))
    child.stdin.end()
    options.started?.(child)
  })
