import type { AddGroupRule, CreateGroup, GroupRef } from '../../../core/changes/change.ts'
import { groupNamed } from '../../../core/changes/group-ref.ts'
import { peerText } from '../../../core/changes/group-rules.ts'
import type { Peer, SecurityGroupRule } from '../../../core/records.ts'
import { peerPermission } from '../../../core/words/peer-permission.ts'
import type { HclArguments, HclResource } from '../hcl-resource.ts'
import type { Family, Scene } from '../forms.ts'
import type { TemplateProperties } from '../template-resource.ts'
import { groupAttribute, groupCodeOf, groupKey, groupName, groupVariable, groupWord } from './groups.ts'
import { taggedAs } from './tagged.ts'

const DESCRIPTION = 'What reaches an endpoint for Session Manager, created by ssm-doctor'

const isIngress = ({ direction }: SecurityGroupRule): boolean => direction === 'ingress'

const ruleKey = ({ region, group, rule }: Omit<AddGroupRule, 'type'>): string =>
  `${region} ${groupKey(group)} ${JSON.stringify(rule)}`

const ruleSeed = (group: GroupRef, { direction, ports, peer }: SecurityGroupRule): string => {
  const name = 'groupId' in group ? group.groupId : group.groupName
  return `${name} ${direction} ${ports?.from ?? 'all'} ${peerText(peer)}`
}

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const permission = ({ protocol, ports, peer, description }: SecurityGroupRule): string =>
  JSON.stringify([
    {
      IpProtocol: protocol,
      ...(ports && { FromPort: ports.from, ToPort: ports.to }),
      ...peerPermission(peer, description),
    },
  ])

const peerArguments = (peer: Peer, accountId: string | undefined): HclArguments => {
  if (peer.kind === 'prefix list') return { prefix_list_id: peer.prefixListId }
  if (peer.kind === 'cidr')
    return peer.cidr.includes(':') ? { cidr_ipv6: peer.cidr } : { cidr_ipv4: peer.cidr }
  const isForeign = peer.ownerId !== undefined && accountId !== undefined && peer.ownerId !== accountId
  return { referenced_security_group_id: isForeign ? `${peer.ownerId}/${peer.groupId}` : peer.groupId }
}

const ruleResource = (scene: Scene, change: Omit<AddGroupRule, 'type'>): HclResource => {
  const { region, group, rule } = change
  const type = `aws_vpc_security_group_${rule.direction}_rule`
  return {
    type,
    name: scene.name(type, ruleKey(change), ruleSeed(group, rule)),
    region,
    arguments: {
      security_group_id: groupCodeOf(scene, group),
      description: rule.description,
      ip_protocol: rule.protocol,
      from_port: rule.ports?.from,
      to_port: rule.ports?.to,
      ...peerArguments(rule.peer, scene.after(region)?.scope.accountId),
    },
  }
}

/** AWS lets everything out of a new group; Terraform takes that rule away where it is not told. */
const firstRules = (
  scene: Scene,
  { region, vpcId, groupName }: Omit<CreateGroup, 'type'>,
): readonly HclResource[] => {
  const world = scene.after(region)
  const known = world && groupNamed(world, vpcId, groupName)?.rules.filter(rule => rule.protocol === '-1')
  const usual: SecurityGroupRule = {
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  }
  return (known ?? [usual]).map(rule => ruleResource(scene, { region, group: { vpcId, groupName }, rule }))
}

const peerProperties = (peer: Peer, ingress: boolean): TemplateProperties => {
  if (peer.kind === 'cidr') return peer.cidr.includes(':') ? { CidrIpv6: peer.cidr } : { CidrIp: peer.cidr }
  if (peer.kind === 'prefix list')
    return { [ingress ? 'SourcePrefixListId' : 'DestinationPrefixListId']: peer.prefixListId }
  if (!ingress) return { DestinationSecurityGroupId: peer.groupId }
  return { SourceSecurityGroupId: peer.groupId, SourceSecurityGroupOwnerId: peer.ownerId }
}

/** Security groups of our own, and the rules that are added to a group. */
export const groupCode: Family<'create-group' | 'add-group-rule'> = {
  'create-group': {
    cli: ({ region, vpcId, groupName }, scene) => {
      const variable = groupVariable(scene, { vpcId, groupName })
      return [
        {
          operation: 'ec2 create-security-group',
          options: {
            'vpc-id': vpcId,
            'group-name': groupName,
            description: DESCRIPTION,
            'tag-specifications': taggedAs('security-group', scene.digest),
            query: 'GroupId',
            output: 'text',
            region,
          },
          into: variable,
        },
        {
          operation: 'ec2 wait security-group-exists',
          options: { 'group-ids': { variable }, region },
        },
      ]
    },
    terraform: (change, scene) => [
      {
        type: 'aws_security_group',
        name: groupName(scene, 'aws_security_group', change),
        region: change.region,
        arguments: { name: change.groupName, description: DESCRIPTION, vpc_id: change.vpcId },
      },
      ...firstRules(scene, change),
    ],
    cloudformation: (change, scene) => [
      {
        type: 'AWS::EC2::SecurityGroup',
        name: groupName(scene, 'group', change),
        region: change.region,
        properties: {
          GroupName: change.groupName,
          GroupDescription: DESCRIPTION,
          VpcId: change.vpcId,
        },
      },
    ],
  },
  'add-group-rule': {
    cli: ({ region, group, rule }, scene) => [
      {
        operation: `ec2 authorize-security-group-${rule.direction}`,
        options: {
          'group-id': groupWord(scene, group),
          'ip-permissions': permission(rule),
          'tag-specifications': taggedAs('security-group-rule', scene.digest),
          region,
        },
      },
    ],
    terraform: (change, scene) => [ruleResource(scene, change)],
    cloudformation: ({ region, group, rule }, scene) => [
      {
        type: `AWS::EC2::SecurityGroup${isIngress(rule) ? 'Ingress' : 'Egress'}`,
        name: scene.name('rule', ruleKey({ region, group, rule }), ruleSeed(group, rule)),
        region,
        properties: {
          GroupId: groupAttribute(scene, group),
          Description: rule.description,
          IpProtocol: rule.protocol,
          FromPort: rule.ports?.from,
          ToPort: rule.ports?.to,
          ...peerProperties(rule.peer, isIngress(rule)),
        },
      },
    ],
  },
}
