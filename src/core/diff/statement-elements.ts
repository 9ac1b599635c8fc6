import type { PolicyCondition, PolicyStatement, PrincipalEntry } from '../iam/statements.ts'
import type { Scope } from '../snapshot.ts'

/** An element of a statement: its members by what they mean, each as it is shown. */
export interface Element {
  readonly name: string
  readonly members: ReadonlyMap<string, string>
}

/** A statement as its elements by the key of their name; the order of members and what IAM does not tell apart is gone. */
export type Elements = ReadonlyMap<string, Element>

/** Takes a statement apart. */
export const elementsOf = (statement: PolicyStatement, scope: Scope): Elements => {
  const { effect, actions, notActions, resources, notResources, principals, notPrincipals } = statement
  const lower = (texts: readonly string[] | undefined) =>
    texts?.map(text => [text.toLowerCase(), text] as const)
  const same = (texts: readonly string[] | undefined) => texts?.map(text => [text, text] as const)
  const who = (entries: readonly PrincipalEntry[] | undefined) =>
    entries?.map(entry => principalMember(entry, scope))
  const lists = [
    ['Effect', same([effect])],
    ['Principal', who(principals)],
    ['NotPrincipal', who(notPrincipals)],
    // Actions ignore case.
    ['Action', lower(actions)],
    ['NotAction', lower(notActions)],
    ['Resource', same(resources)],
    ['NotResource', same(notResources)],
  ] as const
  const written = lists.flatMap(([name, members]) =>
    members ? [[name, { name, members: new Map(members) }] as const] : [],
  )
  return new Map<string, Element>([...written, ...numbered(statement.conditions.map(conditionElement))])
}

/**
 * An account's id stands for its root, and everybody is written in two ways.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const principalMember = (
  { kind, value }: PrincipalEntry,
  { partition }: Scope,
): readonly [string, string] => {
  if (value === '*' && (kind === '*' || kind === 'AWS')) return ['*', '*']
  const name = kind === 'AWS' && ACCOUNT_ID.test(value) ? `arn:${partition}:iam::${value}:root` : value
  return [`${kind} ${name}`, name]
}

const ACCOUNT_ID = /^\d{12}$/

/** Operators and keys ignore case, and so do the values of the operators that compare truth. */
const conditionElement = ({ operator, key, values }: PolicyCondition): readonly [string, Element] => {
  const isTruth = /(?:^|:)(?:bool|null)(?:ifexists)?$/i.test(operator)
  const members = values.map(value => [isTruth ? value.toLowerCase() : value, value] as const)
  const name = `Condition ${operator} ${key}`
  return [name.toLowerCase(), { name, members: new Map(members) }]
}

/** Elements that are written twice, in capitals and without, hold both. */
const numbered = (
  elements: readonly (readonly [string, Element])[],
): readonly (readonly [string, Element])[] =>
  elements.map(([key, element], at) => {
    const earlier = elements.slice(0, at).filter(([other]) => other === key).length
    return [earlier > 0 ? `${key} ${earlier}` : key, element]
  })

/** A text that equal statements share. */
export const keyOf = (elements: Elements): string =>
  JSON.stringify([...elements].map(([key, { members }]) => [key, [...members.keys()].toSorted()]).toSorted())
