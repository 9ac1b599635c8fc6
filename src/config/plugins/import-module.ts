import { statSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve as resolveAsNode } from 'import-meta-resolve'
import { reasonOf } from '../write-file.ts'
import { PluginFault } from './plugin.ts'

/** A module's exports, by name. */
export type Exports = Readonly<Record<string, unknown>>

/**
 * Runs a module as one that a file of a folder imports.
 * @param name a path that begins with . or /, else a package, which is looked for as node does from that folder
 * @param limitMs how long it may take
 * @throws PluginFault where it is not there or takes too long; else whatever it throws
 */
export const importFrom = async (folder: string, name: string, limitMs: number): Promise<Exports> => {
  const address = /^[./]/.test(name) ? fileAddress(folder, name) : packageAddress(folder, name)
  const guard = guarding(name, limitMs)
  try {
    return await Promise.race([settled(import(address) as Promise<Exports>), guard.failure])
  } catch (error) {
    throw isMisspelt(error) ? misspelt(error, address) : error
  } finally {
    guard.end()
  }
}

const fileAddress = (folder: string, name: string): string => {
  const path = resolve(folder, name)
  try {
    if (statSync(path).isDirectory()) throw new PluginFault(`${path} is a folder; name the file in it`)
  } catch (error) {
    if (error instanceof PluginFault) throw error
    throw new PluginFault(`${path}: ${reasonOf(error)}`)
  }
  return pathToFileURL(path).href
}

/** Where node would find the package for a module of the folder, conditions of its `exports` and all. */
const packageAddress = (folder: string, name: string): string => {
  try {
    return resolveAsNode(name, pathToFileURL(join(folder, 'ssm-doctor.json')).href)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (!isMissing) throw error
    throw new PluginFault(
      `there is no such package in node_modules of ${folder} or above it; npm install it there`,
    )
  }
}

const AFTER_MS = 5

/** What it has begun and not waited for may fail right after. */
const settled = async (module: Promise<Exports>): Promise<Exports> => {
  const exports = await module
  await pause(AFTER_MS)
  return exports
}

/**
 * Watches a module that is being loaded: it may take too long, throw where nobody waits for it, or end the process, which
 * must not pass for a run that found nothing.
 */
const guarding = (name: string, limitMs: number): { readonly failure: Promise<never>; end(): void } => {
  const { promise: failure, reject } = withRejection()
  const late = setTimeout(
    () => reject(new PluginFault(`it was not loaded within ${limitMs / 1_000} s`)),
    limitMs,
  )
  const onExit = (): void => {
    writeSync(2, `ssm-doctor: loading plugin ${name}: it ended the process\n`)
    process.exitCode = 2
  }
  process.prependListener('exit', onExit)
  process.setUncaughtExceptionCaptureCallback(reject)
  const end = (): void => {
    clearTimeout(late)
    process.off('exit', onExit)
    process.setUncaughtExceptionCaptureCallback(null)
  }
  return { failure, end }
}

const withRejection = (): { readonly promise: Promise<never>; readonly reject: (error: unknown) => void } => {
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<never>((_, refuse) => (reject = refuse))
  return { promise, reject }
}

/** Node keeps to itself where a module's text is wrong. */
const isMisspelt = (error: unknown): error is SyntaxError =>
  error instanceof SyntaxError && !error.message.startsWith('The requested module')

const misspelt = ({ message }: SyntaxError, address: string): PluginFault => {
  const what = address.startsWith('file:') ? fileURLToPath(address) : 'FILE'
  return new PluginFault(`it is no JavaScript: ${message}; node --check ${what} tells where`)
}
