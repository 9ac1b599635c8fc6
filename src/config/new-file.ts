import { accessSync, constants, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { createFile, reasonOf } from './write-file.ts'

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** Whether anything bears the name: a link that leads nowhere does too. */
export const isTaken = (path: string): boolean =>
  isFolder(dirname(path)) && lstatSync(path, { throwIfNoEntry: false }) !== undefined

/**
 * Makes sure that a file could be made, with the folders that lack.
 * @throws UsageError where it could not
 */
export const assertCreatable = (path: string, what: string): void => {
  try {
    const folder = nearestThere(dirname(path))
    if (!isFolder(folder)) throw new Error(`${folder} is no folder`)
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw unwritten(path, what, cause)
  }
}

const nearestThere = (folder: string): string => (isTaken(folder) ? folder : nearestThere(dirname(folder)))

/**
 * Makes a file that is not there yet, whole or not at all, with the folders that lack. What is there is never written
 * over, not even where it has come just now.
 * @param what what is being written, for the message
 * @throws UsageError where it is there, or cannot be written
 */
export const writeNewFile = (path: string, text: string, what: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true })
    createFile(path, text, FOR_EVERYBODY)
  } catch (cause) {
    throw unwritten(path, what, cause)
  }
}

/** As far as the user's own mask lets it be. */
const FOR_EVERYBODY = 0o666

const unwritten = (path: string, what: string, cause: unknown): UsageError =>
  new UsageError(`writing ${what} ${path}: ${reasonOf(cause)}`, { cause })
