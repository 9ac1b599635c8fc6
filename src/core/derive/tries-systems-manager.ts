import type { Reading } from '../access.ts'
import { decide } from '../iam/decide.ts'
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
const anyInstance = ({ partition, region, accountId }: Scope): string =>
  `arn:${partition}:ec2:${region}:${accountId}:instance/i-00000000000000000`

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

/** Whether the role's identity policies and boundary let an instance report in: that alone decides which credentials win. */
export const mayUpdateInformation = (reading: Reading, roleName: string, instance: Instance): boolean => {
  const role = roleOf(reading, roleName)
  if (!role) return false
  const { scope } = reading.world
  const arn = `arn:${scope.partition}:ec2:${scope.region}:${scope.accountId}:instance/${instance.id}`
  const boundary = boundaryOf(reading, role)
  const decision = decide(
    {
      principal: role.arn,
      action: 'ssm:UpdateInstanceInformation',
      resource: arn,
      context: {
        'aws:RequestedRegion': scope.region,
        'ec2:SourceInstanceARN': arn,
        'ssm:SourceInstanceARN': arn,
      },
      world: 'open',
    },
    {
      identityPolicies: rolePolicies(reading, role).map(policy => ({
        name: policy.ref.name,
        document: policy.document,
      })),
      ...(boundary && { boundaries: [boundary] }),
    },
  )
  return decision.verdict === 'allowed' || decision.verdict === 'unknown'
}
