import type { CheckResult, Report, ScopedGap } from '../core/report.ts'
import type { ReportContext } from './context.ts'
import { plural } from './layout.ts'
import { plainMessage } from './text-forms.ts'

/** What was not looked at: reads that failed, checks that crashed or could not be decided, and results left out. */
export const sarifNotifications = (
  report: Report,
  { notes }: ReportContext,
  rules: readonly { readonly id: string }[],
  leftOut: number,
) => [
  ...(leftOut > 0 ? [notification('warning', leftOutWords(leftOut))] : []),
  ...notes.map(note => notification('warning', note)),
  ...report.gaps.map(gap => notification(gap.foreign ? 'note' : 'warning', gapWords(gap))),
  ...report.checks.flatMap(check => checkNotification(check, rules)),
]

const checkNotification = (
  { id, status, reason }: CheckResult,
  rules: readonly { readonly id: string }[],
) => {
  const associatedRule = { id, index: rules.findIndex(rule => rule.id === id) }
  if (status === 'crashed')
    return [{ ...notification('error', `${id} crashed: ${reason ?? 'no reason given'}`), associatedRule }]
  // A check that had its facts and could not decide has said so in a result.
  if (status !== 'unknown' || reason === undefined) return []
  return [{ ...notification('warning', `${id} could not be decided: ${reason}`), associatedRule }]
}

const leftOutWords = (count: number): string =>
  `${plural(count, 'result')} less grave than these ${count === 1 ? 'was' : 'were'} left out: GitHub refuses a file with more; --format json has all`

const gapWords = ({ kind, id, region, accountId, reason, actions, foreign }: ScopedGap): string => {
  const what = id === undefined ? kind : `${kind} ${id}`
  const needs = actions.length > 0 ? `; needs ${actions.join(', ')}` : ''
  const lead = foreign ? 'belongs to another account' : 'could not read'
  return `${lead}: ${what} (${region} of ${accountId}): ${reason}${needs}`
}

const notification = (level: 'error' | 'warning' | 'note', text: string) => ({
  level,
  message: { text: plainMessage(text) },
})
