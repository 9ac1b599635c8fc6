import {
  GetGroupPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { IamGroup, IamPrincipal } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { heldPolicies, type PolicyHolder } from './held-policies.ts'
import { NO_SUCH_ENTITY, tagsOf } from './iam-answers.ts'

const USER = {
  get: 'iam:GetUser',
  attached: 'iam:ListAttachedUserPolicies',
  inline: 'iam:ListUserPolicies',
  text: 'iam:GetUserPolicy',
  groups: 'iam:ListGroupsForUser',
} as const

const GROUP = {
  attached: 'iam:ListAttachedGroupPolicies',
  inline: 'iam:ListGroupPolicies',
  text: 'iam:GetGroupPolicy',
} as const

/** What reading one user with his groups needs. */
export const USER_ACTIONS = [...Object.values(USER), ...Object.values(GROUP)] as const

/** Reads a group with its policies: asked once, however many of its users are read. */
export type GroupReader = (name: string) => Promise<IamGroup>

export const groupReader = (iam: IAMClient): GroupReader => {
  const asked = new Map<string, Promise<IamGroup>>()
  return name => {
    const group = asked.get(name) ?? readGroup(iam, name)
    asked.set(name, group)
    return group
  }
}

const readGroup = async (iam: IAMClient, name: string): Promise<IamGroup> => ({
  name,
  ...(await heldPolicies(groupHolder(iam, name))),
})

/** One user with his policies and those of his groups, or undefined where there is none of that name. @throws FailedRead */
export const user = (iam: IAMClient, name: string, groupOf: GroupReader): Promise<IamPrincipal | undefined> =>
  unlessAbsent(readUser(iam, name, groupOf), NO_SUCH_ENTITY)

const readUser = async (iam: IAMClient, UserName: string, groupOf: GroupReader): Promise<IamPrincipal> => {
  const [{ User: found }, held, groups] = await Promise.all([
    ask(USER.get, ['User'], () => iam.send(new GetUserCommand({ UserName }))),
    heldPolicies(userHolder(iam, UserName)),
    groupNames(iam, UserName),
  ])
  const { UserName: name, Arn: arn, UserId: id } = found
  if (!name || !arn || !id) throw malformed(USER.get, 'holds a user without his name, ARN or id')
  const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn
  return {
    arn,
    name,
    id,
    ...(boundary && { boundaryArn: boundary }),
    ...held,
    tags: tagsOf(found.Tags),
    groups: await Promise.all(groups.map(groupOf)),
  }
}

const groupNames = (iam: IAMClient, UserName: string): Promise<readonly string[]> =>
  everyPage(USER.groups, async Marker => {
    const input = { UserName, ...(Marker && { Marker }) }
    const answer = await ask(USER.groups, ['Groups'], () => iam.send(new ListGroupsForUserCommand(input)))
    const items = answer.Groups.map(({ GroupName }) => {
      if (!GroupName) throw malformed(USER.groups, 'lists a group without its name')
      return GroupName
    })
    return { items, next: answer.IsTruncated ? answer.Marker : undefined }
  })

const userHolder = (iam: IAMClient, UserName: string): PolicyHolder => ({
  attached: {
    action: USER.attached,
    send: page => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...page })),
  },
  inline: { action: USER.inline, send: page => iam.send(new ListUserPoliciesCommand({ UserName, ...page })) },
  text: { action: USER.text, send: name => iam.send(new GetUserPolicyCommand({ UserName, ...name })) },
})

const groupHolder = (iam: IAMClient, GroupName: string): PolicyHolder => ({
  attached: {
    action: GROUP.attached,
    send: page => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, ...page })),
  },
  inline: {
    action: GROUP.inline,
    send: page => iam.send(new ListGroupPoliciesCommand({ GroupName, ...page })),
  },
  text: { action: GROUP.text, send: name => iam.send(new GetGroupPolicyCommand({ GroupName, ...name })) },
})
