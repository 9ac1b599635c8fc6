import { SEVERITIES } from '../core/check.ts'
import type { Report } from '../core/report.ts'
import type { ReportContext } from './context.ts'
import { summaryLine } from './coverage-section.ts'
import { fitSections, type Room, type Section } from './fit-sections.ts'
import { plural } from './layout.ts'
import { causeBlock, acceptedLine } from './markdown-cause.ts'
import { complianceSections } from './markdown-compliance.ts'
import { coverageBlock, outcomeRows, OUTCOME_HEAD } from './markdown-parts.ts'
import { prose } from './markdown-text.ts'
import { printableData } from './printable.ts'
import { rootClusters, rootGroups } from './root-clusters.ts'
import { rootsOf, standingOf, type Root, type Standing } from './roots.ts'

/** A comment of GitHub holds 65,536 characters; a little is left to whoever posts it. */
export const COMMENT: Room = { most: 65_000, sizeOf: text => text.length }

const SHOWN_OUTCOMES = 30

/** The report as a page of Markdown for a comment or a job's summary: what fits, worst first, and how much did not. */
export const renderMarkdown = (report: Report, context: ReportContext, room: Room): string => {
  const clean = printableData(report)
  const roots = rootsOf(clean.findings)
  const of = (standing: Standing): readonly Root[] =>
    roots.filter(({ finding }) => standingOf(finding) === standing)
  const head = [`<!-- ${context.tool.name} -->`, `## ${context.tool.name}: ${headline(of('failed'))}`]
  const sections: readonly Section[] = [
    {
      head: OUTCOME_HEAD,
      blocks: outcomeRows(clean.outcomes, clean.scopes.length > 1),
      most: SHOWN_OUTCOMES,
      joint: '\n',
      rest: count => `… and ${plural(count, 'more line')} of nodes.`,
    },
    causes('', of('failed')),
    causes('### Not known', of('unknown')),
    {
      head: '### Accepted',
      blocks: of('accepted').map(acceptedLine),
      joint: '\n',
      rest: count => `… and ${plural(count, 'more accepted finding')}.`,
    },
    ...complianceSections(clean, context.compliance),
    { head: '', blocks: coverageBlock(clean), joint: '\n\n', rest: () => NO_ROOM },
  ]
  const tail = [prose(summaryLine(clean)), scopes(clean, context)]
  const frame = [...head, ...tail].reduce((sum, part) => sum + room.sizeOf(part) + 2, 0)
  const body = fitSections(sections, { ...room, most: room.most - frame })
  return `${[...head, ...(body === '' ? [] : [body]), ...tail].join('\n\n')}\n`
}

const NO_ROOM = 'What could not be looked at has no room here.'

const causes = (head: string, roots: readonly Root[]): Section => ({
  head,
  blocks: rootGroups(rootClusters(roots)).map(causeBlock),
  joint: '\n\n',
  rest: count =>
    `… and ${plural(count, 'more block')} like these, none graver; \`--format json\` has everything.`,
})

const headline = (failed: readonly Root[]): string => {
  if (failed.length === 0) return 'no cause found'
  const counts = SEVERITIES.flatMap(severity => {
    const count = failed.filter(({ finding }) => finding.severity === severity).length
    return count > 0 ? [`${count} ${severity}`] : []
  })
  return `${plural(failed.length, 'cause')} (${counts.join(', ')})`
}

const NAMED_SCOPES = 20

const scopes = ({ scopes }: Report, { tool }: ReportContext): string => {
  const named = scopes
    .slice(0, NAMED_SCOPES)
    .map(({ accountId, region, takenAt }) =>
      prose(`${accountId} ${region} at ${takenAt.slice(0, 16).replace('T', ' ')} UTC`),
    )
  const rest = scopes.length - named.length
  const more = rest > 0 ? ` and ${rest} more` : ''
  return `<sub>${tool.name} ${prose(tool.version)}, ${named.join('; ')}${more}</sub>`
}
