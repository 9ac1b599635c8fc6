import type { Decision, Grant } from '../../src/core/index.ts'

/** Whether a statement in the role's own policies is all that is missing. */
export const isGrantable = ({ verdict, explanation }: Decision): boolean =>
  verdict === 'implicit-deny' &&
  explanation.every(layer => layer.layer === 'identity policy' || layer.verdict === 'allowed')

/** What of the five actions a role is to be allowed: they take no resource. */
export const coreGrant = (role: string, actions: readonly string[]): Grant => ({
  type: 'grant',
  role,
  statement: { sid: 'SessionManagerCore', actions, resources: ['*'] },
})
