import { statementsOf, type PolicyStatement } from '../iam/statements.ts'
import { sameMeaning } from '../same-meaning.ts'
import type { Scope } from '../snapshot.ts'
import { sameGrants } from './same-grants.ts'
import { elementsOf, keyOf, type Element, type Elements } from './statement-elements.ts'
import type { FieldChange } from './types.ts'

interface Stated {
  readonly statement: PolicyStatement
  readonly elements: Elements
  readonly key: string
}

/**
 * What two policies say differently, statement by statement: neither their order counts, nor their Sids, nor how they
 * share out what they say. An absent policy has no statement.
 */
export const policyChanges = (
  before: string | undefined,
  after: string | undefined,
  scope: Scope,
): readonly FieldChange[] => {
  if (before === after) return []
  const [was, is] = [before, after].map(text => (text === undefined ? NONE : statementsOf(text)))
  if (!was || !is) return []
  if (was.malformed !== undefined || is.malformed !== undefined) return asTexts(before, after)
  const [old, now] = [was, is].map(({ statements }) => stated(statements, scope)) as [Stateds, Stateds]
  const version = versionChange(before, after, was.version, is.version)
  if (sameGrants(old.map(elementsIn), now.map(elementsIn))) return version
  return [...version, ...statementChanges(...unlike(old, now))]
}

const NONE = { version: undefined, statements: [], malformed: undefined }

type Stateds = readonly Stated[]

const elementsIn = ({ elements }: Stated): Elements => elements

/** What IAM would not store cannot be told apart by statements. */
const asTexts = (before: string | undefined, after: string | undefined): readonly FieldChange[] =>
  before !== undefined && after !== undefined && sameMeaning(before, after)
    ? []
    : [{ field: '', before: listOf(before), after: listOf(after) }]

const listOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text])

const stated = (statements: readonly PolicyStatement[], scope: Scope): Stateds =>
  statements.map(statement => {
    const taken = elementsOf(statement, scope)
    return { statement, elements: taken, key: keyOf(taken) }
  })

/** The statements that one side alone has. */
const unlike = (before: Stateds, after: Stateds): readonly [Stateds, Stateds] => {
  const [was, is] = [before, after].map(list => new Set(list.map(({ key }) => key)))
  return [before.filter(({ key }) => !is?.has(key)), after.filter(({ key }) => !was?.has(key))]
}

/**
 * Only variables mean something else in the older version.
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
const versionChange = (
  before: string | undefined,
  after: string | undefined,
  was: string | undefined,
  is: string | undefined,
): readonly FieldChange[] => {
  const hasVariable = [before, after].some(text => text?.includes('${'))
  if (was === undefined || is === undefined || was === is || !hasVariable) return []
  return [{ field: 'Version', before: [was], after: [is] }]
}

const statementChanges = (before: Stateds, after: Stateds): readonly FieldChange[] => {
  const left = [...after]
  const changes = before.flatMap(old => {
    const now = left.splice(partnerOf(old, left), 1)[0]
    return now ? elementChanges(old, now) : [{ field: 'statement', before: [textOf(old)], after: [] }]
  })
  return [...changes, ...left.map(now => ({ field: 'statement', before: [], after: [textOf(now)] }))]
}

/** The place of the statement that another one has become, behind the last where there is none: by its Sid, else by what it is about. */
const partnerOf = (old: Stated, left: Stateds): number => {
  const { sid } = old.statement
  const at = [
    left.findIndex(now => sid !== undefined && now.statement.sid === sid),
    left.findIndex(now => isAbout(old, now, 'Action')),
    left.findIndex(now => isAbout(old, now, 'Resource')),
  ].find(index => index >= 0)
  return at ?? left.length
}

const isAbout = (old: Stated, now: Stated, list: 'Action' | 'Resource'): boolean =>
  old.statement.effect === now.statement.effect &&
  old.elements.has(list) &&
  membersOf(old.elements.get(list)) === membersOf(now.elements.get(list))

const membersOf = (element: Element | undefined): string =>
  JSON.stringify([...(element?.members.keys() ?? [])].toSorted())

const elementChanges = (old: Stated, now: Stated): readonly FieldChange[] => {
  const place = placeOf(now.statement)
  const names = new Set([...old.elements.keys(), ...now.elements.keys()])
  return [...names].flatMap(name => {
    const [was, is] = [old.elements.get(name), now.elements.get(name)]
    const change = { before: beyond(was, is), after: beyond(is, was) }
    if (change.before.length + change.after.length === 0 && was && is) return []
    return [{ field: `${place}, ${(is ?? was)?.name}`, ...change }]
  })
}

/** The members that one element alone has. */
const beyond = (element: Element | undefined, other: Element | undefined): readonly string[] =>
  [...(element?.members ?? [])].filter(([key]) => !other?.members.has(key)).map(([, shown]) => shown)

const placeOf = ({ sid, index }: PolicyStatement): string => `statement ${sid ?? index + 1}`

/** A statement as it is written. */
const textOf = ({ statement: { sid }, elements }: Stated): string => {
  const lists = [...elements.values()].filter(({ name }) => !name.startsWith('Condition '))
  const conditions = [...elements.values()].filter(({ name }) => name.startsWith('Condition '))
  const shown = (list: readonly Element[]): string =>
    list.map(({ name, members }) => `${name} ${[...members.values()].join(', ')}`).join('; ')
  return [sid, shown(lists), shown(conditions)].filter(part => part !== undefined && part !== '').join('; ')
}
