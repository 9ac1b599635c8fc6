import type { Finding } from '../core/report.ts'
import { explanationTree } from './explanation-tree.ts'
import { columns, labelled, plural, someOf } from './layout.ts'
import { SEVERITY_LOOK, type Paint } from './paint.ts'

export interface BlockOptions {
  readonly paint: Paint
  readonly width?: number | undefined
  readonly verbose: boolean
  /** Several Regions or accounts are told of: where a finding is has to be said. */
  readonly severalPlaces?: boolean
}

const INDENT = 2

/**
 * A root finding as text: what is, the values side by side, the effect, what to do about it, and what follows from it.
 * @param alike findings of the same kind on other subjects, told in one line
 * @param elsewhere in which other Regions it is the same, in words
 */
export const findingBlock = (
  finding: Finding,
  consequences: readonly Finding[],
  alike: readonly Finding[],
  options: BlockOptions,
  elsewhere?: string,
): readonly string[] => [
  headline(finding, options),
  ...labelled('', finding.message, INDENT, options.width),
  ...evidence(finding),
  ...(options.verbose ? explanationTree(finding.explanation ?? [], INDENT + 2, options.width) : []),
  ...labelled('effect    ', finding.why, INDENT, options.width),
  ...remedy(finding, options),
  ...also(alike, options),
  ...(elsewhere === undefined
    ? []
    : labelled('the same  ', `${elsewhere}${HOW_EACH}`, INDENT, options.width)),
  ...folded(consequences, options),
  ...acceptance(finding).flatMap(line => labelled('accepted  ', line, INDENT, options.width)),
]

/** By whom a finding is accepted, in words. */
const acceptance = ({ waived, baselined }: Finding): readonly string[] => [
  ...(waived ? [`waived until ${waived.until}: ${waived.reason}`] : []),
  ...(baselined ? ['in the baseline'] : []),
]

const HOW_EACH = '; --verbose tells each with its commands'

const headline = (finding: Finding, { paint, severalPlaces }: BlockOptions): string => {
  const { severity, verdict, check, subject, affects, region } = finding
  const word = verdict === 'unknown' ? `UNKNOWN (${severity})` : severity.toUpperCase()
  const look = verdict === 'unknown' ? (['yellow'] as const) : SEVERITY_LOOK[severity]
  const others = affects.filter(node => node !== subject.id)
  const nodes = others.length > 0 ? `  hurts ${plural(others.length, 'node')}: ${someOf(others, 3)}` : ''
  const where = severalPlaces && region !== 'global' ? `  in ${region}` : ''
  return `${paint(look, word)}  ${paint('bold', check)}  ${subject.kind} ${subject.id}${where}${nodes}`
}

/** The values one under the other, each with its source behind it. */
const evidence = ({ evidence }: Finding): readonly string[] =>
  columns(evidence.map(({ label, value, source }) => [label, `${value}  (${source})`])).map(
    line => ' '.repeat(INDENT + 2) + line,
  )

const remedy = ({ remediation }: Finding, { width, paint }: BlockOptions): readonly string[] => [
  ...labelled('remedy    ', remediation.text, INDENT, width),
  ...remediation.commands.map(command => ' '.repeat(INDENT + 10) + paint('cyan', command)),
  ...(remediation.fixable ? [`  --fix     can do this${RISK[remediation.risk]}`] : []),
]

const RISK = {
  safe: ' (safe)',
  review: ' (review: shows the change and asks first)',
  none: '',
} as const

const also = (alike: readonly Finding[], { width }: BlockOptions): readonly string[] => {
  const [first] = alike
  if (!first) return []
  const names = alike.map(({ subject, affects }) => {
    const nodes = affects.filter(node => node !== subject.id)
    return nodes.length > 0 ? `${subject.id} (${someOf(nodes, 2)})` : subject.id
  })
  return labelled(
    'the same  ',
    `on ${names.length} more ${first.subject.kind}${names.length > 1 ? 's' : ''}: ${someOf(names, 5)}`,
    INDENT,
    width,
  )
}

const folded = (consequences: readonly Finding[], { width, verbose }: BlockOptions): readonly string[] => {
  const lines = counted(consequences)
  const shown = verbose ? lines : lines.slice(0, 8)
  const rest = lines.length - shown.length
  return [
    ...shown.flatMap(line => labelled('so also   ', line, INDENT, width)),
    ...(rest > 0 ? [`  so also   ${plural(rest, 'more consequence')} (--verbose names them)`] : []),
  ]
}

/** Consequences that differ in whom they are about alone stand in one line, with the number of the others. */
const counted = (consequences: readonly Finding[]): readonly string[] => {
  const alike = new Map<string, { readonly line: string; others: number }>()
  for (const { check, message, subject } of consequences) {
    const key = `${check} ${message.replaceAll(subject.id, '')}`
    const known = alike.get(key)
    if (known) known.others += 1
    else alike.set(key, { line: `${check}: ${message}`, others: 0 })
  }
  return [...alike.values()].map(({ line, others }) =>
    others > 0 ? `${line} (and alike on ${others} more)` : line,
  )
}

/** A finding that costs nothing, in one or two lines. */
export const briefly = (
  finding: Finding,
  elsewhere: string | undefined,
  { paint, width }: BlockOptions,
): readonly string[] => {
  const word = finding.verdict === 'unknown' ? 'UNKNOWN (info)' : 'INFO'
  const accepted = acceptance(finding).map(words => ` (${words})`)
  const more = elsewhere === undefined ? '' : `; the same ${elsewhere}`
  const line = `${finding.check}  ${finding.message}${more}${accepted.join('')}`
  const [first = '', ...rest] = labelled('', line, word.length + 2, width)
  return [paint(SEVERITY_LOOK.info, word) + first.slice(word.length), ...rest]
}
