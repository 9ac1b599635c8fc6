import type { Problem } from '../check.ts'
import { textWithStatements } from '../iam/resource-statement.ts'
import type { RoleSource } from '../kinds.ts'
import type { Role } from '../records.ts'
import { trustStatement, type TrustAnswer } from '../session/trust.ts'
import type { Scope } from '../snapshot.ts'
import { awsCommand, oneLine } from './aws-command.ts'

/**
 * How a role gets to trust the service that lends it to nodes: by a statement behind those of its trust policy, which
 * stay as they are. Where a Deny stands against that, or nobody knows what a condition meets, it is for people to decide.
 */
export const trustRepair = (
  role: Role,
  { service, decision }: TrustAnswer,
  source: RoleSource,
  scope: Scope,
): Pick<Problem, 'remedy' | 'fix'> => {
  const text = decision.verdict === 'implicit-deny' ? withTrust(role, service, source, scope) : undefined
  if (text === undefined) {
    const read = { 'role-name': role.name, query: 'Role.AssumeRolePolicyDocument' }
    return {
      remedy: {
        text: `correct the trust policy so that ${service} may call sts:AssumeRole`,
        commands: [awsCommand('iam get-role', read)],
      },
    }
  }
  const bound = source === 'hybrid activation' ? ', for this account and Region alone' : ''
  const write = { 'role-name': role.name, 'policy-document': oneLine(text) }
  return {
    remedy: {
      text: `add a statement to the trust policy that lets ${service} call sts:AssumeRole${bound}; the others stay as they are`,
      commands: [awsCommand('iam update-assume-role-policy', write)],
    },
    fix: [{ type: 'allow-assume', role: role.name, statement: trustStatement(service, source, scope) }],
  }
}

/** The trust policy with the statement, or nothing where it is no JSON. */
const withTrust = (role: Role, service: string, source: RoleSource, scope: Scope): string | undefined => {
  try {
    return textWithStatements(role.trustPolicy, [trustStatement(service, source, scope)])
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
