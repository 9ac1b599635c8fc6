import type { Facet, PolicyFacet, Setting, ValueFacet } from './facet.ts'
import { policyChanges } from './policy-changes.ts'
import type { FieldChange, Value } from './types.ts'

/** The fields of which two records say something else, by their facets. */
export const fieldChanges = (
  before: readonly Facet[],
  after: readonly Facet[],
  { scope }: Setting,
): readonly FieldChange[] => {
  const [was, is] = [byField(before), byField(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(field => {
    const [old, now] = [was.get(field), is.get(field)]
    if (isPolicy(old) || isPolicy(now))
      return policyChanges(policyOf(old), policyOf(now), scope).map(change => ({
        ...change,
        field: change.field === '' ? field : `${field}, ${change.field}`,
      }))
    return valueChanges(field, old, now)
  })
}

const byField = (facets: readonly Facet[]): ReadonlyMap<string, Facet> =>
  new Map(facets.map(facet => [facet.field, facet]))

const isPolicy = (facet: Facet | undefined): facet is PolicyFacet => facet !== undefined && 'policy' in facet

const policyOf = (facet: Facet | undefined): string | undefined =>
  isPolicy(facet) ? facet.policy : undefined

const valueChanges = (
  field: string,
  old: ValueFacet | undefined,
  now: ValueFacet | undefined,
): readonly FieldChange[] => {
  if (old?.key !== undefined && old.key === now?.key) return []
  const [was, is] = [old?.values ?? [], now?.values ?? []]
  const change = { field, before: beyond(was, is), after: beyond(is, was) }
  if (change.before.length + change.after.length > 0) return [change]
  // The same lines in another order, where the order counts.
  return old?.key === now?.key ? [] : [{ field, before: was, after: is }]
}

/** The values that one list alone holds, each once. */
const beyond = (values: readonly Value[], others: readonly Value[]): readonly Value[] => {
  const known = new Set(others)
  return [...new Set(values)].filter(value => !known.has(value))
}
