import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** What each reader made of a report. */
export interface Consumed {
  /** Results by level. */
  readonly sarif: { readonly counts: Readonly<Record<string, number>>; readonly rules: readonly string[] }
  readonly junit: Readonly<Record<'passed' | 'failed' | 'skipped' | 'errors' | 'suites', number>>
  readonly ocsf: { readonly events: number; readonly statuses: Readonly<Record<string, number>> }
  /** Findings by what became of them in Security Hub. */
  readonly asff: { readonly imported: number; readonly states: Readonly<Record<string, number>> }
  readonly markdown: {
    readonly tags: readonly string[]
    readonly headings: readonly string[]
    readonly rows: readonly (readonly string[])[]
    readonly code: readonly string[]
    /** All but the code. */
    readonly prose: string
  }
}

export type Read = keyof Consumed
export const READ: readonly Read[] = ['sarif', 'junit', 'ocsf', 'asff', 'markdown']

/** A report in the formats that have a reader, by its name. */
export type Reports = Readonly<Record<string, Readonly<Record<Read, string>>>>

/**
 * Gives reports to what reads such files: sarif-tools, junitparser and the schema of Jenkins, the schema and models of
 * OCSF, botocore and moto's Security Hub, and GitHub's parser of Markdown. Throws where one of them refuses.
 */
export const consume = async (
  python: string,
  reports: Reports,
): Promise<Readonly<Record<string, Consumed>>> => {
  const folder = await mkdtemp(join(tmpdir(), 'ssm-doctor-formats-'))
  try {
    for (const [name, texts] of Object.entries(reports))
      for (const format of READ) await writeFile(join(folder, `${name}.${format}`), texts[format])
    const script = join(import.meta.dirname, 'consume.py')
    const sources = join(dirname(dirname(python)), 'sources')
    const { stdout } = await promisify(execFile)(python, [script, folder, sources], { maxBuffer: 2 ** 28 })
    const read: Readonly<Record<string, unknown>> = JSON.parse(stdout)
    return Object.fromEntries(
      Object.keys(reports).map(name => [
        name,
        Object.fromEntries(READ.map(format => [format, read[`${name}.${format}`]])) as unknown as Consumed,
      ]),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
