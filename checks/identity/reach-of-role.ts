import { decider, nodeRequest, type Decision, type NodeRole, type Scope } from '../../src/core/index.ts'

/** A call that a node's role should not be allowed. */
export interface ForbiddenCall {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/** A forbidden call that the role's own policies let it make, and the decision. */
export interface AllowedCall extends ForbiddenCall {
  readonly decision: Decision
}

/**
 * Those of the calls that a role may make for certain: by its identity policies and its boundary, on resources of which
 * nothing else is known. What hangs on a condition is not among them.
 */
export const allowedCalls = (
  role: NodeRole,
  calls: readonly ForbiddenCall[],
  scope: Scope,
): readonly AllowedCall[] => {
  const ask = decider({
    identityPolicies: role.identityPolicies.map(({ ref, document }) => ({
      name: ref.name,
      document,
      ...(ref.kind === 'managed' && { arn: ref.arn }),
    })),
    ...(role.boundary && { boundaries: [role.boundary] }),
  })
  return calls.flatMap(call => {
    const decision = ask(nodeRequest(scope, role, role.nodes[0], call))
    return decision.verdict === 'allowed' ? [{ ...call, decision }] : []
  })
}

/** The statements by which the calls are allowed, each once. */
export const allowedBy = (calls: readonly AllowedCall[]): string =>
  [
    ...new Set(
      calls.flatMap(({ decision }) =>
        decision.statements.map(one => `${one.policy}, statement ${one.sid ?? one.index + 1}`),
      ),
    ),
  ].join('; ')
