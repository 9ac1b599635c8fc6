import { readFileSync, statSync } from 'node:fs'
import { UsageError } from '../core/errors.ts'
import type { Snapshot } from '../core/snapshot.ts'
import { packSnapshot, unpackSnapshot } from './snapshot-format.ts'
import { assertSnapshot } from './snapshot-shape.ts'
import { reasonOf, writePrivateFile } from './write-file.ts'

const LARGEST_BYTES = 256 * 1024 * 1024

/**
 * Reads a snapshot file.
 * @throws UsageError in one line where it is unreadable, truncated, not a snapshot, or of a newer version
 */
export const readSnapshot = (path: string): Snapshot => {
  const data = parse(path, textOf(path))
  assertSnapshot(data, path)
  return unpackSnapshot(data, path)
}

/**
 * Writes a snapshot so that it is whole or not there, readable for its owner alone.
 * @throws UsageError where the file cannot be written
 */
export const writeSnapshot = (path: string, snapshot: Snapshot): void =>
  writePrivateFile(path, `${JSON.stringify(packSnapshot(snapshot), null, 1)}\n`, 'snapshot')

const textOf = (path: string): string => {
  try {
    const { size } = statSync(path)
    if (size > LARGEST_BYTES) throw new Error(`it holds ${size} bytes, more than ${LARGEST_BYTES}`)
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`reading snapshot ${path}: ${reasonOf(cause)}`, { cause })
  }
}

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : 'it is not whole JSON: truncated, or no snapshot'
    throw new UsageError(
      `reading snapshot ${path}: ${why}; write it anew with: ssm-doctor snapshot -o FILE`,
      {
        cause,
      },
    )
  }
}
