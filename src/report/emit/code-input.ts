import type { Plan } from '../../core/plan/types.ts'
import type { Finding } from '../../core/report.ts'
import type { World } from '../../core/snapshot.ts'

/** What code is made of. */
export interface CodeInput {
  readonly plan: Plan
  /** The worlds that it was made on. */
  readonly worlds: readonly World[]
  /** What was found in them: what the plan does not repair is told with its remedy. */
  readonly findings: readonly Finding[]
  /** Name and version of this tool. */
  readonly tool: string
}
