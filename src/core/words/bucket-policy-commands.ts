import { resourceStatementJson, type ResourceStatement } from '../iam/resource-statement.ts'
import { awsCommand } from './aws-command.ts'

/**
 * Commands that add a statement to a bucket's policy, all its others kept.
 * @param document the policy as it is; absent where there is none
 */
export const bucketPolicyCommands = (
  bucket: string,
  statement: ResourceStatement,
  document: string | undefined,
): readonly string[] => {
  const json = resourceStatementJson(statement)
  if (document === undefined) {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [json] })
    return [awsCommand('s3api put-bucket-policy', { bucket, policy })]
  }
  const read = awsCommand('s3api get-bucket-policy', { bucket, query: 'Policy', output: 'text' })
  // A policy may hold one statement that is no list.
  const added = `.Statement = ([.Statement] | flatten) + [${JSON.stringify(json)}]`
  return [
    `${read} | jq -c '${added}' > bucket-policy.json`,
    awsCommand('s3api put-bucket-policy', { bucket, policy: 'file://bucket-policy.json' }),
  ]
}
