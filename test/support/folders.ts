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
