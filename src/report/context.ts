import type { AnyCheck, Severity } from '../core/check.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import type { Finding } from '../core/report.ts'
import type { ReportMeta } from './json.ts'
import type { TableOptions } from './table.ts'

/** What a check says of itself. */
export type CheckFacts = Pick<AnyCheck, 'id' | 'title' | 'why' | 'docs' | 'severity' | 'fix'>

/** A line, from 1, of a file; its path is from the root of the repository, with slashes, or absolute where it is outside. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** What a reporter is told beside the report. */
export interface ReportContext extends ReportMeta {
  /** The checks that were asked for. */
  readonly checks: readonly CheckFacts[]
  /** What the program ends with. */
  readonly exitCode: number
  readonly failOn: Severity | 'none'
  /** The frameworks by whose controls the report is told too. */
  readonly compliance: readonly FrameworkId[]
  /** What else was told of the run, a line each. */
  readonly notes: readonly string[]
  /** The line of a file of the user's that a finding is about; undefined where there is no such file. */
  readonly placeOf: (finding: Finding) => Place | undefined
  readonly terminal: Omit<TableOptions, 'tool' | 'compliance'>
}
