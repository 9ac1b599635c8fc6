import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { aFolder, runProgram, SAMPLE } from './run-program.ts'

/** Makes node tell every package that the program loads. */
const watcher = (): string => {
  const folder = aFolder()
  const hooks = `export const resolve = (name, context, next) => {
    if (/^[@a-z]/.test(name) && !name.startsWith('node:') && !name.includes('://')) process._rawDebug('LOADS ' + name)
    return next(name, context)
  }`
  writeFileSync(join(folder, 'hooks.mjs'), hooks)
  const register = `import { register } from 'node:module'
  register(${JSON.stringify(pathToFileURL(join(folder, 'hooks.mjs')).href)})`
  writeFileSync(join(folder, 'watch.mjs'), register)
  return pathToFileURL(join(folder, 'watch.mjs')).href
}

const loadedBy = async (...args: string[]): Promise<readonly string[]> => {
  const { stderr } = await runProgram(args, { node: ['--import', watcher()] })
  return [...stderr.matchAll(/^LOADS (.*)$/gm)].map(match => match[1] ?? '')
}

const isSdk = (name: string): boolean => /^@(aws-sdk|smithy|aws-crypto)\//.test(name)

describe('the AWS SDK', () => {
  it.each([
    ['--help'],
    ['check', '--help'],
    ['list'],
    ['list', '--format', 'json'],
    ['explain', 'kms/key-usable'],
    ['explain', 'kms/key-usabel'],
    ['explain', 'TargetNotConnected'],
    ['explain', 'TargetNotConnected', '--from', SAMPLE],
    ['demo'],
    ['init', '--from', SAMPLE, '--dry-run'],
    ['check', '--from', SAMPLE],
    ['--from', SAMPLE, '--format', 'json', '-i', 'i-0a1b2c3d4e5f60001'],
    ['fix', '--from', SAMPLE],
    ['check', '--regoin', 'x'],
  ])('is not loaded by %s %s %s', async (...args) => {
    expect((await loadedBy(...args)).filter(isSdk)).toEqual([])
  })

  it('would be seen: a check of an account loads it', async () => {
    expect((await loadedBy('check', '-r', 'eu-north-1')).some(isSdk)).toBe(true)
  })
})

describe('--version', () => {
  it('loads no package at all', async () => {
    expect(await loadedBy('--version')).toEqual([])
  })
})
