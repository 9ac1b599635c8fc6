import { editDistance } from './edit-distance.ts'
import type { PolicyStatement } from './iam/statements.ts'

/**
 * What a node does with a destination, and what guides grant beside it without harm. Whoever has a shell on the node has
 * these, so nothing that shortens or deletes a record is among them.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'logs:DescribeLogStreams',
    'logs:DescribeLogGroups',
    's3:PutObject',
    's3:PutObjectAcl',
    's3:GetEncryptionConfiguration',
    'kms:Decrypt',
    'kms:GenerateDataKey',
  ].map(action => action.toLowerCase()),
)

/**
 * Whether appending a resource to a statement would give more on it than is harmless: then what is needed goes into a
 * statement of its own, in the same policy. A pattern with a wildcard gives more, whatever it covers.
 */
export const wouldWiden = ({ actions = [] }: PolicyStatement, wanted: readonly string[]): boolean =>
  actions.some(action => !HARMLESS.has(action.toLowerCase()) && !isSlip(action, wanted))

/** One character away from what was meant: no action of AWS is, so it grants nothing. */
const isSlip = (action: string, wanted: readonly string[]): boolean =>
  !/[*?]/.test(action) && wanted.some(one => editDistance(action.toLowerCase(), one.toLowerCase()) === 1)
