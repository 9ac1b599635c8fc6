import { byControl, type ControlEvidence } from '../core/compliance/by-control.ts'
import { FRAMEWORKS } from '../core/compliance/frameworks.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import type { Report } from '../core/report.ts'
import type { BlockOptions } from './finding-block.ts'
import { labelled, plural, someOf, wrap } from './layout.ts'
import type { Look } from './paint.ts'

/** What the evidence for a control is called: never that the control is met. */
export const EVIDENCE_WORDS: Readonly<Record<ControlEvidence['evidence'], string>> = {
  against: 'AGAINST',
  incomplete: 'incomplete',
  for: 'for',
  none: 'none',
}

/** Stands above every report by control. */
export const NO_VERDICT =
  'What the checks show of Session Manager is evidence for or against a control. It is not compliance: controls ask for more than this, and an auditor judges them. What is not known counts as no evidence.'

const LOOKS: Readonly<Record<ControlEvidence['evidence'], Look>> = {
  against: 'red',
  incomplete: 'yellow',
  for: 'green',
  none: 'dim',
}

/** The report by the controls of the frameworks that were asked for: for each the evidence, and the checks that decide. */
export const complianceSection = (
  report: Report,
  frameworks: readonly FrameworkId[],
  options: BlockOptions,
): readonly string[] =>
  frameworks.flatMap(id => {
    const controls = byControl(report, id)
    return [
      '',
      `evidence for ${FRAMEWORKS[id].name}:`,
      ...wrap(NO_VERDICT, options.width).map(line => `  ${line}`),
      ...controls.flatMap(control => controlLines(control, options)),
      ...wrap(`  ${countOf(controls)}`, options.width),
    ]
  })

const controlLines = (one: ControlEvidence, { paint, width, verbose }: BlockOptions): readonly string[] => {
  const { control, evidence } = one
  const word = EVIDENCE_WORDS[evidence]
  const [first = '', ...rest] = labelled(`${word}  `, `${control.id}  ${control.title}`, 2, width)
  const checks = statusLines(one, verbose).flatMap(line => labelled('', line, 6, width))
  return [first.replace(word, () => paint(LOOKS[evidence], word)), ...rest, ...checks]
}

/** The checks by how they fared; healthy ones by number unless all are asked for. */
const statusLines = ({ claims }: ControlEvidence, verbose: boolean): readonly string[] => {
  const checks = claims.flatMap(({ checks }) => checks)
  return (['failed', 'crashed', 'unknown', 'not run', 'healthy', 'skipped'] as const).flatMap(status => {
    const own = checks.filter(check => check.status === status)
    if (own.length === 0) return []
    const isQuiet = !verbose && (status === 'healthy' || status === 'skipped')
    if (isQuiet) return [`${status}: ${plural(own.length, 'check')}`]
    const names = own.map(({ id, failures }) =>
      failures > 0 ? `${id} (${plural(failures, 'finding')})` : id,
    )
    return [`${status}: ${someOf(names, verbose ? names.length : 6)}`]
  })
}

/** How many controls have which evidence. */
export const countOf = (controls: readonly ControlEvidence[]): string => {
  const counts = (['against', 'incomplete', 'for', 'none'] as const).map(evidence => {
    const count = controls.filter(control => control.evidence === evidence).length
    return `${count} ${evidence}`
  })
  return `${plural(controls.length, 'control')} that the checks say anything about: evidence ${counts.join(', ')}`
}
