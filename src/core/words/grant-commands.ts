import { awsCommand, oneLine } from './aws-command.ts'
import type { Grant } from '../changes/change.ts'
import { textWithGrant } from '../iam/grant-text.ts'
import { newPolicy } from '../iam/edit.ts'
import type { NodeRole, PolicyRef } from '../kinds.ts'
import { samePolicy } from '../meant/role-access.ts'

/** Said where a command writes a whole policy: two of them from one report would undo each other. */
export const ONE_BY_ONE = '; the command writes the whole policy, so check again before another one for it'

/** The commands that give a role what grants ask for: one per policy that is edited, one for what needs a new policy. */
export const grantCommands = (role: NodeRole, grants: readonly Grant[]): readonly string[] => {
  const edits = role.identityPolicies.flatMap(({ ref, document }) => {
    const own = grants.filter(grant => grant.meant && samePolicy(grant.meant.policy, ref))
    const text = own.reduce(
      (text, { meant, statement }) => textWithGrant(text, meant?.index ?? 0, statement),
      document,
    )
    return own.length > 0 ? [editCommand(role, ref, text)] : []
  })
  const added = grants.filter(grant => !grant.meant).map(grant => addCommand(role, grant))
  return [...edits, ...added]
}

const editCommand = (role: NodeRole, ref: PolicyRef, text: string): string =>
  ref.kind === 'inline'
    ? putRolePolicy(role, ref.name, text)
    : awsCommand('iam create-policy-version', {
        'policy-arn': ref.arn,
        'set-as-default': true,
        'policy-document': oneLine(text),
      })

const addCommand = (role: NodeRole, { statement }: Grant): string =>
  putRolePolicy(role, freeName(role, statement.sid), newPolicy([statement]))

/** PutRolePolicy replaces a policy of the same name. */
const freeName = (role: NodeRole, name: string): string =>
  Object.hasOwn(role.role.inline, name) ? freeName(role, `${name}-2`) : name

const putRolePolicy = (role: NodeRole, name: string, text: string): string =>
  awsCommand('iam put-role-policy', {
    'role-name': role.name,
    'policy-name': name,
    'policy-document': oneLine(text),
  })
