import type { GrantStatement } from '../changes/change.ts'

/** A policy's statements, and what could not be told of what it has to hold. */
export interface LeastPolicy {
  readonly statements: readonly GrantStatement[]
  /** One line each: a name that the node fills in, a key that could not be looked up. */
  readonly notes: readonly string[]
  /** The same of what belongs to another account. */
  readonly foreign?: readonly string[]
}

/** Policies of several Regions as one: statements of one name come together, each resource once. */
export const joinPolicies = (policies: readonly LeastPolicy[]): LeastPolicy => {
  const bySid = new Map<string, GrantStatement>()
  for (const statement of policies.flatMap(policy => policy.statements)) {
    const known = bySid.get(statement.sid)
    const resources = [...new Set([...(known?.resources ?? []), ...statement.resources])]
    bySid.set(statement.sid, { ...statement, ...known, resources })
  }
  return {
    statements: [...bySid.values()],
    notes: [...new Set(policies.flatMap(({ notes }) => notes))],
    foreign: [...new Set(policies.flatMap(({ foreign = [] }) => foreign))],
  }
}
