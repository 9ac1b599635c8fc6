import type { Finding, Report, Subject, SubjectKind } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'

/** Where a thing is. */
export interface Whereabouts {
  readonly partition: string
  readonly accountId: string
  /** A Region, or `global`. */
  readonly region: string
}

/** How the ARN of a kind ends that follows from an id alone; what IAM holds may have a path, and is not guessed. */
const ENDS: Partial<Record<SubjectKind, readonly [service: string, before: string]>> = {
  instance: ['ec2', 'instance/'],
  managedNode: ['ssm', 'managed-instance/'],
  document: ['ssm', 'document/'],
  session: ['ssm', 'session/'],
  logGroup: ['logs', 'log-group:'],
  key: ['kms', 'key/'],
  vpc: ['ec2', 'vpc/'],
  subnet: ['ec2', 'subnet/'],
  vpcEndpoint: ['ec2', 'vpc-endpoint/'],
  securityGroup: ['ec2', 'security-group/'],
  networkAcl: ['ec2', 'network-acl/'],
}

/** The ARN of a subject: its own, or the one that its id makes; undefined where neither is known. */
export const arnOf = ({ kind, id, arn }: Subject, where: Whereabouts): string | undefined => {
  if (arn !== undefined) return arn
  if (id.startsWith('arn:')) return id
  if (kind === 'bucket') return `arn:${where.partition}:s3:::${id}`
  const end = ENDS[kind]
  if (!end || where.region === 'global') return undefined
  if (kind === 'key' && id.startsWith('alias/')) return undefined
  const [service, before] = end
  return `arn:${where.partition}:${service}:${where.region}:${where.accountId}:${before}${id}`
}

/** The scope that a finding belongs to; of one that is global, the scope that stands for its account. */
export const scopeOf = (
  { scopes }: Pick<Report, 'scopes'>,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Scope | undefined => {
  const own = scopes.filter(scope => scope.accountId === accountId)
  return own.find(scope => scope.region === region) ?? own.find(isHome) ?? own.toSorted(byRegion)[0]
}

/** The Regions in which AWS itself keeps what is global. */
const HOMES: ReadonlySet<string> = new Set(['us-east-1', 'cn-north-1', 'us-gov-west-1'])

const isHome = ({ region }: Scope): boolean => HOMES.has(region)

const byRegion = (a: Scope, b: Scope): number => (a.region < b.region ? -1 : 1)

/** A node that a finding hurts, and where it is. */
export interface AffectedNode {
  readonly subject: Subject
  readonly region: string
  readonly scope: Scope | undefined
}

/** The first nodes that a finding hurts, its own subject apart. */
export const affectedNodes = (
  { affects, subject, accountId, region }: Finding,
  { scopes, outcomes }: Pick<Report, 'scopes' | 'outcomes'>,
  most: number,
): readonly AffectedNode[] =>
  affects
    .filter(node => node !== subject.id)
    .slice(0, most)
    .map(id => {
      const own = region === 'global' ? outcomes.find(({ node }) => node === id)?.region : region
      const scope = scopes.find(one => one.accountId === accountId && one.region === own)
      const kind = id.startsWith('mi-') ? 'managedNode' : 'instance'
      return { subject: { kind, id }, region: own ?? region, scope }
    })
