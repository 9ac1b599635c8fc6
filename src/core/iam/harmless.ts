import { editDistance } from '../edit-distance.ts'

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

/** Whether an action does no harm on a destination of session logs, or is none at all but a slip of the pen for one. */
export const isHarmless = (action: string, wanted: readonly string[]): boolean =>
  HARMLESS.has(action.toLowerCase()) || wanted.some(one => isSlip(action, one))

/** One character away from what was meant: no action of AWS is, so it grants nothing. */
const isSlip = (action: string, wanted: string): boolean =>
  editDistance(action.toLowerCase(), wanted.toLowerCase()) === 1
