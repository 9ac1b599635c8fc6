import type { InstanceProfile as IamProfile } from '@aws-sdk/client-iam'
import type { InstanceProfile } from '../core/records.ts'
import { malformed } from './ask.ts'

/** An instance profile as IAM's answers hold it; it has at most one role. */
export const profileOf = (found: IamProfile, action: string): InstanceProfile => {
  const { Arn: arn, InstanceProfileName: name, InstanceProfileId: id, Roles } = found
  if (!arn || !name || !id || !Roles)
    throw malformed(action, 'holds an instance profile without its name or roles')
  const roleName = Roles[0]?.RoleName
  return { arn, name, id, ...(roleName && { roleName }) }
}
