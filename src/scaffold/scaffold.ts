/** What a new check adds to a folder: files that are not there yet, and texts that are, with the check in them. */
export interface Scaffold {
  readonly created: readonly FileText[]
  readonly changed: readonly FileText[]
  /** What is left to do by hand, a line each. */
  readonly left: readonly string[]
}

/** A file by its path from the folder, and all that shall stand in it. */
export interface FileText {
  readonly path: string
  readonly text: string
}

/** The two parts of an id. */
export interface CheckName {
  readonly area: string
  readonly name: string
}

/** The name under which a list imports a check: `logs/retention-set` is `logsRetentionSet`. */
export const importName = ({ area, name }: CheckName): string =>
  `${area}-${name}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Lines of a text, each with its end. */
export const linesOf = (...lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')
