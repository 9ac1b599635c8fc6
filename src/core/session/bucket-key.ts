import type { GrantStatement } from '../changes/change.ts'
import type { WantedAccess } from '../meant/role-access.ts'
import type { Key, KeyGrant, KeyPolicy } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** The key's own side: its policy, and its grants, which may be unread. */
export interface KeySide {
  readonly policy?: KeyPolicy | undefined
  readonly grants?: readonly KeyGrant[] | 'unread'
}

/**
 * What a node needs of the key by which a bucket encrypts: S3 asks for a data key in the name of the role, and for its
 * decryption where the upload has several parts.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const bucketKeyAccess = (
  key: Key,
  { policy, grants }: KeySide,
  scope: Scope,
  actions: readonly string[] = ['kms:GenerateDataKey'],
): WantedAccess => ({
  actions,
  call: {
    resource: key.arn,
    resourceAccount: key.accountId,
    context: { 'kms:ViaService': viaS3(key, scope), 'kms:CallerAccount': scope.accountId },
    ...(policy && { resourcePolicy: { name: 'key policy', document: policy.document } }),
    ...(grants !== undefined && { grants }),
  },
  statement: bucketKeyStatement(key.arn, actions),
})

/** The statement that grants it. */
export const bucketKeyStatement = (arn: string, actions: readonly string[]): GrantStatement => ({
  sid: 'SessionLogsBucketKey',
  actions,
  resources: [arn],
})

const viaS3 = ({ arn }: Key, { partition }: Scope): string =>
  `s3.${arn.split(':')[3] ?? ''}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`
