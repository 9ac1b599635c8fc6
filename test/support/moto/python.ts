import { spawnSync } from 'node:child_process'

/** The oldest Python that the pinned moto runs on. */
const OLDEST = '3.10'

const PROBE = `import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (${OLDEST.replace('.', ',')}) else 1)`

/** The command of a Python 3 that can make virtual environments, or undefined where there is none. */
export const findPython = (): string | undefined =>
  ['python3', 'python'].find(command => spawnSync(command, ['-c', PROBE]).status === 0)

/**
 * The end-to-end test files, or none where there is no Python: then it is said loudly, and with `CI=true` it throws,
 * for a run that leaves them out proves nothing about AWS.
 */
export const endToEndFiles = (pattern: string): string[] => {
  if (findPython() !== undefined) return [pattern]
  const missing = `no Python ${OLDEST} or newer with venv and pip was found`
  if (process.env['CI'] === 'true') throw new Error(`the end-to-end tests cannot run: ${missing}`)
  const rule = '!'.repeat(78)
  const warn = (): boolean =>
    process.stderr.write(`\n${rule}\n  THE END-TO-END TESTS DID NOT RUN: ${missing}\n${rule}\n\n`)
  warn()
  // again as the last words, below the summary
  process.once('exit', warn)
  return []
}
