import type { CliResult } from './run-cli.ts'

/** The parts of the JSON report that the tests look at. */
export interface JsonReport {
  readonly scopes: readonly { readonly region: string; readonly notes: readonly string[] }[]
  readonly summary: { readonly failed: number; readonly bySeverity: Readonly<Record<string, number>> }
  readonly outcomes: readonly {
    readonly node: string
    readonly region: string
    readonly canConnect: string
    readonly recorded: { readonly cloudwatch: string; readonly s3: string }
    readonly encrypted: string
    readonly userSees: string | null
  }[]
  readonly findings: readonly JsonFinding[]
  readonly baseline?: { readonly accepted: number; readonly gone: readonly { readonly check: string }[] }
  readonly checks: readonly { readonly id: string; readonly status: string; readonly reason?: string }[]
  readonly gaps: readonly {
    readonly kind: string
    readonly id?: string
    readonly reason: string
    readonly actions: readonly string[]
    readonly foreign?: boolean
  }[]
}

export interface JsonFinding {
  readonly check: string
  readonly severity: string
  readonly verdict: string
  readonly region: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly about?: string
  readonly message: string
  readonly evidence: readonly { readonly label: string; readonly value: string }[]
  readonly affects: readonly string[]
  readonly causedBy?: string
  readonly baselined?: boolean
}

/** The JSON report that a run printed; throws with all that it said where it printed none. */
export const reportOf = (result: CliResult): JsonReport => {
  if (!result.stdout.startsWith('{')) {
    throw new Error(`no report (exit ${result.code}): ${result.stdout}\n${result.stderr}`)
  }
  const report: JsonReport = JSON.parse(result.stdout)
  return report
}

/** The severities at which a check fails where nothing else is said. */
export const GRAVE: ReadonlySet<string> = new Set(['critical', 'high', 'medium'])

/** The findings of medium or above, as `check verdict subject`. */
export const graveFindings = (report: JsonReport): string[] =>
  report.findings
    .filter(({ severity }) => GRAVE.has(severity))
    .map(({ check, verdict, subject }) => `${check} ${verdict} ${subject.id}`)

/** The failed findings that follow from no other. */
export const causes = (report: JsonReport): readonly JsonFinding[] =>
  report.findings.filter(({ verdict, causedBy }) => verdict === 'fail' && causedBy === undefined)
