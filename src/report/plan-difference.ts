import type { Change } from '../core/changes/change.ts'
import { diffOf, placeOf } from '../core/changes/specs.ts'
import { diffLines } from './diff-lines.ts'
import { labelled } from './layout.ts'
import { paintFor } from './paint.ts'
import type { PlanOptions } from './plan.ts'
import { printable } from './printable.ts'

/** A step as both plans have it. */
interface AnyStep {
  readonly describe: string
  readonly change: Change
}

/** What a plan that is made now says otherwise than one that was made before: steps gone, steps new, steps that differ. */
export const renderPlanDifference = (
  planned: readonly AnyStep[],
  now: readonly AnyStep[],
  { color, width }: PlanOptions,
): string => {
  const paint = paintFor(color)
  const told = (mark: string, { describe }: AnyStep, what: string): readonly string[] =>
    labelled(`${mark} `, `${printable(describe)}: ${what}`, 2, width)
  const lines = [
    ...planned
      .filter(step => !match(step, now))
      .flatMap(step => told('-', step, 'planned, and no longer what the account needs')),
    ...now
      .filter(step => !match(step, planned))
      .flatMap(step => told('+', step, 'needed now, and not planned')),
    ...now.flatMap(step => {
      const before = match(step, planned)
      if (!before || JSON.stringify(before.change) === JSON.stringify(step.change)) return []
      const [old, fresh] = [diffOf(before.change), diffOf(step.change)]
      const texts =
        old && fresh
          ? diffLines(
              { title: `${fresh.title}, as planned and now`, before: old.after, after: fresh.after },
              paint,
            )
          : []
      return [...told('~', step, 'another text than planned'), ...texts]
    }),
  ]
  return lines.length > 0 ? `${lines.join('\n')}\n` : ''
}

const match = (step: AnyStep, steps: readonly AnyStep[]): AnyStep | undefined =>
  steps.find(({ change }) => placeOf(change) === placeOf(step.change))
