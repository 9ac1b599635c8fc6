import { decide } from '../iam/decide.ts'
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
  group: LogGroup,
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
