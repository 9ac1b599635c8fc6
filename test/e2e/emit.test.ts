import { spawn, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { newHome, runCli, userEnvironment } from '../support/moto/run-cli.ts'
import { tangledAccount } from '../support/moto/tangled.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const hasAwsCli = ((): boolean => {
  const found = spawnSync('aws', ['--version']).status === 0
  if (!found) process.stderr.write('the AWS CLI is not here: no script that is emitted was run by it\n')
  return found
})()

interface Ran {
  readonly code: number | null
  readonly stderr: string
}

const runScript = (script: string, env: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { env })
    let stderr = ''
    child.stdout.resume()
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', code => resolve({ code, stderr }))
    child.stdin.end(script)
  })

test.runIf(hasAwsCli)(
  'a script that is emitted writes nothing, and does what fix does once the AWS CLI runs it',
  async () => {
    const account = await tangledAccount(moto)
    const home = newHome()
    const env = { ...userEnvironment(home), ...credentialsOf(moto.proxy, account.session) }
    const run = (...args: string[]) =>
      runCli(['check', '--region', account.region.region, ...args], { home, env })
    const before = await moto.dump(account)

    const emitted = await run('--emit', 'cli')
    expect(emitted.code).toBe(1)
    expect(await moto.dump(account)).toEqual(before)

    const { code, stderr } = await runScript(emitted.stdout, env)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect((await run('--emit', 'cli')).stdout).toContain(': nothing to do (')
  },
)
