import type { CauseHere } from '../core/known-errors/cause-here.ts'
import type { KnownCause } from '../core/known-errors/known-error.ts'
import type { Finding, Remediation } from '../core/report.ts'
import { labelled, someOf } from './layout.ts'
import type { Look, Paint } from './paint.ts'
import { printable, printableData } from './printable.ts'

type Verdict = CauseHere['verdict']

const WORDS: Readonly<Record<Verdict, string>> = {
  this: 'this is it',
  follows: 'so it is, and it follows',
  'not-this': 'not this',
  'cannot-tell': 'cannot tell',
}
const LOOKS: Readonly<Record<Verdict, readonly Look[]>> = {
  this: ['bold', 'red'],
  follows: ['dim'],
  'not-this': ['green'],
  'cannot-tell': ['yellow'],
}

/** What was found of all causes, in one sentence. */
export const hereVerdict = (causes: readonly KnownCause[], here: readonly CauseHere[]): string => {
  const places = (verdict: Verdict): readonly string[] =>
    here.flatMap((one, at) => (one.verdict === verdict ? [String(at + 1)] : []))
  const [confirmed, open] = [places('this'), places('cannot-tell')]
  const deepest = here.some(({ verdict }, at) => verdict === 'this' && !causes[at]?.symptom)
  if (confirmed.length > 0 && open.length > 0 && !deepest)
    return `cause ${confirmed.join(' and ')} is so; whether one of ${open.join(', ')} is behind it cannot be told from here`
  const rest = open.length > 0 ? `; not told from here: ${open.join(', ')}` : ''
  if (confirmed.length === 1) return `it is cause ${confirmed.join('')}${rest}`
  if (confirmed.length > 1) return `it is causes ${confirmed.join(' and ')}${rest}`
  if (open.length === here.length) return 'none of the causes can be told from here'
  return `none of the causes was found in what was looked at${rest}`
}

/** What was found of a cause. */
export const hereLines = (
  { verdict, findings, reason, needs }: CauseHere,
  { paint, width }: { readonly paint: Paint; readonly width: number | undefined },
): readonly string[] => {
  const unsaid = needs.filter(action => !reason?.includes(action))
  const lacking = unsaid.length > 0 ? [`needs ${unsaid.join(', ')}`] : []
  const told = [
    ...(reason === undefined ? [] : [reason]),
    ...(verdict === 'follows' ? [] : messages(findings)),
  ]
  const rest = [...told, ...lacking].join('; ')
  const joint = verdict === 'follows' ? ' ' : ': '
  const text = printable(rest === '' ? WORDS[verdict] : `${WORDS[verdict]}${joint}${rest}`)
  return labelled('here      ', text, 6, width).map(line => paint(LOOKS[verdict], line))
}

const MOST = 3

/** What differs in whom it is about alone is told once, of all of them. */
const messages = (findings: readonly Finding[]): readonly string[] => {
  const alike = new Map<string, readonly Finding[]>()
  for (const finding of findings) {
    const key = `${finding.check} ${finding.message.replaceAll(finding.subject.id, '')}`
    alike.set(key, [...(alike.get(key) ?? []), finding])
  }
  const told = [...alike.values()].map(messageOf)
  return told.length > MOST
    ? [...told.slice(0, MOST), `and ${told.length - MOST} more: ssm-doctor check tells them`]
    : told
}

const messageOf = (alike: readonly Finding[]): string => {
  const [first, ...others] = alike
  if (!first) return ''
  const { subject, message, check } = first
  const who = message.includes(subject.id) ? '' : `${subject.id}: `
  const also =
    others.length > 0
      ? `; the same on ${someOf(
          others.map(one => one.subject.id),
          MOST,
        )}`
      : ''
  return `${who}${message} (${check}${also})`
}

/** What is to be done about what confirms a cause. */
export const hereRemedies = ({
  remedies = [],
}: CauseHere): readonly Pick<Remediation, 'text' | 'commands'>[] => {
  const shown = printableData(remedies.slice(0, MOST))
  const left = remedies.length - shown.length
  return left > 0
    ? [...shown, { text: `and ${left} more: ssm-doctor check tells them`, commands: [] }]
    : shown
}
