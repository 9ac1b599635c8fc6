import { NOT_ASKED } from '../core/audit/summary.ts'
import type { CheckResult, Finding, Report } from '../core/report.ts'
import type { ReportContext } from './context.ts'
import { detailLines, nameOf } from './finding-lines.ts'
import { isAtLeast } from './levels.ts'
import { acceptanceOf, rootsOf, standingOf, type Root } from './roots.ts'

/** A test case; without an ending it passed. */
export interface Case {
  readonly area: string
  readonly classname: string
  readonly name: string
  readonly ending?: Ending
}

export interface Ending {
  readonly kind: 'failure' | 'skipped' | 'error'
  readonly type: string
  readonly message: string
  readonly text: string
}

/**
 * A case per finding, and one for each check that no finding tells of. What fails the run fails; what was accepted,
 * follows from another finding, is undecided or milder than the gate is skipped, and says so.
 */
export const junitCases = (report: Report, context: ReportContext): readonly Case[] => {
  const byCheck = endingsByCheck(report, context)
  const titles = new Map(context.checks.map(({ id, title }) => [id, title]))
  return report.checks
    .filter(({ reason }) => reason !== NOT_ASKED)
    .flatMap(result => {
      const [area = '', name = ''] = result.id.split('/')
      const own = byCheck.get(result.id) ?? []
      const whole = ofWholeCheck(result, titles.get(result.id) ?? result.id, own.length)
      return [...own, ...whole].map(one => ({ ...one, area, classname: `${area}.${name}` }))
    })
}

type Told = Pick<Case, 'name' | 'ending'>

const endingsByCheck = (
  { findings }: Report,
  { failOn }: ReportContext,
): ReadonlyMap<string, readonly Told[]> => {
  const told = new Map<string, Told[]>()
  const tell = (finding: Finding, ending: Ending): void => {
    const own = told.get(finding.check) ?? []
    told.set(finding.check, own)
    own.push({ name: nameOf(finding), ending })
  }
  // With no gate at all, whoever reads the file is the gate.
  const mildest = failOn === 'none' ? 'low' : failOn
  for (const root of rootsOf(findings)) {
    tell(root.finding, ofRoot(root, isAtLeast(root.finding.severity, mildest)))
    for (const one of root.consequences) tell(one, ofConsequence(one, root.finding))
  }
  return told
}

const ofRoot = (root: Root, isGrave: boolean): Ending => {
  const { message, severity, why } = root.finding
  const text = [message, ...detailLines(root), `effect: ${why}`].join('\n')
  const standing = standingOf(root.finding)
  if (standing === 'failed' && isGrave) return { kind: 'failure', type: severity, message, text }
  const before = {
    accepted: acceptanceOf(root.finding).join(', '),
    unknown: 'not known',
    failed: `${severity}, below the gate`,
  }[standing]
  return { kind: 'skipped', type: severity, message: `${before}: ${message}`, text }
}

const ofConsequence = (finding: Finding, cause: Finding): Ending => ({
  kind: 'skipped',
  type: finding.severity,
  message: `follows from ${cause.check} on ${nameOf(cause)}: ${finding.message}`,
  text: finding.message,
})

/** What is said of a check as a whole: that it is healthy, had nothing to judge, could not decide or crashed. */
const ofWholeCheck = ({ status, reason }: CheckResult, title: string, told: number): readonly Told[] => {
  if (status === 'healthy') return [{ name: title }]
  const message = reason ?? 'nothing to judge'
  const ending = { type: status, message, text: message }
  if (status === 'crashed') return [{ name: title, ending: { ...ending, kind: 'error' } }]
  if (status === 'skipped') return [{ name: title, ending: { ...ending, kind: 'skipped' } }]
  if (status === 'failed' || (reason === undefined && told > 0)) return []
  const why = `not known: ${reason ?? 'could not be decided'}`
  return [{ name: title, ending: { ...ending, message: why, text: why, kind: 'skipped' } }]
}
