import type { Finding } from '../report.ts'
import type { Raised } from './fold.ts'

/** Finds, without a look at every other finding, those that one may follow from. */
export type CauseIndex = (one: Raised) => readonly Raised[]

/** Sorts findings by what `after` and `because` name them by: check, subject, what they are about. */
export const causeIndex = (raised: readonly Raised[]): CauseIndex => {
  const index = new Map<string, Raised[]>()
  for (const one of raised) {
    for (const key of keysOf(one.finding)) {
      const group = index.get(key)
      if (group) group.push(one)
      else index.set(key, [one])
    }
  }
  return one => [...new Set(namedBy(one).flatMap(key => index.get(key) ?? []))]
}

const place = ({ accountId, region }: Finding, check: string): string => `${accountId} ${region} ${check}`
const onSubject = (finding: Finding, check: string, id: string): string => `${place(finding, check)} on ${id}`
const aboutThat = (finding: Finding, check: string, about: string): string =>
  `${place(finding, check)} about ${about}`

const keysOf = (finding: Finding): readonly string[] => {
  const { check, subject, about } = finding
  const keys = [place(finding, check), onSubject(finding, check, subject.id)]
  return about === undefined ? keys : [...keys, aboutThat(finding, check, about)]
}

const namedBy = ({ finding, after, because }: Raised): readonly string[] => [
  ...after.map(check => onSubject(finding, check, finding.subject.id)),
  ...because.map(({ check, subject, about }) => {
    if (subject !== undefined) return onSubject(finding, check, subject)
    return about === undefined ? place(finding, check) : aboutThat(finding, check, about)
  }),
]
