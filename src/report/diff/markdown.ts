import type { FieldChange, FindingChange, RecordChange, SnapshotDiff, Which } from '../../core/diff/types.ts'
import type { Finding } from '../../core/report.ts'
import { fitSections, type Room, type Section } from '../fit-sections.ts'
import { plural, someOf } from '../layout.ts'
import { fenced, prose } from '../markdown-text.ts'
import { printableData } from '../printable.ts'
import { clipped } from '../text-forms.ts'
import {
  besides,
  findingGroups,
  kindWords,
  notComparedGroups,
  outcomeGroups,
  outcomeGroupWords,
  placingIn,
  recordGroups,
  subjectWords,
  type Group,
  type Placing,
  type ToldFinding,
} from './groups.ts'
import { placeLines, summaryWords, type Names } from './words.ts'

// So much that every block of one change fits a comment.
const PROSE = 1_500
const VALUE = 2_000
const VALUES = 20
const NAMES = 10

/** The differences of two snapshots as a page of Markdown for a comment: what fits, and how much did not. */
export const renderDiffMarkdown = (found: SnapshotDiff, givenNames: Names, room: Room): string => {
  const [diff, names] = [printableData(found), printableData(givenNames)]
  const placing = placingIn(diff)
  const head = [
    '<!-- ssm-doctor diff -->',
    `## ssm-doctor: ${prose(summaryWords(diff))}`,
    places(diff, names),
  ]
  const sections: readonly Section[] = [
    lines('### What a session would do', outcomeLines(diff, placing)),
    {
      head: '### What differs',
      blocks: recordGroups(diff, placing).map(group => recordBlock(group, names)),
      joint: '\n\n',
      rest: count => `… and ${plural(count, 'more change')}; \`--format json\` has everything.`,
    },
    lines('### Findings that are new', findingLines(diff.findings.new, placing)),
    lines('### Findings that are gone', findingLines(diff.findings.gone, placing)),
    lines('### Findings that changed', changedLines(diff, placing)),
    lines('### Not compared', notComparedLines(diff, names, placing)),
  ]
  const frame = head.reduce((sum, part) => sum + room.sizeOf(part) + 2, 0)
  const body = fitSections(sections, { ...room, most: room.most - frame })
  return `${[...head, ...(body === '' ? [] : [body])].join('\n\n')}\n`
}

const lines = (head: string, blocks: readonly string[]): Section => ({
  head: blocks.length > 0 ? `${head}\n` : '',
  blocks,
  joint: '\n',
  rest: count => `… and ${plural(count, 'more line')}; \`--format json\` has everything.`,
})

const PLACES = 20

const places = (diff: SnapshotDiff, names: Names): string => {
  const all = placeLines(diff, names)
  const shown = all.slice(0, PLACES).map(line => prose(clipped(line, PROSE)))
  const rest = all.length - shown.length
  return `<sub>${shown.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}</sub>`
}

const outcomeLines = (diff: SnapshotDiff, placing: Placing): readonly string[] =>
  outcomeGroups(diff, placing).map(group => {
    const what = prose(clipped(outcomeGroupWords(group), PROSE)).replaceAll('→ NO', '→ **NO**')
    return `- ${prose(someOf(group.names, NAMES))}${prose(group.where)}: ${what}`
  })

const SIGNS: Readonly<Record<Which, string>> = { before: 'gone', after: 'new' }

const recordBlock = ({ first, names, where }: Group<RecordChange>, files: Names): string => {
  const what = prose(`${subjectWords(kindWords(first), names, false)}${where}`)
  if (first.in !== 'both') return `**${what}**: ${SIGNS[first.in]}, only in ${prose(files[first.in])}`
  return [`**${what}**`, fenced(first.fields.flatMap(fieldLines), 'diff')].join('\n\n')
}

const fieldLines = ({ field, before, after }: FieldChange): readonly string[] => [
  `  ${field}`,
  ...valueLines('-', before),
  ...valueLines('+', after),
]

const valueLines = (sign: string, values: FieldChange['before']): readonly string[] => {
  const rest = values.length - VALUES
  return [
    ...values.slice(0, VALUES).map(value => `${sign} ${clipped(String(value), VALUE)}`),
    ...(rest > 0 ? [`${sign} … and ${rest} more`] : []),
  ]
}

const findingLines = (all: readonly FindingChange[], placing: Placing): readonly string[] =>
  findingGroups(all, placing).map(group => findingLine(group, severityOf(group.first.finding)))

const severityOf = ({ severity, verdict }: Finding): string =>
  verdict === 'unknown' ? `not known, ${severity} if so` : severity

const findingLine = ({ first, names, where }: Group<ToldFinding>, severity: string): string => {
  const others = names.length > 1 ? ` (and alike on ${names.length - 1} more)` : ''
  const more = besides(first)
    .map(text => `; ${text}`)
    .join('')
  const text = `${first.finding.message}${others}${more}`
  return `- **${severity}** ${first.finding.check}${prose(where)}: ${prose(clipped(text, PROSE))}`
}

const changedLines = ({ findings }: SnapshotDiff, placing: Placing): readonly string[] =>
  findings.changed.map(({ before, after }) => {
    const { accountId, region, subject } = after
    const first = { finding: after, followers: 0, accountId, region }
    const group = { first, names: [subject.id], where: placing([after]) }
    return findingLine(group, `${severityOf(before)} → ${severityOf(after)}`)
  })

const notComparedLines = (diff: SnapshotDiff, names: Names, placing: Placing): readonly string[] =>
  notComparedGroups(diff, names, placing).map(
    ({ things, where, words }) => `- ${prose(clipped(`${someOf(things, NAMES)}${where}: ${words}`, PROSE))}`,
  )
