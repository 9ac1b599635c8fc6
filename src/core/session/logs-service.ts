import { decide } from '../iam/decide.ts'
import { writtenInto, type ResourceStatement } from '../iam/resource-statement.ts'
import type { Decision } from '../iam/types.ts'
import type { Key, LogGroup } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** What writing and reading come to; the other actions that AWS lists are never the ones that are missing alone. */
const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey']

/** The name of the logs service in a Region. aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export const logsService = ({ partition, region }: Scope): string =>
  `logs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`

/**
 * What a key's policy answers to the logs service for one log group.
 *
 * aws: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const logsServiceAnswers = (
  group: Pick<LogGroup, 'arn'>,
  key: Key,
  document: string,
  scope: Scope,
): readonly { readonly action: string; readonly decision: Decision }[] =>
  ACTIONS.map(action => ({
    action,
    decision: decide(
      {
        principal: logsService(scope),
        action,
        resource: key.arn,
        resourceAccount: key.accountId,
        context: {
          'kms:EncryptionContext:aws:logs:arn': group.arn,
          'kms:EncryptionContextKeys': ['aws:logs:arn'],
        },
        world: 'open',
      },
      { resourcePolicy: { name: 'key policy', document } },
    ),
  }))

/** The statement of a key's policy that lets the logs service encrypt one log group with it. */
export const logsServiceStatement = (group: Pick<LogGroup, 'arn'>, scope: Scope): ResourceStatement => ({
  sid: 'AllowLogsService',
  effect: 'Allow',
  principal: { Service: logsService(scope) },
  actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  resources: ['*'],
  condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': group.arn } },
})

/**
 * Whether the logs service may encrypt a log group with a key: it may, it may with `logsServiceStatement` in the key's
 * policy, or not even then.
 */
export const logsServiceMay = (
  group: Pick<LogGroup, 'arn'>,
  key: Key,
  document: string,
  scope: Scope,
): 'now' | 'with a statement' | 'never' => {
  const mayBy = (text: string): boolean =>
    logsServiceAnswers(group, key, text, scope).every(({ decision }) => decision.verdict === 'allowed')
  if (mayBy(document)) return 'now'
  const added = writtenInto(document, [logsServiceStatement(group, scope)])
  return added !== undefined && mayBy(added) ? 'with a statement' : 'never'
}

/**
 * Why a log group cannot be encrypted with a key, in words; nothing where it can.
 *
 * aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
 */
export const unfitForLogs = (
  { arn, accountId, state, spec, usage, manager }: Key,
  scope: Scope,
): string | undefined => {
  if (accountId !== scope.accountId || manager === 'AWS') return `key ${arn} is not one of this account's own`
  if (arn.split(':')[3] !== scope.region) return `key ${arn} is not in ${scope.region}`
  if (spec !== 'SYMMETRIC_DEFAULT' || usage !== 'ENCRYPT_DECRYPT')
    return `key ${arn} is no symmetric key for encryption`
  return state === 'Enabled' ? undefined : `key ${arn} is ${state}`
}
