import { NOT_ASKED } from '../core/audit/summary.ts'
import type { Report } from '../core/report.ts'
import type { ReportContext } from './context.ts'
import { printableData } from './printable.ts'
import { rootsOf } from './roots.ts'
import { sarifNotifications } from './sarif-notifications.ts'
import { sarifResult } from './sarif-results.ts'
import { sarifRules } from './sarif-rules.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/**
 * A whole file is refused that has more.
 * github: https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const MOST_RESULTS = 25_000

/**
 * The report as SARIF 2.1.0, in the part of it that GitHub's code scanning reads: a rule per check, a result per
 * finding that stands for itself, worst first, and what could not be read as notifications.
 */
export const renderSarif = (report: Report, context: ReportContext): string => {
  const clean = printableData(report)
  const checks = context.checks.filter(({ id }) => wasRun(clean, id))
  const roots = rootsOf(clean.findings)
  const kept = roots.slice(0, MOST_RESULTS)
  const rules = sarifRules(checks, roots)
  const told = clean.findings.some(({ waived, baselined }) => waived !== undefined || baselined === true)
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { ...driver(context), rules } },
        invocations: [invocation(clean, context, rules, roots.length)],
        columnKind: 'utf16CodeUnits',
        results: kept.map(root => sarifResult(root, { report: clean, context, rules, suppressions: told })),
        properties: { summary: clean.summary },
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

const wasRun = ({ checks }: Report, id: string): boolean =>
  checks.some(check => check.id === id && check.reason !== NOT_ASKED)

const driver = ({ tool }: ReportContext) => ({
  name: tool.name,
  semanticVersion: tool.version,
})

const invocation = (
  report: Report,
  context: ReportContext,
  rules: readonly { readonly id: string }[],
  found: number,
) => {
  const { exitCode, generatedAt, durationMs } = context
  return {
    executionSuccessful: exitCode !== INCOMPLETE,
    exitCode,
    exitCodeDescription: EXIT_WORDS[exitCode] ?? 'see the documentation',
    startTimeUtc: new Date(Date.parse(generatedAt) - durationMs).toISOString(),
    endTimeUtc: generatedAt,
    toolExecutionNotifications: sarifNotifications(report, context, rules, found - MOST_RESULTS),
  }
}

const INCOMPLETE = 3

const EXIT_WORDS: Readonly<Record<number, string>> = {
  0: 'no finding at or above the gate',
  1: 'findings at or above the gate',
  [INCOMPLETE]: 'incomplete: something could not be read, or a check crashed',
}
