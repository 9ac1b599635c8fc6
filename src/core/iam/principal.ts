import { boundedCache } from './bounded-cache.ts'

/** Who asks. A role stands for a session of it whose name is not told. */
export type PrincipalKind =
  | 'role'
  | 'session'
  | 'user'
  | 'federated user'
  | 'root'
  | 'service'
  | 'provider'
  | 'anonymous'

export interface Principal {
  readonly kind: PrincipalKind
  readonly arn: string
  readonly partition?: string
  readonly account?: string
  /** Of a role or of a session's role: its name without its path. */
  readonly role?: string
  /** What the ARN itself tells of a context key (in lower case): its values, or undefined. */
  facts(key: string): readonly string[] | undefined
}

/** Reads a request's principal: an ARN, an account id, a service's name, or `*` for an anonymous request. */
export const principalOf: (text: string) => Principal = boundedCache(500, text => readPrincipal(text))

const readPrincipal = (text: string): Principal => {
  if (text === '*' || text === '') return { kind: 'anonymous', arn: text, facts: key => ANONYMOUS.get(key) }
  if (/^\d{12}$/.test(text)) return readPrincipal(`arn:aws:iam::${text}:root`)
  const [arn, partition, , , account, ...rest] = text.split(':')
  if (arn !== 'arn') return { kind: 'service', arn: text, facts: key => serviceFacts(key, text) }
  const resource = rest.join(':')
  const kind = kindOf(resource)
  const role = kind === 'role' ? lastOf(resource) : kind === 'session' ? resource.split('/')[1] : undefined
  const place = { ...(partition && { partition }), ...(account && { account }), ...(role && { role }) }
  const facts = arnFacts(kind, text, account, resource)
  return { kind, arn: text, ...place, facts: key => facts.get(key) }
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const ANONYMOUS: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws:principaltype', ['Anonymous']],
  ['aws:userid', ['anonymous']],
  ['aws:principalisawsservice', ['false']],
])

const serviceFacts = (key: string, name: string): readonly string[] | undefined =>
  key === 'aws:principalisawsservice' ? ['true'] : key === 'aws:principalservicename' ? [name] : undefined

const kindOf = (resource: string): PrincipalKind => {
  if (resource === 'root') return 'root'
  if (resource.startsWith('user/')) return 'user'
  if (resource.startsWith('assumed-role/')) return 'session'
  if (resource.startsWith('federated-user/')) return 'federated user'
  return resource.startsWith('role/') ? 'role' : 'provider'
}

const lastOf = (resource: string): string => resource.slice(resource.lastIndexOf('/') + 1)

const PRINCIPAL_TYPES: Partial<Record<PrincipalKind, string>> = {
  role: 'AssumedRole',
  session: 'AssumedRole',
  user: 'User',
  'federated user': 'FederatedUser',
  root: 'Account',
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn */
const arnFacts = (
  kind: PrincipalKind,
  arn: string,
  account: string | undefined,
  resource: string,
): ReadonlyMap<string, readonly string[]> => {
  const facts = new Map<string, readonly string[]>([['aws:principalisawsservice', ['false']]])
  const type = PRINCIPAL_TYPES[kind]
  if (type) facts.set('aws:principaltype', [type])
  if (account) facts.set('aws:principalaccount', [account])
  if (kind === 'user') facts.set('aws:username', [lastOf(resource)])
  if (kind === 'root' && account) facts.set('aws:userid', [account])
  if (kind === 'federated user') facts.set('aws:userid', [`${account}:${lastOf(resource)}`])
  // A session's ARN does not tell the path of its role.
  if (kind === 'session') facts.set('aws:principalarn', [roleArnOf(arn)])
  else if (type) facts.set('aws:principalarn', [arn])
  return facts
}

/** The ARN of a session's role, taken to have no path. */
const roleArnOf = (session: string): string => {
  const [, partition = '', , , account = '', resource = ''] = session.split(':')
  return `arn:${partition}:iam::${account}:role/${resource.split('/')[1] ?? ''}`
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
export const isServiceLinked = ({ kind, arn, role }: Principal): boolean =>
  (kind === 'role' && arn.includes(':role/aws-service-role/')) ||
  (kind === 'session' && role !== undefined && role.startsWith('AWSServiceRoleFor'))
