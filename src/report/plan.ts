import type { Plan, Step } from '../core/plan/types.ts'
import { diffLines } from './diff-lines.ts'
import { labelled, plural, wrap } from './layout.ts'
import { paintFor, type Paint } from './paint.ts'
import { printable } from './printable.ts'

export interface PlanOptions {
  readonly color: boolean
  readonly width?: number | undefined
  /** It is told as code and not carried out here: no journal takes it back. */
  readonly asCode?: boolean
}

/** A plan for people, before the question: each step with its diff, risk and who shares it, then the proof and the undo. */
export const renderPlan = (plan: Plan, options: PlanOptions): string => {
  const { color, width } = options
  const paint = paintFor(color)
  const steps = plan.steps.flatMap((step, at) => ['', ...stepLines(step, at + 1, paint, width)])
  return `${[...heading(plan, width), ...steps, ...proofLines(plan, paint, options)].join('\n')}\n`
}

const heading = (
  { accountId, regions, steps, digest }: Plan,
  width: number | undefined,
): readonly string[] => {
  const where = `account ${accountId}, ${regions.join(', ')}`
  if (steps.length === 0) return [`Plan: nothing to do (${where})`]
  return wrap(printable(`Plan ${digest}: ${plural(steps.length, 'step')} (${where})`), width)
}

const stepLines = (
  step: Step,
  number: number,
  paint: Paint,
  width: number | undefined,
): readonly string[] => [
  ...labelled(`${number}. `, printable(step.describe), 0, width),
  ...reasonLines(step, width),
  `   risk: ${step.risk === 'safe' ? paint('green', 'safe') : paint('yellow', 'review')}`,
  ...ownerLines(step, paint, width),
  ...sharedLines(step, width),
  ...(step.diff ? diffLines(step.diff, paint) : []),
]

const ownerLines = (
  { owner, ownerUnknown }: Step,
  paint: Paint,
  width: number | undefined,
): readonly string[] => {
  if (ownerUnknown !== undefined)
    return labelled('owner: ', `not known: ${printable(ownerUnknown)}`, 3, width)
  if (!owner) return []
  const who = printable([owner.by, owner.name].filter(Boolean).join(' '))
  const text = `${who}, whose next run does not know of it: not edited without --allow-managed; --emit prints the same for its code`
  return labelled('owner: ', text, 3, width).map(line => paint('yellow', line))
}

const SHOWN_REASONS = 3

const reasonLines = ({ reasons }: Step, width: number | undefined): readonly string[] => {
  const shown = reasons.slice(0, SHOWN_REASONS).map(({ message }) => printable(message))
  const more = reasons.length - shown.length
  const lines = more > 0 ? [...shown, `and ${plural(more, 'finding')} more`] : shown
  return lines.flatMap((line, at) => labelled(at === 0 ? 'why: ' : '     ', line, 3, width))
}

const sharedLines = ({ sharedBy }: Step, width: number | undefined): readonly string[] => {
  if (sharedBy.length === 0) return []
  const holders = sharedBy.map(printable)
  if (holders.length === 1) return labelled('used by: ', holders.join(''), 3, width)
  return [`   used by ${holders.length}:`, ...holders.flatMap(holder => labelled('- ', holder, 5, width))]
}

const proofLines = (plan: Plan, paint: Paint, { width, asCode }: PlanOptions): readonly string[] => {
  const { fixes, leaves, uncovers, breaks, refused, steps } = plan
  const list = (title: string, items: readonly string[]): readonly string[] =>
    items.length > 0 ? ['', title, ...items.flatMap(item => labelled('- ', printable(item), 2, width))] : []
  return [
    ...list(`After this plan ${plural(fixes.length, 'cause is', 'causes are')} gone:`, fixes.map(readable)),
    ...list('These stay:', stays(leaves, refused)),
    ...list('These show only then, for what is repaired hides them now:', uncovers),
    ...list(paint('red', 'It would make these worse, so it is refused:'), breaks),
    ...(steps.length > 0 && breaks.length === 0 && !asCode
      ? ['', ...wrap('Undo: ssm-doctor rollback (every step is journaled before it is made)', width)]
      : []),
  ]
}

const stays = (leaves: Plan['leaves'], refused: Plan['refused']): readonly string[] => {
  const reasons = new Map(refused.map(({ fingerprint, reason }) => [fingerprint, reason]))
  const prints = [...new Set([...leaves, ...reasons.keys()])]
  return prints.map(print => {
    const reason = reasons.get(print)
    return `${readable(print)}: ${reason ?? 'not in reach of a safe repair, see the report'}`
  })
}

/** `check|account|region|kind/id|about` as words. */
const readable = (fingerprint: string): string => {
  const [check = '', , region = '', subject = '', about = ''] = fingerprint
    .split('|')
    .map(part => part.replaceAll('%7C', '|').replaceAll('%25', '%'))
  const [kind = '', ...id] = subject.split('/')
  return `${check}  ${kind} ${id.join('/')}${about === '' ? '' : `  ${about}`}  (${region})`
}
