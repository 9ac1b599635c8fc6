import { byControl, type ControlEvidence } from '../core/compliance/by-control.ts'
import { FRAMEWORKS } from '../core/compliance/frameworks.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import type { Report } from '../core/report.ts'
import { EVIDENCE_WORDS, NO_VERDICT } from './compliance-section.ts'
import type { Section } from './fit-sections.ts'
import { plural } from './layout.ts'

/** The report by the controls of the frameworks that were asked for, a table each. */
export const complianceSections = (report: Report, frameworks: readonly FrameworkId[]): readonly Section[] =>
  frameworks.map(id => ({
    head: [
      `### Evidence for ${FRAMEWORKS[id].name}`,
      '',
      NO_VERDICT,
      '',
      '| control | about | evidence | checks |',
      '| --- | --- | --- | --- |',
    ].join('\n'),
    blocks: byControl(report, id).map(row),
    joint: '\n',
    rest: count => `… and ${plural(count, 'more control')}.`,
  }))

const row = ({ control, evidence, claims }: ControlEvidence): string => {
  const checks = claims.flatMap(({ checks }) => checks)
  const counts = (['failed', 'crashed', 'unknown', 'not run', 'healthy', 'skipped'] as const).flatMap(
    status => {
      const own = checks.filter(check => check.status === status)
      if (own.length === 0) return []
      const isTold = status !== 'healthy' && status !== 'skipped'
      return [isTold ? `${status}: ${own.map(({ id }) => id).join(', ')}` : `${own.length} ${status}`]
    },
  )
  // nothing of these comes from the account, and an id must be copied as it is
  return `| ${[control.id, control.title, EVIDENCE_WORDS[evidence], counts.join('; ')].join(' | ')} |`
}
