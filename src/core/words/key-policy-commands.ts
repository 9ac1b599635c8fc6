import { resourceStatementJson, type ResourceStatement } from '../iam/resource-statement.ts'
import type { Scope } from '../snapshot.ts'
import { awsCommand } from './aws-command.ts'

/** Commands that add a statement to a key's policy, all its others kept. */
export const keyPolicyCommands = (
  keyArn: string,
  statement: ResourceStatement,
  { region }: Scope,
): readonly string[] => {
  const common = { 'key-id': keyArn, 'policy-name': 'default' }
  const read = awsCommand('kms get-key-policy', { ...common, query: 'Policy', output: 'text', region })
  const added = JSON.stringify(resourceStatementJson(statement))
  return [
    // A policy of one statement may hold it without a list.
    `${read} | jq -c '.Statement = ([.Statement] | flatten) + [${added}]' > key-policy.json`,
    awsCommand('kms put-key-policy', { ...common, policy: 'file://key-policy.json', region }),
  ]
}
