import { checks } from '../../checks/index.ts'
import type { ReportContext } from '../../src/report/context.ts'

/** What a reporter is told beside the report; a test may override some of it. */
export const aContext = (parts: Partial<ReportContext> = {}): ReportContext => ({
  tool: { name: 'ssm-doctor', version: '7.8.9' },
  generatedAt: '2026-03-04T05:07:00.000Z',
  durationMs: 1234.56,
  checks,
  exitCode: 1,
  failOn: 'medium',
  compliance: [],
  notes: [],
  placeOf: () => undefined,
  terminal: { color: false, verbose: false, quiet: false },
  ...parts,
})
