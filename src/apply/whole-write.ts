import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Writes all of a text and has it on the disk; a full disk may have taken a part of it. */
export const writeWhole = (file: number, text: string): void => {
  let left = Buffer.from(text)
  while (left.length > 0) left = left.subarray(writeSync(file, left))
  fsyncSync(file)
}

/** Makes a file that only its owner may read. @throws EEXIST where it is there already */
export const writeNew = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeWhole(file, text)
  } finally {
    closeSync(file)
  }
}

/** Has a folder's entries on the disk, where the system can do that. */
export const syncFolder = (path: string): void => {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
