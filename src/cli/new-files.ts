import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isInPackage, OWN_FILE } from '../config/find-config.ts'
import { newConfigText } from '../config/new-config.ts'
import { assertCreatable, isTaken, writeNewFile } from '../config/new-file.ts'
import type { Declaration } from '../core/declaration/declaration.ts'
import { UsageError } from '../core/errors.ts'
import type { World } from '../core/snapshot.ts'
import { readerRole, workflowText } from '../report/workflow.ts'
import { WORKFLOW_FILE, type InitOptions } from './init-options.ts'
import { say } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

/** A file that is not there yet. */
export interface NewText {
  readonly file: string
  readonly text: string
}

/** What is in the way of files that shall be new: they themselves, or a config that stands elsewhere. */
export const takenIn = (files: readonly string[]): readonly string[] => [
  ...(isInPackage('.') ? [`the key "${TOOL}" of package.json`] : []),
  ...files.filter(isTaken),
]

/** Makes sure, before any work, that all can be written. @throws UsageError */
export const assertNoneTaken = (files: readonly string[]): void => {
  const taken = takenIn(files)
  if (taken.length > 0)
    throw new UsageError(
      `writing a config: ${taken.join(' and ')} ${taken.length > 1 ? 'are' : 'is'} there already; nothing was written, see with --dry-run what would be`,
    )
  for (const file of files) assertCreatable(file, 'a new file')
}

/** The texts of the files that were asked for. */
export const newFiles = (
  { files, access, from }: InitOptions,
  worlds: readonly World[],
  { expect }: Declaration,
): readonly NewText[] => {
  const names = [...new Set(worlds.map(({ scope }) => scope.region))]
  const isAll = from === undefined && access.regions.includes('all')
  const config = newConfigText({ schema: schemaPlace(), regions: isAll ? ['all'] : names }, expect)
  return files.map(file => ({ file, text: file === OWN_FILE ? config : workflowOf(worlds) }))
}

const SCHEMA = 'dist/src/config/config.schema.json'

/** Beside the project where the package is installed, else where packages are published. */
const schemaPlace = (): string => {
  const installed = `./node_modules/${TOOL}/${SCHEMA}`
  return existsSync(installed) ? installed : `https://unpkg.com/${TOOL}@${toolVersion()}/${SCHEMA}`
}

const workflowOf = ([first]: readonly World[]): string =>
  first ? workflowText({ ...first.scope, version: toolVersion() }) : ''

/**
 * Writes new files, and tells of each, and how to go on.
 * @throws UsageError where one cannot be written: those before it stay, and were told
 */
export const writeFiles = async (
  texts: readonly NewText[],
  worlds: readonly World[],
  { expect }: Declaration,
  again: string,
): Promise<void> => {
  for (const { file, text } of texts) {
    writeNewFile(file, text, 'a new file')
    await say(`wrote ${file}${file === OWN_FILE ? declares(Object.keys(expect)) : needs(worlds)}`)
  }
  await say(`next: ${again}`)
}

const declares = (keys: readonly string[]): string =>
  keys.length > 0 ? `, which declares ${keys.join(', ')}` : ', which declares nothing of the account'

const needs = ([first]: readonly World[]): string => {
  const role = first ? readerRole(first.scope) : ''
  const top = topOf(resolve('.'))
  const moved =
    top === undefined
      ? ''
      : `; GitHub reads it in ${join(top, WORKFLOW_FILE)} alone, so move it there and give the path of the config in it`
  return `, for a role ${role} that trusts your repository and may do what "${TOOL} permissions" prints${moved}`
}

/** The top of the repository that a folder lies in, where it is another folder. */
const topOf = (folder: string): string | undefined => {
  const isTop = (path: string): boolean => existsSync(join(path, '.git'))
  const above = (path: string): string | undefined => {
    if (isTop(path)) return path
    return path === dirname(path) ? undefined : above(dirname(path))
  }
  return isTop(folder) ? undefined : above(dirname(folder))
}
