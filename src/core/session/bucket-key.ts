import type { GrantStatement } from '../changes/change.ts'
import type { WantedAccess } from '../meant/role-access.ts'
import type { KeyGrant, KeyPolicy } from '../records.ts'
import type { Scope } from '../snapshot.ts'
import { openKeySide, type NamedKey } from './session-key.ts'

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
  key: NamedKey,
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

/** The same as far as the role's own policies go: across accounts they have to allow it whatever the key's side says. */
export const ownBucketKeyAccess = (
  key: NamedKey,
  scope: Scope,
  actions: readonly string[] = ['kms:GenerateDataKey'],
): WantedAccess => {
  const wanted = bucketKeyAccess(key, {}, scope, actions)
  return { ...wanted, call: { ...wanted.call, ...openKeySide(scope) } }
}

/** The key of another account, as its ARN tells it; undefined for one of this account, or that has no ARN. */
export const keyElsewhere = (keyId: string, { accountId }: Scope): NamedKey | undefined => {
  const [, , service, , account, resource] = keyId.split(':')
  if (service !== 'kms' || account === undefined || account === accountId) return undefined
  return resource?.startsWith('key/') ? { arn: keyId, accountId: account } : undefined
}

const viaS3 = ({ arn }: NamedKey, { partition }: Scope): string =>
  `s3.${arn.split(':')[3] ?? ''}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`
