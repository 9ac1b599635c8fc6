import { UNKNOWN, type Ask } from './facts.ts'
import type { Principal } from './principal.ts'
import type { PrincipalEntry } from './statements.ts'
import { or, triOf, type Tri } from './tri.ts'

/**
 * How a resource policy's statement names the principal: `direct` names its session, its user or everyone, `role` the
 * role behind it, `account` only its account, which then decides by its own policies.
 */
export type Grade = 'direct' | 'role' | 'account'

export type Named = Readonly<Record<Grade, Tri>>

export const NOT_NAMED: Named = { direct: 'no', role: 'no', account: 'no' }
export const NAMED_DIRECTLY: Named = { direct: 'yes', role: 'no', account: 'no' }

/**
 * How a list of principals names the one who asks.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const namedBy = (entries: readonly PrincipalEntry[], ask: Ask): Named => {
  const named: Record<Grade, Tri> = { ...NOT_NAMED }
  for (const entry of entries) {
    const [grade, holds] = nameOf(entry, ask)
    named[grade] = or(named[grade], holds)
  }
  return named
}

/** Whether any of the ways in which a principal can be named holds. */
export const isNamed = ({ direct, role, account }: Named): Tri => or(direct, or(role, account))

type Naming = readonly [Grade, Tri]
const NO: Naming = ['direct', 'no']

const nameOf = ({ kind, value }: PrincipalEntry, ask: Ask): Naming => {
  const { principal } = ask
  if (kind === '*') return ['direct', 'yes']
  if (kind === 'AWS') return value === '*' ? ['direct', 'yes'] : awsName(value, ask)
  if (kind === 'CanonicalUser') return canonical(value, ask)
  const ofKind =
    kind === 'Service' ? principal.kind === 'service' : ['service', 'provider'].includes(principal.kind)
  return ['direct', triOf(ofKind && (value === '*' || value === principal.arn))]
}

/** Which account a canonical id belongs to is not told. */
const canonical = (value: string, { principal, request }: Ask): Naming => {
  if (value === principal.arn) return ['direct', 'yes']
  const mayBe = request.world === 'open' && principal.account !== undefined
  return ['account', mayBe ? 'unknown' : 'no']
}

const awsName = (value: string, ask: Ask): Naming => {
  const { principal } = ask
  if (/^\d{12}$/.test(value)) return ['account', triOf(value === principal.account)]
  if (!value.startsWith('arn:')) return uniqueId(value, ask)
  if (value === principal.arn) return [exactGrade(principal), 'yes']
  const [, partition, service, , account, ...rest] = value.split(':')
  if (account !== principal.account || partition !== principal.partition) return NO
  const resource = rest.join(':')
  if (service === 'iam' && resource === 'root') return ['account', 'yes']
  if (service === 'iam' && resource.startsWith('role/')) return ['role', isSessionOf(value, resource, ask)]
  if (resource.startsWith('assumed-role/')) return ['direct', isSession(resource, ask)]
  return NO
}

const exactGrade = ({ kind }: Principal): Grade =>
  kind === 'role' ? 'role' : kind === 'root' ? 'account' : 'direct'

/** A role covers its sessions. A session's ARN has no path: its role's path is told by aws:PrincipalArn alone. */
const isSessionOf = (arn: string, resource: string, ask: Ask): Tri => {
  const { principal } = ask
  if (principal.kind !== 'session') return 'no'
  if (resource.slice(resource.lastIndexOf('/') + 1) !== principal.role) return 'no'
  const told = ask.given('aws:principalarn')?.[0]
  return triOf(told === undefined || told.includes(':assumed-role/') || told === arn)
}

/** Whether the principal, a role whose session is not told, is the session that is named. */
const isSession = (resource: string, ask: Ask): Tri => {
  const { principal } = ask
  const [, role, ...name] = resource.split('/')
  if (principal.kind !== 'role' || role !== principal.role) return 'no'
  return ofUserId(ask, id => id.slice(id.indexOf(':') + 1) === name.join('/'))
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const uniqueId = (value: string, ask: Ask): Naming => {
  const { kind } = ask.principal
  const isRole = kind === 'role' || kind === 'session'
  if (!/^A[A-Z]{3}[A-Z0-9]+$/.test(value) || !(isRole || kind === 'user')) return NO
  if (isRole !== value.startsWith('AROA')) return NO
  return [isRole ? 'role' : 'direct', ofUserId(ask, id => id.split(':')[0] === value)]
}

const ofUserId = (ask: Ask, holds: (id: string) => boolean): Tri => {
  const id = ask.fact('aws:userid')
  if (id === UNKNOWN) {
    ask.lacking.push('aws:userid')
    return 'unknown'
  }
  return triOf(id?.[0] !== undefined && holds(id[0]))
}
