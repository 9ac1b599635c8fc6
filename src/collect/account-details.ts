import {
  GetAccountAuthorizationDetailsCommand,
  type EntityType,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
  type ManagedPolicyDetail,
  type RoleDetail,
} from '@aws-sdk/client-iam'
import type { IamPrincipal, InstanceProfile, ManagedPolicy, Role } from '../core/records.ts'
import { ask, everyPage, malformed } from './ask.ts'
import { decoded, profileOf, tagsOf } from './iam-answers.ts'
import { usersIn } from './user-details.ts'

export const DETAILS = 'iam:GetAccountAuthorizationDetails'

/** Roles in use from which one read of all roles is tried instead of a handful of reads for each. */
export const HANDFUL = 5

/** All roles, the policies in use and the profiles that hold a role, of the account. */
export interface AccountDetails {
  readonly roles: ReadonlyMap<string, Role>
  readonly policies: ReadonlyMap<string, ManagedPolicy>
  readonly profiles: ReadonlyMap<string, InstanceProfile>
  /** By name; only where they were asked for. */
  readonly users?: ReadonlyMap<string, IamPrincipal>
}

const ROLES: readonly EntityType[] = ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy']
const USERS: readonly EntityType[] = ['User', 'Group']

/** Reads all roles with their policies, and all users and groups where they are wanted, up to 1,000 a page. @throws FailedRead */
export const readAccountDetails = async (iam: IAMClient, withUsers: boolean): Promise<AccountDetails> => {
  const filter = withUsers ? [...ROLES, ...USERS] : [...ROLES]
  const pages = await everyPage(DETAILS, token => page(iam, filter, token))
  const roles = pages.flatMap(({ RoleDetailList }) => RoleDetailList ?? [])
  const policies = pages.flatMap(({ Policies }) => Policies ?? [])
  const profiles = roles.flatMap(({ InstanceProfileList }) => InstanceProfileList ?? [])
  return {
    roles: new Map(roles.map(role).map(found => [found.name, found])),
    policies: new Map(policies.map(policy).map(found => [found.arn, found])),
    profiles: new Map(profiles.map(found => profileOf(found, DETAILS)).map(found => [found.arn, found])),
    ...(withUsers && { users: new Map(usersIn(pages, DETAILS).map(found => [found.name, found])) }),
  }
}

const page = async (iam: IAMClient, Filter: EntityType[], Marker: string | undefined) => {
  const input = { MaxItems: 1000, Filter, ...(Marker && { Marker }) }
  const answer = await ask(DETAILS, ['RoleDetailList', 'Policies'], () =>
    iam.send(new GetAccountAuthorizationDetailsCommand(input)),
  )
  const items: GetAccountAuthorizationDetailsResponse[] = [answer]
  return { items, next: answer.IsTruncated ? answer.Marker : undefined }
}

const role = (found: RoleDetail): Role => {
  const { RoleName: name, Arn: arn, RoleId: id, AssumeRolePolicyDocument: trust } = found
  const { AttachedManagedPolicies: attached, RolePolicyList: inline } = found
  if (!name || !arn || !id || trust === undefined || !attached || !inline) {
    throw malformed(DETAILS, 'holds a role without its name, trust policy or policies')
  }
  const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn
  return {
    name,
    arn,
    id,
    trustPolicy: decoded(trust),
    ...(boundary && { boundaryArn: boundary }),
    attached: attached.map(({ PolicyArn = '', PolicyName = '' }) => ({ arn: PolicyArn, name: PolicyName })),
    inline: Object.fromEntries(
      inline.map(({ PolicyName = '', PolicyDocument = '' }) => [PolicyName, decoded(PolicyDocument)]),
    ),
    tags: tagsOf(found.Tags),
  }
}

const policy = (found: ManagedPolicyDetail): ManagedPolicy => {
  const version = found.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion)
  if (!found.Arn || !found.PolicyName || version?.Document === undefined) {
    throw malformed(DETAILS, 'holds a policy without its ARN, name or default version')
  }
  return { arn: found.Arn, name: found.PolicyName, document: decoded(version.Document) }
}
