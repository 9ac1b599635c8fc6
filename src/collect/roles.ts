import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { HOST_MANAGEMENT_SETTING } from '../core/derive/role-in-use.ts'
import type { Role } from '../core/records.ts'
import { DETAILS, HANDFUL } from './account-details.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { heldPolicies, type PolicyHolder } from './held-policies.ts'
import { passedOn, readEach, wholeGaps, withGaps, type Loaded } from './loaded.ts'
import { decoded, NO_SUCH_ENTITY, tagsOf } from './iam-answers.ts'
import type { AccountCollector, AccountSource } from './source.ts'

const GET = 'iam:GetRole'
const ATTACHED = 'iam:ListAttachedRolePolicies'
const INLINE = 'iam:ListRolePolicies'
const INLINE_TEXT = 'iam:GetRolePolicy'

/** What reading one role needs. */
export const ROLE_ACTIONS = [GET, ATTACHED, INLINE, INLINE_TEXT] as const

/** The roles that the run's nodes may run under, with their policies. */
export const roles: AccountCollector<'roles'> = {
  actions: [...ROLE_ACTIONS, DETAILS],
  startsFrom: ['instanceProfiles', 'managedNodes', 'serviceSettings'],
  load: async source => {
    const { names, gaps } = await inUse(source)
    const known = names.size > HANDFUL ? (await source.details())?.roles : undefined
    const loaded = await readEach('roles', names, [GET], async name =>
      known ? known.get(name) : role(source.clients.iam, name),
    )
    return withGaps(passedOn('roles', gaps, 'no ids'), loaded)
  },
}

/**
 * Names of the roles in use over all Regions. Where profiles or nodes are unknown, any role may be in use. The role of
 * Default Host Management is reached through its setting alone, which is a gap itself where it was not read.
 */
const inUse = async (source: AccountSource) => {
  const [profiles, nodes, settings] = await Promise.all([
    source.load('instanceProfiles'),
    source.everywhere('managedNodes'),
    source.everywhere('serviceSettings'),
  ])
  const names = [
    ...Object.values(profiles.records).map(({ roleName }) => roleName),
    ...nodes.flatMap(({ records }) => Object.values(records).map(({ iamRole }) => iamRole)),
    ...settings.map(hostManagement),
    // A profile that holds no role may be meant for the one that bears its name.
    ...source.declared.map(({ instanceProfile }) => instanceProfile),
  ]
  return { names: new Set(names.flatMap(nameOf)), gaps: wholeGaps([profiles, ...nodes]) }
}

const hostManagement = ({ records }: Loaded<'serviceSettings'>): string | undefined =>
  records[HOST_MANAGEMENT_SETTING]?.value

// A role may be given with its path, or as an ARN; unset settings show `$None`.
const nameOf = (given: string | undefined): readonly string[] => {
  const name = given?.split('/').at(-1) ?? ''
  return /^[\w+=,.@-]{1,64}$/.test(name) ? [name] : []
}

/** One role with its policies, or undefined where there is none of that name. @throws FailedRead */
export const role = (iam: IAMClient, name: string): Promise<Role | undefined> =>
  unlessAbsent(readRole(iam, name), NO_SUCH_ENTITY)

const readRole = async (iam: IAMClient, RoleName: string): Promise<Role> => {
  const [{ Role: found }, held] = await Promise.all([
    ask(GET, ['Role'], () => iam.send(new GetRoleCommand({ RoleName }))),
    heldPolicies(holder(iam, RoleName)),
  ])
  const { RoleName: name, Arn: arn, RoleId: id, AssumeRolePolicyDocument: trust } = found
  if (!name || !arn || !id || trust === undefined)
    throw malformed(GET, 'holds a role without its name or trust policy')
  const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn
  return {
    name,
    arn,
    id,
    trustPolicy: decoded(trust),
    ...(boundary && { boundaryArn: boundary }),
    ...held,
    tags: tagsOf(found.Tags),
  }
}

const holder = (iam: IAMClient, RoleName: string): PolicyHolder => ({
  attached: {
    action: ATTACHED,
    send: page => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...page })),
  },
  inline: { action: INLINE, send: page => iam.send(new ListRolePoliciesCommand({ RoleName, ...page })) },
  text: { action: INLINE_TEXT, send: name => iam.send(new GetRolePolicyCommand({ RoleName, ...name })) },
})
