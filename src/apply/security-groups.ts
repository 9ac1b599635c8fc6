import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  type EC2Client,
  type SecurityGroup,
  type Tag,
} from '@aws-sdk/client-ec2'
import type { GroupRef } from '../core/changes/change.ts'
import { namedGroup } from '../core/changes/group-ref.ts'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import { everyPage, given, isError, unlessGone } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { patiently } from './patiently.ts'
import { rulesOf } from './rules.ts'

/** Whether a thing carries the tag of this plan. */
export const isTagged = (tags: readonly Tag[] | undefined, digest: string): boolean =>
  tags?.some(({ Key, Value }) => Key === PLAN_TAG && Value === digest) === true

const inputFor = (ref: GroupRef): DescribeSecurityGroupsCommandInput =>
  'groupId' in ref
    ? { GroupIds: [ref.groupId] }
    : {
        Filters: [
          { Name: 'vpc-id', Values: [ref.vpcId] },
          { Name: 'group-name', Values: [ref.groupName] },
        ],
      }

/** A group by its id or its name, or nothing where there is none. */
export const groupBy = async (ec2: EC2Client, ref: GroupRef): Promise<SecurityGroup | undefined> => {
  const found = await unlessGone(
    everyPage(async NextToken => {
      const page = await ec2.send(
        new DescribeSecurityGroupsCommand({ ...inputFor(ref), ...(NextToken && { NextToken }) }),
      )
      return { items: given(page.SecurityGroups, 'SecurityGroups'), next: page.NextToken }
    }),
  )
  return found?.[0]
}

const ownGroup = async (
  ec2: EC2Client,
  ref: GroupRef,
  digest: string,
): Promise<SecurityGroup | undefined> => {
  const group = await groupBy(ec2, ref)
  if (group && !isTagged(group.Tags, digest))
    throw new ChangedSince(`security group ${namedGroup(ref)} exists and was not created by this plan`)
  return group
}

const create: Executor<'create-group'> = {
  look: async ({ region, vpcId, groupName }, context) => {
    const ec2 = context.at(region).ec2
    if (await ownGroup(ec2, { vpcId, groupName }, context.digest)) return undefined
    const input = {
      VpcId: vpcId,
      GroupName: groupName,
      Description: 'What reaches an endpoint for Session Manager, created by ssm-doctor',
      TagSpecifications: [
        { ResourceType: 'security-group' as const, Tags: [{ Key: PLAN_TAG, Value: context.digest }] },
      ],
    }
    return {
      write: async () =>
        void given((await ec2.send(new CreateSecurityGroupCommand(input))).GroupId, 'GroupId'),
    }
  },
}

const destroy = async (context: Context, ec2: EC2Client, GroupId: string, name: string): Promise<void> => {
  try {
    // The interfaces of an endpoint let a group go a while after the endpoint does.
    await patiently(
      context,
      () => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
      error => isError(error, 'DependencyViolation'),
    )
  } catch (cause) {
    if (!isError(cause, 'DependencyViolation')) throw cause
    throw new ChangedSince(`security group ${name} is used by others since`, { cause })
  }
}

const remove: Executor<'delete-group'> = {
  look: async ({ region, vpcId, groupName }, context) => {
    const [ec2, ref] = [context.at(region).ec2, { vpcId, groupName }]
    const group = await ownGroup(ec2, ref, context.digest)
    if (!group) return undefined
    const GroupId = given(group.GroupId, 'GroupId')
    const rules = await rulesOf(ec2, GroupId)
    if (rules.some(rule => !isFirst(rule) && !isTagged(rule.Tags, context.digest)))
      throw new ChangedSince(`security group ${namedGroup(ref)} has got rules of others since`)
    return { write: () => destroy(context, ec2, GroupId, namedGroup(ref)) }
  },
}

/** A rule that AWS gives every new group: everything may go out. */
const isFirst = (rule: Awaited<ReturnType<typeof rulesOf>>[number]): boolean =>
  rule.IsEgress === true &&
  rule.IpProtocol === '-1' &&
  (rule.CidrIpv4 === '0.0.0.0/0' || rule.CidrIpv6 === '::/0')

/** Security groups of our own. */
export const securityGroupExecutors = { 'create-group': create, 'delete-group': remove }
