import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { inject } from 'vitest'

/**
 * Runs a command of the AWS CLI by the independent client.
 * @param line as it would be typed: no pipes, quotes only around whole words
 */
export const runAws = (line: string, cwd: string, env: Readonly<Record<string, string>>): Promise<void> => {
  const words = line.split(' ').map(word => word.replaceAll("'", ''))
  const [name, ...rest] = words
  if (name !== 'aws') throw new Error(`${line} is no command of the AWS CLI`)
  const args = [join(import.meta.dirname, 'aws_command.py'), ...rest]
  return new Promise((done, failed) => {
    const child = spawn(inject('motoPython'), args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
    child.on('error', failed)
    child.on('close', code =>
      code === 0 ? done() : failed(new Error(`${line} ended with ${code}: ${told}`)),
    )
  })
}
