import type { Problem } from '../check.ts'
import { writtenInto } from '../iam/resource-statement.ts'
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
  const statement = trustStatement(service, source, scope)
  const text = decision.verdict === 'implicit-deny' ? writtenInto(role.trustPolicy, [statement]) : undefined
  if (text === undefined) {
    const read = { 'role-name': role.name, query: 'Role.AssumeRolePolicyDocument' }
    return {
      remedy: {
        text: `correct the trust policy so that ${service} may call sts:AssumeRole`,
        commands: [awsCommand('iam get-role', read)],
      },
    }
  }
  const bound =
    source === 'hybrid activation'
      ? ', bound to this account and Region by aws:SourceAccount and aws:SourceArn'
      : ''
  const write = { 'role-name': role.name, 'policy-document': oneLine(text) }
  return {
    remedy: {
      text: `add a statement to the trust policy that lets ${service} call sts:AssumeRole${bound}; the others stay as they are`,
      commands: [awsCommand('iam update-assume-role-policy', write)],
    },
    fix: [{ type: 'allow-assume', role: role.name, statement }],
  }
}
