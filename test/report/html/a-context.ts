import { checks } from '../../../checks/index.ts'
import type { ReportContext } from '../../../src/report/context.ts'

/** What a reporter is told beside the report; a test may override some of it. */
export const aContext = (fields: Partial<ReportContext> = {}): ReportContext => ({
  tool: { name: 'ssm-doctor', version: '9.8.7' },
  generatedAt: '2026-03-04T05:10:00.000Z',
  durationMs: 1234,
  checks,
  exitCode: 1,
  failOn: 'medium',
  compliance: [],
  notes: [],
  placeOf: () => undefined,
  terminal: { color: false, verbose: false, quiet: false },
  ...fields,
})
