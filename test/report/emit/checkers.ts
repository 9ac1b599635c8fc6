import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { motoPython } from '../../support/moto/environment.ts'
import { findPython } from '../../support/moto/python.ts'

/** The Python that holds the checkers; nothing where they cannot be had, which is told, and with `CI=true` is a failure. */
const found = async (): Promise<string | undefined> => {
  try {
    return findPython() === undefined ? told('no usable Python was found') : await motoPython()
  } catch (cause) {
    if (process.env['CI'] === 'true') throw cause
    return told(String(cause))
  }
}

const told = (why: string): undefined => {
  process.stderr.write(
    `cfn-lint and shellcheck are not here (${why}): what is emitted is not held against them\n`,
  )
}

const python = await found()

/** Whether cfn-lint and shellcheck are here; the other tests stand without them. */
export const hasCheckers = python !== undefined

/** What a checker has to say. */
const complaints = (program: string, args: readonly string[], input: string): string => {
  const { stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8' })
  return error ? String(error) : stdout + stderr
}

/** Its program names the folder in which the environment was made, which has another name since. */
const CFN_LINT = 'from cfnlint.runner import main; main()'

/** What cfn-lint has against templates, each in a file. */
export const lintTemplates = (files: readonly string[]): string =>
  complaints(python ?? '', ['-c', CFN_LINT, '--format', 'parseable', '--', ...files], '')

/** What shellcheck has against a script. */
export const checkShell = (script: string): string =>
  complaints(join(dirname(python ?? ''), 'shellcheck'), ['-'], script)
