import type { World } from '../snapshot.ts'
import type { AddEndpointGroup, ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'
import { idOfGroup, namedGroup } from './group-ref.ts'
import { inRegion } from './in-region.ts'
import { review } from './review.ts'

type Attachment = Omit<AddEndpointGroup, 'type'>

const groupIds = (world: World, { group, keeps }: Attachment): readonly string[] => {
  const id = idOfGroup(world, group)
  return keeps === undefined ? [id] : [keeps, id]
}

const attach = (world: World, change: Attachment): World => {
  const wanted = groupIds(world, change)
  return editRecord(world, 'vpcEndpoints', change.endpointId, endpoint => {
    const missing = wanted.filter(id => !endpoint.groupIds.includes(id))
    return missing.length === 0 ? endpoint : { ...endpoint, groupIds: [...endpoint.groupIds, ...missing] }
  })
}

const detach = (world: World, change: Attachment): World => {
  const gone = groupIds(world, change)
  return editRecord(world, 'vpcEndpoints', change.endpointId, endpoint => {
    const left = endpoint.groupIds.filter(id => !gone.includes(id))
    return left.length === endpoint.groupIds.length ? endpoint : { ...endpoint, groupIds: left }
  })
}

const setPrivateDns = (world: World, endpointId: string, to: boolean): World =>
  editRecord(world, 'vpcEndpoints', endpointId, endpoint =>
    endpoint.privateDns === to ? endpoint : { ...endpoint, privateDns: to },
  )

/** Interface endpoints: their groups and their private DNS. */
export const endpointSpecs: {
  readonly 'set-private-dns': ChangeSpec<'set-private-dns'>
  readonly 'add-endpoint-group': ChangeSpec<'add-endpoint-group'>
  readonly 'remove-endpoint-group': ChangeSpec<'remove-endpoint-group'>
} = {
  'set-private-dns': {
    touches: ['vpcEndpoints'],
    phase: 'private DNS',
    turn: ({ region, endpointId }) => `${region} ${endpointId}`,
    edits: ({ endpointId: id }) => ({ kind: 'vpcEndpoint', id }),
    risk: review,
    actions: ['ec2:DescribeVpcEndpoints', 'ec2:ModifyVpcEndpoint'],
    describe: ({ endpointId, to }) => `turn private DNS of endpoint ${endpointId} ${to ? 'on' : 'off'}`,
    apply: (world, { region, endpointId, to }) =>
      inRegion(world, region, here => setPrivateDns(here, endpointId, to)),
    invert: change => ({ ...change, to: !change.to }),
  },
  'add-endpoint-group': {
    touches: ['vpcEndpoints'],
    phase: 'endpoint groups',
    turn: ({ region, endpointId }) => `${region} ${endpointId}`,
    edits: ({ endpointId: id }) => ({ kind: 'vpcEndpoint', id }),
    risk: review,
    actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints', 'ec2:ModifyVpcEndpoint'],
    describe: ({ endpointId, group }) =>
      `add security group ${namedGroup(group)} to endpoint ${endpointId}, beside the groups that it has`,
    apply: (world, change) => inRegion(world, change.region, here => attach(here, change)),
    invert: change => ({ ...change, type: 'remove-endpoint-group' }),
  },
  'remove-endpoint-group': {
    touches: ['vpcEndpoints'],
    phase: 'endpoint groups',
    turn: ({ region, endpointId }) => `${region} ${endpointId}`,
    edits: ({ endpointId: id }) => ({ kind: 'vpcEndpoint', id }),
    risk: review,
    actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints', 'ec2:ModifyVpcEndpoint'],
    describe: ({ endpointId, group }) =>
      `take security group ${namedGroup(group)} off endpoint ${endpointId}, which this tool put there`,
    apply: (world, change) => inRegion(world, change.region, here => detach(here, change)),
    invert: change => ({ ...change, type: 'add-endpoint-group' }),
  },
}
