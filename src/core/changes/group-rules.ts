import { covers, parseBlock } from '../net/cidr.ts'
import type { Peer, SecurityGroup, SecurityGroupRule } from '../records.ts'
import type { World } from '../snapshot.ts'
import type { AddGroupRule, ChangeSpec, CreateGroup } from './change.ts'
import { dropRecord, editRecord, putRecord, recordAt } from './edit-record.ts'
import { groupNamed, idOfGroup, idToBe, namedGroup } from './group-ref.ts'
import { inRegion } from './in-region.ts'
import { PLAN_TAG } from './plan-tag.ts'
import { nothing, review } from './review.ts'
import type { Thing } from './thing.ts'

/** The other end of a rule as people read it. */
export const peerText = (peer: Peer): string => {
  if (peer.kind === 'cidr') return peer.cidr
  return peer.kind === 'group' ? peer.groupId : peer.prefixListId
}

/** Whether two texts name the same addresses: EC2 writes a block in its own way. */
export const sameBlock = (a: string, b: string): boolean => {
  const [one, other] = [parseBlock(a), parseBlock(b)]
  return one && other ? covers(one, other) && covers(other, one) : a === b
}

const samePeer = (a: Peer, b: Peer): boolean =>
  a.kind === 'cidr' && b.kind === 'cidr'
    ? sameBlock(a.cidr, b.cidr)
    : a.kind === b.kind && peerText(a) === peerText(b)

/** Whether two rules let the same through: EC2 refuses a second one, whatever its description. */
export const sameRule = (a: SecurityGroupRule, b: SecurityGroupRule): boolean =>
  a.direction === b.direction &&
  a.protocol === b.protocol &&
  a.ports?.from === b.ports?.from &&
  a.ports?.to === b.ports?.to &&
  samePeer(a.peer, b.peer)

const addRule = (world: World, { group, rule }: Omit<AddGroupRule, 'type'>): World =>
  editRecord(world, 'securityGroups', idOfGroup(world, group), record =>
    record.rules.some(one => sameRule(one, rule)) ? record : { ...record, rules: [...record.rules, rule] },
  )

const removeRule = (world: World, { group, rule }: Omit<AddGroupRule, 'type'>): World =>
  editRecord(world, 'securityGroups', idOfGroup(world, group), record =>
    record.rules.some(one => sameRule(one, rule))
      ? { ...record, rules: record.rules.filter(one => !sameRule(one, rule)) }
      : record,
  )

/**
 * The rules with which AWS creates a group: everything may go out.
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
const firstRules = (world: World, vpcId: string): readonly SecurityGroupRule[] => {
  const cidrs = recordAt(world, 'vpcs', vpcId)?.cidrs ?? []
  const everywhere = cidrs.some(cidr => cidr.includes(':')) ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0']
  return everywhere.map(cidr => ({ direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr } }))
}

const create = (world: World, { vpcId, groupName }: Omit<CreateGroup, 'type'>): World => {
  if (groupNamed(world, vpcId, groupName)) return world
  const made: SecurityGroup = {
    id: idToBe(vpcId, groupName),
    name: groupName,
    vpcId,
    ownerId: world.scope.accountId,
    rules: firstRules(world, vpcId),
    // The digest of the plan is not known before its steps are.
    tags: { [PLAN_TAG]: '' },
  }
  return putRecord(world, 'securityGroups', made.id, made)
}

const remove = (world: World, { vpcId, groupName }: Omit<CreateGroup, 'type'>): World => {
  const group = groupNamed(world, vpcId, groupName)
  return group && PLAN_TAG in group.tags ? dropRecord(world, 'securityGroups', group.id) : world
}

const portsText = ({ ports, protocol }: SecurityGroupRule): string => {
  if (!ports) return protocol === '-1' ? 'all traffic' : protocol
  return `${protocol} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`
}

const ruleText = (rule: SecurityGroupRule): string =>
  `${portsText(rule)} ${rule.direction === 'ingress' ? 'in from' : 'out to'} ${peerText(rule.peer)}`

/** A group of our own is nobody's yet. */
const groupOf = ({ group }: Omit<AddGroupRule, 'type'>): Thing | undefined =>
  'groupId' in group ? { kind: 'securityGroup', id: group.groupId } : undefined

const ruleTurn = ({ region, group, rule }: Omit<AddGroupRule, 'type'>): string =>
  `${region} ${'groupId' in group ? group.groupId : group.groupName} ${JSON.stringify(rule)}`

/** Security groups of our own, and the rules that the tool adds to a group. */
export const groupSpecs: {
  readonly 'add-group-rule': ChangeSpec<'add-group-rule'>
  readonly 'remove-group-rule': ChangeSpec<'remove-group-rule'>
  readonly 'create-group': ChangeSpec<'create-group'>
  readonly 'delete-group': ChangeSpec<'delete-group'>
} = {
  'add-group-rule': {
    touches: ['securityGroups'],
    phase: 'group rules',
    turn: ruleTurn,
    edits: groupOf,
    risk: review,
    // What is created with tags needs ec2:CreateTags too, without a call of its own.
    // aws: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
    actions: [
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateTags',
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeSecurityGroups',
    ],
    describe: ({ group, rule }) => `let ${ruleText(rule)} through security group ${namedGroup(group)}`,
    apply: (world, change) => inRegion(world, change.region, here => addRule(here, change)),
    invert: change => ({ ...change, type: 'remove-group-rule' }),
  },
  'remove-group-rule': {
    touches: ['securityGroups'],
    phase: 'group rules',
    turn: ruleTurn,
    edits: groupOf,
    risk: review,
    actions: [
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeSecurityGroups',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
    ],
    describe: ({ group, rule }) =>
      `let ${ruleText(rule)} through security group ${namedGroup(group)} no more: revoke the rule that this tool added`,
    apply: (world, change) => inRegion(world, change.region, here => removeRule(here, change)),
    invert: change => ({ ...change, type: 'add-group-rule' }),
  },
  'create-group': {
    touches: ['securityGroups'],
    phase: 'security groups',
    turn: ({ region, groupName }) => `${region} ${groupName}`,
    edits: nothing,
    risk: review,
    actions: ['ec2:CreateSecurityGroup', 'ec2:CreateTags', 'ec2:DescribeSecurityGroups'],
    describe: ({ groupName, vpcId }) => `create security group ${groupName} in ${vpcId}`,
    apply: (world, change) => inRegion(world, change.region, here => create(here, change)),
    invert: change => ({ ...change, type: 'delete-group' }),
  },
  'delete-group': {
    touches: ['securityGroups'],
    phase: 'security groups',
    turn: ({ region, groupName }) => `${region} ${groupName}`,
    edits: nothing,
    risk: review,
    actions: ['ec2:DeleteSecurityGroup', 'ec2:DescribeSecurityGroupRules', 'ec2:DescribeSecurityGroups'],
    describe: ({ groupName, vpcId }) =>
      `delete security group ${groupName} of ${vpcId}, which this tool created`,
    apply: (world, change) => inRegion(world, change.region, here => remove(here, change)),
    invert: change => ({ ...change, type: 'create-group' }),
  },
}
