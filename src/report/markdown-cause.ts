import type { Finding } from '../core/report.ts'
import { nameOf } from './finding-lines.ts'
import { columns, plural, someOf } from './layout.ts'
import { fenced, prose } from './markdown-text.ts'
import type { RootGroup } from './root-clusters.ts'
import { acceptanceOf, type Root } from './roots.ts'
import { clipped } from './text-forms.ts'

// So much that every block of one finding fits a comment.
const PROSE = 1_500
const VALUE = 400
const VALUES = 12
const COMMAND = 4_000
const COMMANDS = 4
const NODES = 5
const FOLLOWERS = 8

/** Findings that are told together: what is, the values, the effect, what to do, what follows, and on what else it is so. */
export const causeBlock = ({ cluster, elsewhere }: RootGroup): string => {
  const [root, ...alike] = cluster
  const { finding } = root
  const { verdict, severity, check, message, why, remediation } = finding
  const word = verdict === 'unknown' ? `not known, ${severity} if so` : severity
  return [
    `#### ${word}: ${check}`,
    `${prose(clipped(message, PROSE))}  \n${prose(clipped(subjectLine(finding), PROSE))}`,
    ...values(finding),
    `**Effect:** ${prose(clipped(why, PROSE))}`,
    `**Remedy:** ${prose(clipped(remediation.text, PROSE))}${FIX[remediation.risk]}`,
    ...commands(finding),
    ...theSame(alike),
    ...(elsewhere === undefined ? [] : [`**The same** ${prose(clipped(elsewhere, PROSE))}`]),
    ...followers([root, ...alike].flatMap(({ consequences }) => consequences)),
  ].join('\n\n')
}

const theSame = (alike: readonly Root[]): readonly string[] => {
  if (alike.length === 0) return []
  const names = alike.map(({ finding }) => `${finding.subject.kind} ${finding.subject.id}`)
  return [`**The same** on ${names.length} more: ${prose(clipped(someOf(names, NAMES), PROSE))}`]
}

const NAMES = 10

const FIX = {
  safe: ' `--fix` can do this (safe).',
  review: ' `--fix` can do this (review: it asks first).',
  none: '',
} as const

const subjectLine = (finding: Finding): string => {
  const others = finding.affects.filter(node => node !== finding.subject.id)
  const nodes = others.length > 0 ? `; hurts ${plural(others.length, 'node')}: ${someOf(others, NODES)}` : ''
  return `${nameOf(finding)}${nodes}`
}

const values = ({ evidence }: Finding): readonly string[] => {
  const rows = evidence
    .slice(0, VALUES)
    .map(({ label, value, source }) => [
      clipped(label, VALUE),
      `${clipped(value, VALUE)}  (${clipped(source, VALUE)})`,
    ])
  const rest = evidence.length - rows.length
  const more = rest > 0 ? [`… and ${rest} more`] : []
  return rows.length > 0 ? [fenced([...columns(rows), ...more], 'text')] : []
}

const commands = ({ remediation }: Finding): readonly string[] => {
  const short = remediation.commands.slice(0, COMMANDS).filter(command => command.length <= COMMAND)
  const rest = remediation.commands.length - short.length
  return [
    ...(short.length > 0 ? [fenced(short, 'sh')] : []),
    ...(rest > 0
      ? [`${plural(rest, 'command')} more, too long for here: \`--format table\` shows all.`]
      : []),
  ]
}

const followers = (consequences: readonly Finding[]): readonly string[] => {
  if (consequences.length === 0) return []
  const lines = consequences
    .slice(0, FOLLOWERS)
    .map(({ check, message }) => `- ${check}: ${prose(clipped(message, VALUE))}`)
  const rest = consequences.length - lines.length
  const more = rest > 0 ? [`- … and ${plural(rest, 'more consequence')}`] : []
  return [['So also:', '', ...lines, ...more].join('\n')]
}

/** A finding that somebody accepted, in a line. */
export const acceptedLine = ({ finding }: Root): string =>
  `- ${finding.check}: ${prose(clipped(finding.message, VALUE))} (${prose(clipped(acceptanceOf(finding).join(', '), VALUE))})`
