import type { Finding } from '../core/report.ts'
import { plural, someOf } from './layout.ts'
import { acceptanceOf, type Root } from './roots.ts'

/** What a finding is about, in one line that is the same on every run. */
export const nameOf = ({ subject, about, region, accountId }: Finding): string =>
  `${subject.kind} ${subject.id}${about === undefined ? '' : ` (${about})`} in ${region} of ${accountId}`

/** A finding as plain lines, its message apart: the values, whom it hurts, what to do, what follows, who accepted it. */
export const detailLines = (root: Root): readonly string[] => linesOf(root, root.finding.remediation.commands)

/** The same without the commands, which may be long. */
export const briefLines = (root: Root): readonly string[] => linesOf(root, [])

const linesOf = ({ finding, consequences }: Root, commands: readonly string[]): readonly string[] => [
  ...finding.evidence.map(({ label, value, source }) => `${label}: ${value} (${source})`),
  ...hurtLines(finding),
  `remedy: ${finding.remediation.text}`,
  ...commands,
  ...soAlso(consequences),
  ...acceptanceOf(finding),
]

const NAMED_NODES = 5

const hurtLines = ({ affects, subject }: Finding): readonly string[] => {
  const others = affects.filter(node => node !== subject.id)
  return others.length > 0 ? [`hurts ${plural(others.length, 'node')}: ${someOf(others, NAMED_NODES)}`] : []
}

const NAMED_CONSEQUENCES = 8

const soAlso = (consequences: readonly Finding[]): readonly string[] => {
  const rest = consequences.length - NAMED_CONSEQUENCES
  return [
    ...consequences.slice(0, NAMED_CONSEQUENCES).map(({ check, message }) => `so also: ${check}: ${message}`),
    ...(rest > 0 ? [`so also: ${plural(rest, 'more consequence')}`] : []),
  ]
}
