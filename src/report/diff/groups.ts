import type { FindingChange, OutcomeChange, RecordChange, SnapshotDiff } from '../../core/diff/types.ts'
import { plural, someOf } from '../layout.ts'
import { notComparedWords, outcomeChangeOnAny, outcomeChangeWords, type Names } from './words.ts'
import { KIND_WORDS } from './kind-words.ts'

/** Changes that say the same of several things or in several Regions. */
export interface Group<T> {
  readonly first: T
  /** What they are about, each once. */
  readonly names: readonly string[]
  /** ` in 3 Regions: …`, or empty where the snapshots hold one Region alone. */
  readonly where: string
}

interface Placed {
  readonly accountId: string
  readonly region: string
}

/** Puts a place behind what is told of it. */
export type Placing = (places: readonly Placed[]) => string

/** Says where, unless there is one place alone. */
export const placingIn = ({ scopes, onlyIn }: SnapshotDiff): Placing => {
  const all = [...scopes.map(({ scope }) => scope), ...onlyIn.before, ...onlyIn.after]
  const accounts = new Set(all.map(({ accountId }) => accountId))
  if (scopes.length < 2 && accounts.size < 2) return () => ''
  return places => {
    const names = places.map(({ accountId, region }) =>
      [...(accounts.size > 1 ? [`account ${accountId}`] : []), ...(region === 'global' ? [] : [region])].join(
        ' ',
      ),
    )
    const known = [...new Set(names)].filter(name => name !== '')
    if (known.length === 0) return ''
    return known.length === 1
      ? ` in ${known[0]}`
      : ` in ${plural(known.length, 'place')}: ${someOf(known, 6)}`
  }
}

const grouped = <T extends Placed>(
  all: readonly T[],
  keyOf: (one: T) => string,
  nameOf: (one: T) => string,
  placing: Placing,
): readonly Group<T>[] => {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].map(group => ({
    first: group[0],
    names: [...new Set(group.map(nameOf))],
    where: placing(group),
  }))
}

const named = (id: string, name: string | undefined): string =>
  name === undefined || id.includes(name) ? id : `${id} ${name}`

/** Records of which the same is told together. */
export const recordGroups = ({ records }: SnapshotDiff, placing: Placing): readonly Group<RecordChange>[] =>
  grouped(
    records,
    change => JSON.stringify([change.kind, change.in, change.fields]),
    ({ id, name }) => named(id, name),
    placing,
  )

/** The worst first. */
const weightOf = ({ turns, after }: OutcomeChange): number =>
  turns.length > 0 ? turns.reduce((sum, { gain }) => sum + gain, 0) : after ? 0 : -1

/** Nodes of which the same is told, together. */
export const outcomeGroups = (
  { outcomes }: SnapshotDiff,
  placing: Placing,
): readonly Group<OutcomeChange>[] =>
  grouped(
    outcomes.toSorted((a, b) => weightOf(a) - weightOf(b)),
    outcomeChangeOnAny,
    ({ node, name }) => named(node, name),
    placing,
  )

/** A finding that is told, and how many follow from it that are not. */
export interface ToldFinding extends FindingChange, Placed {
  readonly followers: number
}

/** The findings, those that follow from another one under that. */
export const findingGroups = (
  all: readonly FindingChange[],
  placing: Placing,
): readonly Group<ToldFinding>[] => {
  const told = new Map(all.map(({ finding }) => [finding.fingerprint, 0]))
  const causeOf = ({ finding: { causedBy } }: FindingChange): string | undefined =>
    causedBy !== undefined && told.has(causedBy) ? causedBy : undefined
  for (const one of all) {
    const cause = causeOf(one)
    if (cause !== undefined) told.set(cause, (told.get(cause) ?? 0) + 1)
  }
  const roots = all.filter(one => causeOf(one) === undefined)
  return grouped(
    roots.map(one => ({
      ...one,
      accountId: one.finding.accountId,
      region: one.finding.region,
      followers: told.get(one.finding.fingerprint) ?? 0,
    })),
    ({ finding: { check, severity, verdict, subject, message } }) =>
      JSON.stringify([check, severity, verdict, subject.kind, message.replaceAll(subject.id, '')]),
    ({ finding }) => finding.subject.id,
    placing,
  )
}

/** `role web`, `instance i-1 web-1, i-2 web-2 and 40 more`. */
export const subjectWords = (kind: string, names: readonly string[], verbose: boolean): string =>
  `${kind} ${someOf(names, verbose ? names.length : 5)}`

export const kindWords = ({ kind }: RecordChange): string => KIND_WORDS[kind]

/** What a group of nodes meets; one node alone is named in the text that its user sees. */
export const outcomeGroupWords = ({ first, names }: Group<OutcomeChange>): string =>
  names.length > 1 ? outcomeChangeOnAny(first) : outcomeChangeWords(first)

/** What is said of a finding besides itself. */
export const besides = ({ followers, unsure }: ToldFinding): readonly string[] => [
  ...(followers > 0
    ? [`and ${plural(followers, 'finding')} that ${followers === 1 ? 'follows' : 'follow'} from it`]
    : []),
  ...(unsure === undefined ? [] : [`perhaps not: ${unsure}`]),
]

/** Things that one reason keeps from being compared. */
export interface NotComparedGroup {
  readonly things: readonly string[]
  readonly where: string
  readonly words: string
}

/** What waits for the same read is told together. */
export const notComparedGroups = (
  { notCompared }: SnapshotDiff,
  names: Names,
  placing: Placing,
): readonly NotComparedGroup[] =>
  grouped(
    notCompared,
    one => notComparedWords(one, names),
    ({ kind, id }) => (id === undefined ? kind : `${KIND_WORDS[kind]} ${id}`),
    placing,
  ).map(group => ({
    things: group.names,
    where: group.where,
    words: notComparedWords(group.first, names),
  }))
