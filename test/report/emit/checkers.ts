import { spawnSync } from 'node:child_process'

/** Whether a tool is here; where it is not, that is told, and the other tests stand alone. */
export const hasTool = (name: string): boolean => {
  const found = spawnSync(name, ['--version']).status === 0
  if (!found) process.stderr.write(`${name} is not here: what is emitted is not held against it\n`)
  return found
}

/** What a checker of code from standard input has to say. */
export const complaints = (name: string, args: readonly string[], input: string): string => {
  const { stdout, stderr } = spawnSync(name, args, { input, encoding: 'utf8' })
  return stdout + stderr
}
