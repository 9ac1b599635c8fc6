import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import { namedGroup } from '../core/changes/group-ref.ts'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import type { SecurityGroupRule } from '../core/records.ts'
import { given, isError } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { awaited, patiently } from './patiently.ts'
import { isRule, permissionOf, rulesOf } from './rules.ts'
import { groupBy, isTagged } from './security-groups.ts'

const authorize = async (
  context: Context,
  ec2: EC2Client,
  GroupId: string,
  rule: SecurityGroupRule,
): Promise<void> => {
  const input = {
    GroupId,
    IpPermissions: [permissionOf(rule)],
    TagSpecifications: [
      { ResourceType: 'security-group-rule' as const, Tags: [{ Key: PLAN_TAG, Value: context.digest }] },
    ],
  }
  const send = (): Promise<unknown> =>
    rule.direction === 'ingress'
      ? ec2.send(new AuthorizeSecurityGroupIngressCommand(input))
      : ec2.send(new AuthorizeSecurityGroupEgressCommand(input))
  await patiently(context, send, error => isError(error, 'InvalidGroup.NotFound'), 5)
}

const add: Executor<'add-group-rule'> = {
  look: async ({ region, group: ref, rule }, context) => {
    const ec2 = context.at(region).ec2
    const group = await awaited(context, () => groupBy(ec2, ref))
    if (!group) throw new ChangedSince(`security group ${namedGroup(ref)} does not exist any more`)
    const groupId = given(group.GroupId, 'GroupId')
    // One that somebody else has added meanwhile does as well; it is theirs, and no undo takes it away.
    if ((await rulesOf(ec2, groupId)).some(one => isRule(one, rule))) return undefined
    return { write: () => authorize(context, ec2, groupId, rule) }
  },
}

const revoke = async (
  ec2: EC2Client,
  GroupId: string,
  { direction }: SecurityGroupRule,
  ruleId: string,
): Promise<void> => {
  const input = { GroupId, SecurityGroupRuleIds: [ruleId] }
  await (direction === 'ingress'
    ? ec2.send(new RevokeSecurityGroupIngressCommand(input))
    : ec2.send(new RevokeSecurityGroupEgressCommand(input)))
}

const remove: Executor<'remove-group-rule'> = {
  look: async ({ region, group: ref, rule }, context) => {
    const ec2 = context.at(region).ec2
    const groupId = (await groupBy(ec2, ref))?.GroupId
    if (groupId === undefined) return undefined
    const rules = await rulesOf(ec2, groupId)
    const own = rules.find(one => isRule(one, rule) && isTagged(one.Tags, context.digest))
    if (!own) return undefined
    const ruleId = given(own.SecurityGroupRuleId, 'SecurityGroupRuleId')
    return { write: () => revoke(ec2, groupId, rule, ruleId) }
  },
}

/** The rules that the tool adds to security groups, told from others' by their tag. */
export const groupRuleExecutors = { 'add-group-rule': add, 'remove-group-rule': remove }
