import type { NodeCall } from '../iam/node-request.ts'
import type { Key } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** A session key as far as it can be told: one of another account by its ARN alone. */
export type NamedKey = Pick<Key, 'arn' | 'accountId'> & Partial<Pick<Key, 'state'>>

/** The ARN of a key in another account says all that is needed; any other reference has to have been looked up. */
export const namedKey = (
  ref: string,
  keys: Readonly<Record<string, Key>>,
  { accountId, region }: Scope,
): NamedKey | undefined => {
  const [, , , inRegion, account, resource] = ref.split(':')
  if (account === undefined || account === accountId || !resource?.startsWith('key/')) return keys[ref]
  // A key elsewhere is kms/key-usable's to tell.
  return inRegion === region ? { arn: ref, accountId: account } : undefined
}

/** A key's side that leaves the decision to the policies of the role. */
export const openKeySide = ({
  partition,
  accountId,
}: Scope): Pick<NodeCall, 'resourceAccount' | 'resourcePolicy'> => {
  const root = `arn:${partition}:iam::${accountId}:root`
  const statement = { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }
  return {
    resourceAccount: accountId,
    resourcePolicy: { name: 'key policy', document: { Version: '2012-10-17', Statement: [statement] } },
  }
}
