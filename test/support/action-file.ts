import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

interface ActionStep {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] }
}

/** The action of this repository. */
export const actionFile = (): ActionFile => {
  const file: ActionFile = parse(readFileSync('action.yml', 'utf8'))
  return file
}

const WORKFLOWS = /<!-- workflow (?<name>\S+) -->\n(?<text>.*?)<!-- \/workflow \k<name> -->/gs

/** The workflows that a page shows, by name. */
export const workflowsOf = (page: string): Readonly<Record<string, string>> => {
  const found = [...readFileSync(page, 'utf8').matchAll(WORKFLOWS)].map(({ groups }) => [
    groups?.['name'] ?? '',
    (groups?.['text'] ?? '').replaceAll(/^ {4}/gm, ''),
  ])
  return Object.fromEntries(found)
}
