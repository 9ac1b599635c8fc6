import { recordAt } from '../../../core/changes/edit-record.ts'
import { idToBe } from '../../../core/changes/group-ref.ts'
import type { AddEndpointGroup } from '../../../core/changes/change.ts'
import type { VpcEndpoint } from '../../../core/records.ts'
import type { Word, Until } from '../command.ts'
import type { Family, Note, Scene } from '../forms.ts'
import type { TemplateResource } from '../template-resource.ts'
import { yamlLines } from '../yaml.ts'
import { groupAttribute, groupCodeOf, groupKey, groupWord } from './groups.ts'

/** An endpoint that is busy with one change takes no other. */
const untilAvailable = (region: string, endpointId: string): Until => ({
  until: 'available',
  of: {
    operation: 'ec2 describe-vpc-endpoints',
    options: {
      'vpc-endpoint-ids': endpointId,
      query: 'VpcEndpoints[0].State',
      output: 'text',
      region,
    },
  },
})

/** Ids of groups as the template knows them: one that the plan creates is another resource of it. */
const groupIds = (scene: Scene, endpoint: VpcEndpoint): readonly unknown[] =>
  endpoint.groupIds.map(id => {
    const made = scene.changes.find(
      change => change.type === 'create-group' && idToBe(change.vpcId, change.groupName) === id,
    )
    return made?.type === 'create-group' ? groupAttribute(scene, made) : id
  })

/** An endpoint as it is after the plan, whole; where nobody read it, what is to be set. */
const endpointResource = (
  scene: Scene,
  region: string,
  endpointId: string,
  otherwise: Readonly<Record<string, unknown>>,
): TemplateResource | Note => {
  const world = scene.after(region)
  const endpoint = world && recordAt(world, 'vpcEndpoints', endpointId)
  if (!endpoint)
    return {
      note: `in the stack that owns AWS::EC2::VPCEndpoint ${endpointId}`,
      lines: yamlLines(otherwise),
    }
  return {
    type: 'AWS::EC2::VPCEndpoint',
    name: scene.name('endpoint', endpointId),
    region,
    properties: {
      VpcId: endpoint.vpcId,
      ServiceName: endpoint.serviceName,
      VpcEndpointType: endpoint.type,
      IpAddressType: endpoint.ipAddressType,
      SubnetIds: endpoint.subnetIds,
      SecurityGroupIds: groupIds(scene, endpoint),
      PrivateDnsEnabled: endpoint.privateDns,
      ...(endpoint.policy !== undefined && { PolicyDocument: JSON.parse(endpoint.policy) }),
    },
    existing: { Id: endpointId },
  }
}

const added = (scene: Scene, { group, keeps }: AddEndpointGroup): readonly Word[] => [
  ...(keeps === undefined ? [] : [keeps]),
  groupWord(scene, group),
]

/** Interface endpoints: their groups and their private DNS. */
export const endpointCode: Family<'set-private-dns' | 'add-endpoint-group'> = {
  'set-private-dns': {
    cli: ({ region, endpointId, to }) => [
      {
        operation: 'ec2 modify-vpc-endpoint',
        options: {
          'vpc-endpoint-id': endpointId,
          [to ? 'private-dns-enabled' : 'no-private-dns-enabled']: true,
          region,
        },
      },
      untilAvailable(region, endpointId),
    ],
    terraform: ({ region, endpointId, to }, { name }) => [
      {
        type: 'aws_vpc_endpoint_private_dns',
        name: name('aws_vpc_endpoint_private_dns', endpointId),
        region,
        arguments: { vpc_endpoint_id: endpointId, private_dns_enabled: to },
      },
    ],
    cloudformation: ({ region, endpointId, to }, scene) => [
      endpointResource(scene, region, endpointId, { PrivateDnsEnabled: to }),
    ],
  },
  'add-endpoint-group': {
    cli: (change, scene) => [
      {
        operation: 'ec2 modify-vpc-endpoint',
        options: {
          'vpc-endpoint-id': change.endpointId,
          'add-security-group-ids': { words: added(scene, change) },
          region: change.region,
        },
      },
      untilAvailable(change.region, change.endpointId),
    ],
    terraform: ({ region, endpointId, group, keeps }, scene) =>
      [...(keeps === undefined ? [] : [{ groupId: keeps }]), group].map(ref => ({
        type: 'aws_vpc_endpoint_security_group_association',
        name: scene.name(
          'aws_vpc_endpoint_security_group_association',
          `${endpointId} ${groupKey(ref)}`,
          `${endpointId} ${'groupId' in ref ? ref.groupId : ref.groupName}`,
        ),
        region,
        arguments: { vpc_endpoint_id: endpointId, security_group_id: groupCodeOf(scene, ref) },
      })),
    cloudformation: (change, scene) => [
      endpointResource(scene, change.region, change.endpointId, {
        SecurityGroupIds: [
          ...(change.keeps === undefined ? [] : [change.keeps]),
          groupAttribute(scene, change.group),
        ],
      }),
    ],
  },
}
