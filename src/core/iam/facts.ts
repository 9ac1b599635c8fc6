import type { Principal } from './principal.ts'
import type { AccessRequest, ContextValue } from './types.ts'

/** A key that was not given in the open world: it may have any value, or none. */
export const UNKNOWN = Symbol('unknown')

/** A context key's values; `undefined` where the key is absent. */
export type Fact = readonly string[] | undefined | typeof UNKNOWN

/** A request in the form in which statements are matched against it. */
export interface Ask {
  readonly request: AccessRequest
  /** In lower case. */
  readonly action: string
  readonly resource: string
  readonly principal: Principal
  /** The account that owns the resource. */
  readonly resourceAccount: string | undefined
  /** Whether the principal has a permissions boundary. */
  readonly bounded: boolean
  /** The values of a context key; its name's case does not matter. */
  fact(key: string): Fact
  /** The values that the caller gave for a context key (in lower case). */
  given(key: string): readonly string[] | undefined
  /** Keys whose lack left a statement undecided. */
  readonly lacking: string[]
}

/** What may be asked of the context of a request. */
export type Facts = Pick<Ask, 'fact' | 'given'>

/** Looks up a request's context. What the ARNs of principal and resource say is known without being given. */
export const factsOf = (request: AccessRequest, principal: Principal, resourceAccount?: string): Facts => {
  const open = request.world === 'open'
  const given = givenIn(request.context ?? {})
  return {
    given: name => valuesOf(given(name) ?? null),
    fact(key) {
      const value = given(key)
      if (value !== undefined) return valuesOf(value)
      const name = key.toLowerCase()
      if (name === 'aws:resourceaccount' && resourceAccount) return [resourceAccount]
      // A session's ARN does not tell its role's path: the closed world takes it to have none.
      if (open && name === 'aws:principalarn' && principal.kind === 'session') return UNKNOWN
      return principal.facts(name) ?? (open && !isComplete(request, name) ? UNKNOWN : undefined)
    },
  }
}

const isComplete = ({ complete = [] }: AccessRequest, name: string): boolean =>
  complete.some(beginning => name.startsWith(beginning.toLowerCase()))

/** Looks a key up as it is written first: most conditions write a key as the request does. */
const givenIn = (
  context: Readonly<Record<string, ContextValue>>,
): ((key: string) => ContextValue | undefined) => {
  let folded: ReadonlyMap<string, ContextValue> | undefined
  return key => {
    if (Object.hasOwn(context, key)) return context[key]
    folded ??= new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]))
    return folded.get(key.toLowerCase())
  }
}

const valuesOf = (value: ContextValue): readonly string[] | undefined => {
  if (value === null) return undefined
  if (typeof value === 'object') return value.length === 0 ? undefined : value.map(String)
  return [String(value)]
}
