import type { Reading } from '../access.ts'
import { decide } from '../iam/decide.ts'
import { roleMay } from '../iam/node-request.ts'
import type { NodeRole } from '../kinds.ts'
import type { Instance, Role } from '../records.ts'
import type { Scope } from '../snapshot.ts'
import { boundaryOf, rolePolicies } from './node-roles.ts'

const SYSTEMS_MANAGER_ACTIONS = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]

/** What AWS keeps for nodes: who attaches one of them means the role for Systems Manager, whatever can be read of it. */
const NODE_POLICIES =
  /^arn:[^:]+:iam::aws:policy\/(AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|service-role\/AmazonEC2RoleforSSM)$/

const roleOf = (reading: Reading, name: string): Role | undefined => reading.records('roles')[name]

/** Whether a role carries a policy that allows, or would allow but for a Deny or boundary, what a node needs. */
export const triesSystemsManager = (reading: Reading, roleName: string): boolean => {
  const role = roleOf(reading, roleName)
  if (!role) return false
  if (role.attached.some(({ arn }) => NODE_POLICIES.test(arn))) return true
  const identityPolicies = rolePolicies(reading, role).map(policy => ({
    name: policy.ref.name,
    document: allowsOf(policy.document),
  }))
  const resource = anyInstance(reading.world.scope)
  return SYSTEMS_MANAGER_ACTIONS.some(
    action =>
      decide({ principal: role.arn, action, resource, world: 'open' }, { identityPolicies }).verdict !==
      'implicit-deny',
  )
}

/** Stands for any instance: the channel actions take no resource and are matched by `*` alone, as by any instance. */
const anyInstance = (scope: Scope): string => instanceArn(scope, 'i-00000000000000000')

/** The document without its Deny statements: what it tries to give. */
const allowsOf = (text: string): unknown => {
  try {
    const document = JSON.parse(text) as { Statement?: unknown }
    const statements = [document.Statement ?? []].flat() as { Effect?: unknown }[]
    return { ...document, Statement: statements.filter(statement => statement?.Effect === 'Allow') }
  } catch {
    return text
  }
}

/** ARN of an EC2 instance of the scope. */
export const instanceArn = ({ partition, region, accountId }: Scope, id: string): string =>
  `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`

/** Whether a role's identity policies and boundary let an instance report in, as far as it is known. */
export const mayUpdateInformation = (reading: Reading, role: Role, { id }: Instance): boolean => {
  const { scope } = reading.world
  const arn = instanceArn(scope, id)
  const boundary = boundaryOf(reading, role)
  const nodeRole: NodeRole = {
    name: role.name,
    arn: role.arn,
    role,
    sources: ['instance profile'],
    nodes: [{ id, arn }],
    identityPolicies: rolePolicies(reading, role),
    ...(boundary && { boundary }),
  }
  return !roleMay(
    nodeRole,
    { action: 'ssm:UpdateInstanceInformation', resource: arn },
    scope,
  ).verdict.endsWith('deny')
}
