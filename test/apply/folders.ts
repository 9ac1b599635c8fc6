import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const made: string[] = []

/** A new folder of this test. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-test-'))
  made.push(folder)
  return folder
}

/** Removes the folders that were made. */
export const removeFolders = (): void => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** A clock that goes on a second each time it is asked. */
export const clockFrom = (start: string): (() => string) => {
  let at = Date.parse(start)
  return () => {
    at += 1000
    return new Date(at).toISOString()
  }
}
