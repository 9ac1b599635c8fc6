import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The journal files under a user's home, oldest first. */
export const journalsIn = (home: string): string[] => {
  const folder = join(home, '.local/state/ssm-doctor/journal')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .map(name => join(folder, name))
}

/** The journal that a home has; throws where there is not exactly one. */
export const onlyJournal = (home: string): string => {
  const [first, ...others] = journalsIn(home)
  if (first === undefined || others.length > 0) throw new Error(`not one journal in ${home}`)
  return first
}

/** The whole lines of a journal. */
export const journalLines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

/** Takes the last line away: the state of the disk one moment earlier. */
export const dropLastLine = (path: string): void => {
  const kept = journalLines(path).slice(0, -1)
  writeFileSync(path, kept.map(line => `${line}\n`).join(''))
}

/** Leaves half of the last line: the power went while it was written. */
export const tearLastLine = (path: string): void => {
  const text = readFileSync(path, 'utf8').trimEnd()
  const start = text.lastIndexOf('\n') + 1
  writeFileSync(path, text.slice(0, start + Math.ceil((text.length - start) / 2)))
}
