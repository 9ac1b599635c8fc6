import type { BaselineUse, Finding, Subject } from '../core/report.ts'
import { labelled, plural, someOf } from './layout.ts'
import type { BlockOptions } from './finding-block.ts'

/** What the baseline accepts, in a line per check, and what is gone since: each block only where there is any. */
export const baselineSection = (
  findings: readonly Finding[],
  baseline: BaselineUse | undefined,
  options: BlockOptions,
): readonly string[] => {
  if (!baseline) return []
  const accepted = options.verbose ? [] : findings.filter(isAcceptedRoot)
  const unseen =
    baseline.unseen > 0
      ? ['', `${plural(baseline.unseen, 'finding')} of the baseline could not be looked at again`]
      : []
  return [
    ...block('in the baseline, and fails nothing:', accepted, options),
    ...block('gone since the baseline:', baseline.gone, options),
    ...unseen,
  ]
}

/** A finding that stands for itself and that the baseline accepts. */
export const isAcceptedRoot = ({ baselined, causedBy }: Finding): boolean =>
  baselined === true && causedBy === undefined

interface Named {
  readonly check: string
  readonly subject: Subject
}

const SHOWN = 5

const block = (
  title: string,
  named: readonly Named[],
  { paint, width, verbose }: BlockOptions,
): readonly string[] => {
  if (named.length === 0) return []
  const checks = [...new Set(named.map(({ check }) => check))]
  const lines = checks.flatMap(check => {
    const own = named.filter(one => one.check === check).map(({ subject }) => `${subject.kind} ${subject.id}`)
    const subjects = [...new Set(own)]
    return labelled(`${check}  `, someOf(subjects, verbose ? subjects.length : SHOWN), 2, width)
  })
  return ['', paint('bold', title), ...lines]
}
