import type { InstanceProfile as IamProfile, Tag } from '@aws-sdk/client-iam'
import type { InstanceProfile } from '../core/records.ts'
import { malformed } from './ask.ts'

/** IAM's answer that a thing does not exist. */
export const NO_SUCH_ENTITY = 'NoSuchEntityException'

/**
 * A policy document as text: IAM sends it URL-encoded (RFC 3986); one that does not decode is kept as it is.
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export const decoded = (document: string): string => {
  try {
    return decodeURIComponent(document)
  } catch {
    return document
  }
}

/** Tags as IAM and EC2 list them, by key. */
export const tagsOf = (tags: readonly Partial<Tag>[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))

/** An instance profile as IAM's answers hold it; it has at most one role. */
export const profileOf = (found: IamProfile, action: string): InstanceProfile => {
  const { Arn: arn, InstanceProfileName: name, InstanceProfileId: id, Roles } = found
  if (!arn || !name || !id || !Roles)
    throw malformed(action, 'holds an instance profile without its name or roles')
  const roleName = Roles[0]?.RoleName
  return { arn, name, id, ...(roleName && { roleName }) }
}
