import { decide } from '../iam/decide.ts'
import type { ResourceStatement } from '../iam/resource-statement.ts'
import type { Decision } from '../iam/types.ts'
import type { NodeRole, RoleSource } from '../kinds.ts'
import type { Role } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** Who has to be able to assume a role, and what its trust policy says to that. */
export interface TrustAnswer {
  /** The service principal that AWS documents for the source. */
  readonly service: string
  readonly decision: Decision
}

/** The services of which one must be trusted. aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const servicesFor = (source: RoleSource, partition: string): readonly [string, ...string[]] => {
  if (source !== 'instance profile') return ['ssm.amazonaws.com']
  return partition === 'aws-cn' ? ['ec2.amazonaws.com.cn', 'ec2.amazonaws.com'] : ['ec2.amazonaws.com']
}

/** What a role's trust policy answers to the service that lends it to nodes; the best answer where several would do. */
export const trustAnswer = (role: Role, source: RoleSource, nodeArn: string, scope: Scope): TrustAnswer => {
  const [first, ...others] = servicesFor(source, scope.partition)
  const answerOf = (service: string): TrustAnswer => ({
    service,
    decision: ask(role, service, source, nodeArn, scope),
  })
  return others.map(answerOf).reduce((a, b) => (rank(b) < rank(a) ? b : a), answerOf(first))
}

const rank = ({ decision }: TrustAnswer): number =>
  decision.verdict === 'allowed' ? 0 : decision.verdict === 'unknown' ? 1 : 2

const ask = (role: Role, service: string, source: RoleSource, nodeArn: string, scope: Scope): Decision =>
  decide(
    {
      principal: service,
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: scope.accountId,
      context: {
        'aws:SourceAccount': scope.accountId,
        // aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html
        ...(source === 'hybrid activation' && { 'aws:SourceArn': nodeArn }),
      },
      world: 'open',
    },
    { resourcePolicy: { name: `trust policy of role ${role.name}`, document: role.trustPolicy } },
  )

/**
 * The statement by which a service may assume a role: for hybrid nodes bound to their account and Region, as AWS
 * recommends it, so that nobody else's can be lent the role.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html
 */
export const trustStatement = (service: string, source: RoleSource, scope: Scope): ResourceStatement => ({
  sid: service.startsWith('ec2.') ? 'LetEC2AssumeRole' : 'LetSystemsManagerAssumeRole',
  effect: 'Allow',
  principal: { Service: service },
  actions: ['sts:AssumeRole'],
  resources: [],
  ...(source === 'hybrid activation' && { condition: fromHere(scope) }),
})

const fromHere = ({ partition, region, accountId }: Scope): NonNullable<ResourceStatement['condition']> => ({
  StringEquals: { 'aws:SourceAccount': accountId },
  ArnEquals: { 'aws:SourceArn': `arn:${partition}:ssm:${region}:${accountId}:*` },
})

/** The nodes of a role, by the way in which they got it. */
export const nodesBySource = (role: NodeRole): ReadonlyMap<RoleSource, readonly string[]> => {
  const groups = new Map<RoleSource, string[]>()
  for (const { id, roleSource } of role.nodes) {
    if (roleSource !== undefined) groups.set(roleSource, [...(groups.get(roleSource) ?? []), id])
  }
  return groups
}
