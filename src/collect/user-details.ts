import type {
  AttachedPolicy as Attached,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  PolicyDetail,
  UserDetail,
} from '@aws-sdk/client-iam'
import type { IamGroup, IamPrincipal } from '../core/records.ts'
import { malformed } from './ask.ts'
import type { HeldPolicies } from './held-policies.ts'
import { decoded, tagsOf } from './iam-answers.ts'

type Page = GetAccountAuthorizationDetailsResponse

/** The users of an account's details, with their groups, which may stand on other pages. @throws FailedRead */
export const usersIn = (pages: readonly Page[], action: string): readonly IamPrincipal[] => {
  const groups = new Map(
    pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList.map(one => groupOf(one, action))),
  )
  return pages.flatMap(({ UserDetailList = [] }) => UserDetailList.map(one => userOf(one, groups, action)))
}

const groupOf = (found: GroupDetail, action: string): readonly [string, IamGroup] => {
  const { GroupName: name, AttachedManagedPolicies: attached, GroupPolicyList: inline } = found
  if (!name || !attached || !inline) throw malformed(action, 'holds a group without its name or policies')
  return [name, { name, ...held(attached, inline) }]
}

const userOf = (found: UserDetail, groups: ReadonlyMap<string, IamGroup>, action: string): IamPrincipal => {
  const { UserName: name, Arn: arn, UserId: id, AttachedManagedPolicies: attached, GroupList: names } = found
  if (!name || !arn || !id || !attached || !names)
    throw malformed(action, 'holds a user without his name, ARN, policies or groups')
  const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn
  return {
    arn,
    name,
    id,
    ...(boundary && { boundaryArn: boundary }),
    // A user without inline policies has no list of them.
    ...held(attached, found.UserPolicyList ?? []),
    tags: tagsOf(found.Tags),
    groups: names.map(group => {
      const known = groups.get(group)
      if (!known) throw malformed(action, `does not hold group ${group} of user ${name}`)
      return known
    }),
  }
}

const held = (attached: readonly Attached[], inline: readonly PolicyDetail[]): HeldPolicies => ({
  attached: attached.map(({ PolicyArn = '', PolicyName = '' }) => ({ arn: PolicyArn, name: PolicyName })),
  inline: Object.fromEntries(
    inline.map(({ PolicyName = '', PolicyDocument = '' }) => [PolicyName, decoded(PolicyDocument)]),
  ),
})
