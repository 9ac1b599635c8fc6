import {
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  type EC2Client,
  type ModifyVpcEndpointCommandInput,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2'
import type { ChangeOf } from '../core/changes/change.ts'
import { namedGroup } from '../core/changes/group-ref.ts'
import { given, isError, unlessGone } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { awaited, patiently } from './patiently.ts'
import { groupBy } from './security-groups.ts'

/** An endpoint, or nothing where it does not exist any more; a deleted one stays listed for a while. */
const endpointBy = async (ec2: EC2Client, id: string): Promise<VpcEndpoint | undefined> => {
  const answer = await unlessGone(ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] })))
  const [endpoint] = answer ? given(answer.VpcEndpoints, 'VpcEndpoints') : []
  const state = endpoint?.State?.toLowerCase() ?? ''
  return state === 'deleted' || state === 'deleting' ? undefined : endpoint
}

const gone = (id: string): ChangedSince => new ChangedSince(`endpoint ${id} does not exist any more`)

/** An endpoint that is busy with the last change takes no other one. */
const modify = async (
  context: Context,
  ec2: EC2Client,
  input: ModifyVpcEndpointCommandInput,
): Promise<void> => {
  await patiently(
    context,
    () => ec2.send(new ModifyVpcEndpointCommand(input)),
    error => isError(error, 'IncorrectState'),
  )
}

const setPrivateDns: Executor<'set-private-dns'> = {
  look: async ({ region, endpointId, to }, context) => {
    const ec2 = context.at(region).ec2
    const endpoint = await endpointBy(ec2, endpointId)
    if (!endpoint && to) throw gone(endpointId)
    if (!endpoint || (endpoint.PrivateDnsEnabled === true) === to) return undefined
    const input = { VpcEndpointId: endpointId, PrivateDnsEnabled: to }
    return { write: () => modify(context, ec2, input) }
  },
}

const groupIdsOf = (endpoint: VpcEndpoint): readonly string[] =>
  given(endpoint.Groups, 'Groups').map(({ GroupId }) => given(GroupId, 'GroupId'))

/** The groups that a change speaks of, by id. */
const idsOf = ({ keeps }: ChangeOf<'add-endpoint-group'> | ChangeOf<'remove-endpoint-group'>, id: string) =>
  keeps === undefined ? [id] : [keeps, id]

const addGroup: Executor<'add-endpoint-group'> = {
  look: async (change, context) => {
    const { region, endpointId, group: ref } = change
    const ec2 = context.at(region).ec2
    const endpoint = await endpointBy(ec2, endpointId)
    if (!endpoint) throw gone(endpointId)
    const group = await awaited(context, () => groupBy(ec2, ref))
    if (!group) throw new ChangedSince(`security group ${namedGroup(ref)} does not exist any more`)
    const has = groupIdsOf(endpoint)
    const ids = idsOf(change, given(group.GroupId, 'GroupId')).filter(id => !has.includes(id))
    if (ids.length === 0) return undefined
    return { write: () => modify(context, ec2, { VpcEndpointId: endpointId, AddSecurityGroupIds: ids }) }
  },
}

const removeGroup: Executor<'remove-endpoint-group'> = {
  look: async (change, context) => {
    const { region, endpointId, group: ref, keeps } = change
    const ec2 = context.at(region).ec2
    const endpoint = await endpointBy(ec2, endpointId)
    const id = (await groupBy(ec2, ref))?.GroupId
    if (!endpoint || id === undefined) return undefined
    const has = groupIdsOf(endpoint)
    const ids = idsOf(change, id).filter(one => has.includes(one))
    if (ids.length === 0) return undefined
    if (keeps === undefined && ids.length === has.length)
      throw new ChangedSince(`endpoint ${endpointId} has no other security group any more`)
    return { write: () => modify(context, ec2, { VpcEndpointId: endpointId, RemoveSecurityGroupIds: ids }) }
  },
}

/** Interface endpoints: their groups and their private DNS. */
export const endpointExecutors = {
  'set-private-dns': setPrivateDns,
  'add-endpoint-group': addGroup,
  'remove-endpoint-group': removeGroup,
}
