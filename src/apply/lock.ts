import { constants, copyFileSync, linkSync, readFileSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { codeOf } from './error-line.ts'
import { writeNew } from './whole-write.ts'

/** Who holds the lock of a journal folder. */
export interface LockOwner {
  readonly pid: number
  readonly host: string
  readonly started: string
}

/** The locks that this process holds: a lock with its id that is not among them was left by an earlier one of that id. */
const ours = new Set<string>()

/**
 * Takes the lock of a journal folder, so that two runs do not write to one account at once. A lock that a dead process
 * of the same host left is taken over.
 * @returns a function that gives it back
 * @throws UsageError where somebody else holds it; file-system errors as they are
 */
export const takeLock = (folder: string, owner: LockOwner): (() => void) => {
  const path = join(folder, 'lock')
  const text = `${JSON.stringify(owner)}\n`
  // Written aside and linked: nobody ever reads a lock without its owner.
  const aside = join(folder, `lock.${owner.host}.${owner.pid}`)
  removeIfThere(aside)
  writeNew(aside, text)
  try {
    while (!linked(aside, path)) clearStale(path, `${aside}.stale`, owner)
  } finally {
    unlinkSync(aside)
  }
  ours.add(path)
  return () => {
    ours.delete(path)
    if (textOf(path) === text) removeIfThere(path)
  }
}

const linked = (from: string, to: string): boolean => {
  try {
    link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

const link = (from: string, to: string): void => {
  try {
    linkSync(from, to)
  } catch (error) {
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}

const clearStale = (path: string, aside: string, owner: LockOwner): void => {
  const text = textOf(path)
  if (text === undefined) return
  if (isAlive(path, text, owner)) throw held(path, text)
  if (!moved(path, aside)) return
  // Between the look and the move somebody else may have taken the stale lock over: then it is theirs.
  if (textOf(aside) !== text) linked(aside, path)
  unlinkSync(aside)
}

const moved = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const removeIfThere = (path: string): void => {
  try {
    unlinkSync(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

const ownerOf = (text: string): Partial<LockOwner> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

const isAlive = (path: string, text: string, { host, pid: self }: LockOwner): boolean => {
  const { pid, host: theirs } = ownerOf(text)
  // What cannot be read, or runs elsewhere, may be alive.
  if (typeof pid !== 'number' || theirs !== host) return true
  if (pid === self) return ours.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

const held = (path: string, text: string): UsageError => {
  const { pid, host, started } = ownerOf(text)
  const who = pid === undefined ? 'its owner cannot be read' : `process ${pid} on ${host} since ${started}`
  return new UsageError(
    `taking the lock ${path}: another ssm-doctor is at work (${who}); wait for it, or delete that file if it is gone`,
  )
}
