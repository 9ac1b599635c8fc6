/** Who a statement is about, as written: kind (`AWS`, `Service`, `Federated`, `CanonicalUser`, or `*`) and value. */
export interface PrincipalEntry {
  readonly kind: string
  readonly value: string
}

/** One condition of a statement: its values are alternatives, always strings. */
export interface PolicyCondition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** A statement in one form, whatever form it was written in: lists are lists, absent elements are absent. */
export interface PolicyStatement {
  /** Position in the document, from 0. */
  readonly index: number
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly resources?: readonly string[]
  readonly notResources?: readonly string[]
  readonly principals?: readonly PrincipalEntry[]
  readonly notPrincipals?: readonly PrincipalEntry[]
  readonly conditions: readonly PolicyCondition[]
}

/** A statement, or a whole document (`index` 0), that IAM would not store: what it says cannot be told. */
export interface StatementFault {
  readonly index: number
  readonly sid?: string
  readonly effect?: 'Allow' | 'Deny'
  readonly reason: string
}

export interface PolicyStatements {
  readonly version: string
  readonly statements: readonly PolicyStatement[]
  readonly faults: readonly StatementFault[]
  /** The first fault, where there is one. */
  readonly malformed?: string
}

/**
 * Reads a policy document, given as JSON text or parsed. Never throws: what IAM would refuse is a fault.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const statementsOf = (document: unknown): PolicyStatements => {
  const parsed = parse(document)
  if (!isObject(parsed)) return wholly('the document is not a JSON object')
  const written = own(parsed, 'Statement')
  if (written === undefined) return wholly('the document has no Statement')
  const version = own(parsed, 'Version')
  const list: unknown[] = Array.isArray(written) ? written : [written]
  const read = list.map(readStatement)
  const statements = read.filter((one): one is PolicyStatement => !('reason' in one))
  const faults = read.filter((one): one is StatementFault => 'reason' in one)
  return {
    version: typeof version === 'string' ? version : '2008-10-17',
    statements,
    faults,
    ...(faults[0] && { malformed: `statement ${faults[0].index + 1}: ${faults[0].reason}` }),
  }
}

const wholly = (reason: string): PolicyStatements => ({
  version: '2008-10-17',
  statements: [],
  faults: [{ index: 0, reason }],
  malformed: reason,
})

const parse = (document: unknown): unknown => {
  if (typeof document !== 'string') return document
  try {
    return JSON.parse(document) as unknown
  } catch {
    return undefined
  }
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (object: Json, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined)

const readStatement = (written: unknown, index: number): PolicyStatement | StatementFault => {
  if (!isObject(written)) return { index, reason: 'it is not an object' }
  const sid = own(written, 'Sid')
  const effect = own(written, 'Effect')
  const place = { index, ...(typeof sid === 'string' && { sid }) }
  if (effect !== 'Allow' && effect !== 'Deny') return { ...place, reason: 'Effect is neither Allow nor Deny' }
  const parts = readParts(written)
  return typeof parts === 'string' ? { ...place, effect, reason: parts } : { ...place, effect, ...parts }
}

type Parts = Omit<PolicyStatement, 'index' | 'sid' | 'effect'>

const readParts = (written: Json): Parts | string => {
  const lists = readLists(written)
  if (typeof lists === 'string') return lists
  const conditions = readConditions(own(written, 'Condition'))
  if (conditions === undefined) return 'Condition is not made of operators, keys and values'
  const who = readPrincipals(written)
  return typeof who === 'string' ? who : { ...lists, ...who, conditions }
}

const LISTS = [
  ['Action', 'actions'],
  ['NotAction', 'notActions'],
  ['Resource', 'resources'],
  ['NotResource', 'notResources'],
] as const

type Lists = Pick<PolicyStatement, 'actions' | 'notActions' | 'resources' | 'notResources'>

const readLists = (written: Json): Lists | string => {
  const lists: { -readonly [K in keyof Lists]: Lists[K] } = {}
  for (const [element, field] of LISTS) {
    const value = own(written, element)
    if (value === undefined) continue
    const texts = textsOf(value)
    if (!texts) return `${element} is not a text or a list of texts`
    lists[field] = texts
  }
  if (!lists.actions === !lists.notActions) return 'it must have either Action or NotAction'
  return lists.resources && lists.notResources ? 'it has both Resource and NotResource' : lists
}

const textsOf = (value: unknown): readonly string[] | undefined => {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.every(one => typeof one === 'string') ? list : undefined
}

const readPrincipals = (written: Json): Pick<PolicyStatement, 'principals' | 'notPrincipals'> | string => {
  const [is, isNot] = [own(written, 'Principal'), own(written, 'NotPrincipal')]
  const principals = is === undefined ? undefined : entriesOf(is)
  const notPrincipals = isNot === undefined ? undefined : entriesOf(isNot)
  if (is !== undefined && !principals) return 'Principal is not made of kinds and names'
  if (isNot !== undefined && !notPrincipals) return 'NotPrincipal is not made of kinds and names'
  if (principals && notPrincipals) return 'it has both Principal and NotPrincipal'
  return { ...(principals && { principals }), ...(notPrincipals && { notPrincipals }) }
}

const entriesOf = (value: unknown): readonly PrincipalEntry[] | undefined => {
  if (value === '*') return [{ kind: '*', value: '*' }]
  if (!isObject(value)) return undefined
  const entries = Object.entries(value).map(([kind, names]) =>
    textsOf(names)?.map(value => ({ kind, value })),
  )
  return entries.every(one => one !== undefined) ? entries.flat() : undefined
}

const readConditions = (value: unknown): readonly PolicyCondition[] | undefined => {
  if (value === undefined) return []
  if (!isObject(value)) return undefined
  const conditions = Object.entries(value).map(([operator, keys]) => readKeys(operator, keys))
  return conditions.every(one => one !== undefined) ? conditions.flat() : undefined
}

const readKeys = (operator: string, keys: unknown): readonly PolicyCondition[] | undefined => {
  if (!isObject(keys)) return undefined
  const conditions = Object.entries(keys).map(([key, written]) => {
    const list: unknown[] = Array.isArray(written) ? written : [written]
    return list.every(isScalar) ? { operator, key, values: list.map(String) } : undefined
  })
  return conditions.every(one => one !== undefined) ? conditions : undefined
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
