import { plural } from '../layout.ts'
import type { CodeInput } from './code-input.ts'

/** The lines above all code: which plan it is, of what it was made, and what it is for. */
export const headingLines = (
  { plan, worlds, tool }: CodeInput,
  use: readonly string[],
): readonly string[] => {
  const { digest, steps, accountId, regions } = plan
  const takenAt = worlds[0]?.scope.takenAt ?? ''
  const where = `account ${accountId}, ${regions.join(', ')}`
  if (steps.length === 0) return [`${tool}: nothing to do (${where})`]
  return [
    `Plan ${digest} of ${tool}: ${plural(steps.length, 'step')} (${where}), as AWS was at ${takenAt}.`,
    'Nothing of it was written to AWS. ssm-doctor rollback cannot undo what this code does.',
    ...use,
  ]
}
