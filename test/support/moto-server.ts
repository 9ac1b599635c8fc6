import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { motoPython, projectRoot } from './moto/environment.ts'

declare module 'vitest' {
  interface ProvidedContext {
    motoUrl: string
    motoPython: string
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/`).then(
    response => response.ok,
    () => false,
  )

const waitFor = async (url: string, server: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (await answers(url)) return
    if (server.exitCode !== null) throw new Error(`moto ended at once with ${server.exitCode}`)
    await setTimeout(100)
  }
  throw new Error(`moto does not answer on ${url}`)
}

/** Starts moto on a free port of this machine and waits until it answers; it ends when its input closes. */
export const startMoto = async (python: string): Promise<{ url: string; stop: () => void }> => {
  const port = await freePort()
  const script = join(import.meta.dirname, 'moto', 'serve.py')
  const server = spawn(python, [script, String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' },
  })
  const url = `http://127.0.0.1:${port}`
  await waitFor(url, server)
  return { url, stop: () => server.kill() }
}

/** Vitest's global set-up of the end-to-end project. */
export const setup = async (project: TestProject): Promise<() => void> => {
  const program = join(projectRoot, 'dist/src/cli/main.js')
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`)
  const python = await motoPython()
  const moto = await startMoto(python)
  project.provide('motoUrl', moto.url)
  project.provide('motoPython', python)
  return moto.stop
}
