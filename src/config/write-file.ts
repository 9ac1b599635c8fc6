import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  statSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { UsageError } from '../core/errors.ts'

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Readable for its owner alone.
 * What is not a regular file (a pipe, /dev/null) is written in place.
 * @param what what is being written, for the message
 * @throws UsageError where it cannot be written
 */
export const writePrivateFile = (path: string, text: string, what: string): void => {
  try {
    const target = targetOf(path)
    if (target === undefined) writeFileSync(path, text)
    else replace(target, text, 0o600)
  } catch (cause) {
    throw new UsageError(`writing ${what} ${path}: ${reasonOf(cause)}; give another place`, { cause })
  }
}

/**
 * Writes a file that is there anew, whole or not at all; who may read it stays as it was.
 * @param what what is being written, for the message
 * @throws UsageError where it cannot be written
 */
export const rewriteFile = (path: string, text: string, what: string): void => {
  try {
    const target = realpathSync(path)
    replace(target, text, statSync(target).mode & 0o777)
  } catch (cause) {
    throw new UsageError(`writing ${what} ${path}: ${reasonOf(cause)}`, { cause })
  }
}

/** The file behind a symbolic link, the path itself where nothing is there, or undefined where it is no regular file. */
const targetOf = (path: string): string | undefined => {
  if (!lstatSync(path, { throwIfNoEntry: false })) return path
  const real = realpathSync(path)
  return lstatSync(real).isFile() ? real : undefined
}

const replace = (path: string, text: string, mode: number): void => {
  const beside = `${path}.${process.pid}.tmp`
  createFile(beside, text, mode)
  try {
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Makes a file whole or not at all, and on the disk; throws what the system says where one of that name is there. */
export const createFile = (path: string, text: string, mode: number): void => {
  const file = openSync(path, 'wx', mode)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } catch (error) {
    // Half a file is none, and it is ours.
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

/** What the operating system said, without its code for the call. */
export const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return SAID[code] ?? (cause instanceof Error ? cause.message.replace(/\s+/g, ' ') : String(cause))
}

const SAID: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
}
