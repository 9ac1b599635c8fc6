import type { Step } from '../../core/plan/types.ts'
import { printable } from '../printable.ts'
import { toldOf } from './table.ts'

/** Lines as comments, whose sign is the same in all forms: none can end one. */
export const commented = (lines: readonly string[]): readonly string[] =>
  lines.map(line => (line === '' ? '#' : `# ${printable(line)}`))

const INDENT = '   '

const labelled = (label: string, texts: readonly string[]): readonly string[] =>
  texts.map((text, at) => `${INDENT}${at === 0 ? label : ' '.repeat(label.length)}${text}`)

/** What a step does, why, and whom it touches: the lines that stand above its code. */
export const stepLines = (step: Step, number: number): readonly string[] => [
  `${number}. ${toldOf(step.change).describe?.(step.change) ?? step.describe}`,
  ...labelled(
    'why: ',
    step.reasons.map(({ message }) => message),
  ),
  ...labelled('risk: ', [step.risk]),
  ...labelled('owner: ', ownerOf(step)),
  ...labelled('used by: ', step.sharedBy),
]

const ownerOf = ({ owner, ownerUnknown }: Step): readonly string[] => {
  if (ownerUnknown !== undefined) return [`not known: ${ownerUnknown}`]
  if (!owner) return []
  const who = [owner.by, owner.name].filter(Boolean).join(' ')
  return [`${who}: this belongs into its code, in the place of what stands there`]
}
