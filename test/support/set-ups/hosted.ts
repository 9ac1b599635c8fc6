import { ACCOUNT, DB, healthyWorld, policyDocument, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { eachNode, WELL, type Row } from './set-up.ts'

const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const HOSTED_ROLE = 'AWSSystemsManagerDefaultEC2InstanceManagementRole'
const HOSTED_POLICY = 'arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'

const CORE = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]

/** A statement on what applications do: nothing of Systems Manager, nothing of session logs. */
const APPLICATION = {
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::app-config-123456789012/*',
}

const withHostedRole = (world: BreakableWorld): void => {
  const { roles, policies, serviceSettings } = world.records
  policies[HOSTED_POLICY] = {
    arn: HOSTED_POLICY,
    name: 'AmazonSSMManagedEC2InstanceDefaultPolicy',
    document: policyDocument([{ Effect: 'Allow', Action: CORE, Resource: '*' }]),
  }
  roles[HOSTED_ROLE] = {
    name: HOSTED_ROLE,
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/${HOSTED_ROLE}`,
    id: 'AROAHOSTEDXXXXXXXXXXX',
    trustPolicy: policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
    attached: [{ arn: HOSTED_POLICY, name: 'AmazonSSMManagedEC2InstanceDefaultPolicy' }],
    inline: { ...roles['db']?.inline },
    tags: {},
  }
  serviceSettings[HOSTED] = { id: HOSTED, value: `service-role/${HOSTED_ROLE}`, status: 'Customized' }
}

/** One node without a profile, one with a profile for its application alone: the host management role serves both. */
const hostedWorld = (): BreakableWorld => {
  const world = healthyWorld()
  withHostedRole(world)
  const { instances, managedNodes, roles } = world.records
  delete instances[WEB]?.profileArn
  delete instances[WEB]?.profileId
  delete roles['web']
  Object.assign(roles['db'] ?? {}, { attached: [], inline: { application: policyDocument([APPLICATION]) } })
  for (const id of [WEB, DB]) Object.assign(managedNodes[id] ?? {}, { iamRole: HOSTED_ROLE })
  return world
}

/** Default Host Management keeps agents current: no association does. */
const withoutAssociation = (world: BreakableWorld): BreakableWorld => {
  delete world.records.managedNodes['mi-0a1b2c3d4e5f60003']
  delete world.records.roles['hybrid-node']
  world.records.agentUpdates = {}
  return world
}

export const DEFAULT_HOST_MANAGEMENT: Row = {
  'the host management role has the permissions, the profile has none': {
    worlds: () => [hostedWorld()],
    outcomes: eachNode(WELL),
  },
  'nothing but the service updates agents': {
    worlds: () => [withoutAssociation(hostedWorld())],
    outcomes: { [WEB]: WELL, [DB]: WELL },
  },
  'Systems Manager does not tell the role of a node': {
    worlds: () => {
      const world = hostedWorld()
      for (const node of Object.values(world.records.managedNodes))
        if (node.iamRole === HOSTED_ROLE) delete node.iamRole
      return [world]
    },
    outcomes: eachNode(WELL),
  },
}
