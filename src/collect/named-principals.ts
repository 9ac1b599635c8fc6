import { ListRolesCommand, ListUsersCommand, type IAMClient } from '@aws-sdk/client-iam'
import { isLike, namesPrincipal } from '../core/principal-names.ts'
import { ask, everyPage, malformed } from './ask.ts'
import type { AccountSource } from './source.ts'

export const LIST_ROLES = 'iam:ListRoles'
export const LIST_USERS = 'iam:ListUsers'

/** A role or user that a pattern names, before it is read. */
export interface Candidate {
  readonly kind: 'role' | 'user'
  readonly name: string
  /** Its ARN; the pattern where that names it without a wildcard. */
  readonly arn: string
}

/** Follows a pattern to whom it names. @throws FailedRead */
export type Follow = (pattern: string) => Promise<readonly Candidate[]>

/** Follows patterns of the config: a name is taken as it stands, for a wildcard everyone under its path is listed, once. */
export const follower = (source: AccountSource): Follow => {
  const listed = new Map<string, Promise<readonly Candidate[]>>()
  return async pattern => {
    const parts = partsOf(pattern)
    if (!mayBeOf(source, parts)) return []
    const { kind, resource } = parts
    if (!resource.includes('*')) return [{ kind, name: resource.split('/').at(-1) ?? '', arn: pattern }]
    const key = `${kind} ${pathPrefix(resource)}`
    const all = listed.get(key) ?? listUnder(source, kind, pathPrefix(resource))
    listed.set(key, all)
    return (await all).filter(({ arn }) => namesPrincipal(pattern, arn))
  }
}

interface Parts {
  readonly partition: string
  readonly account: string
  readonly kind: Candidate['kind']
  /** Path and name, from the first slash. */
  readonly resource: string
}

const partsOf = (pattern: string): Parts => {
  const [, partition = '', , , account = '', named = ''] = pattern.split(':')
  const kind = named.startsWith('user/') ? 'user' : 'role'
  return { partition, account, kind, resource: named.slice(named.indexOf('/')) }
}

const mayBeOf = (source: AccountSource, { partition, account }: Parts): boolean =>
  isLike(partition, source.partition) && isLike(account, source.accountId)

/** The path before the first wildcard: whoever the pattern names is under it, or has none. */
const pathPrefix = (resource: string): string =>
  resource.slice(0, resource.slice(0, resource.indexOf('*')).lastIndexOf('/') + 1)

/** Everyone under a path; where listing is refused, the account's details tell as well. */
const listUnder = async (
  source: AccountSource,
  kind: Candidate['kind'],
  prefix: string,
): Promise<readonly Candidate[]> => {
  try {
    return await (kind === 'role' ? roles(source.clients.iam, prefix) : users(source.clients.iam, prefix))
  } catch (error) {
    const details = await source.details()
    const known = kind === 'role' ? details?.roles : details?.users
    if (!known) throw error
    return [...known.values()].map(({ name, arn }) => ({ kind, name, arn }))
  }
}

const roles = (iam: IAMClient, PathPrefix: string): Promise<readonly Candidate[]> =>
  everyPage(LIST_ROLES, async Marker => {
    const input = { PathPrefix, MaxItems: 1000, ...(Marker && { Marker }) }
    const answer = await ask(LIST_ROLES, ['Roles'], () => iam.send(new ListRolesCommand(input)))
    const items = answer.Roles.map(({ RoleName, Arn }) => candidate('role', LIST_ROLES, RoleName, Arn))
    return { items, next: answer.IsTruncated ? answer.Marker : undefined }
  })

const users = (iam: IAMClient, PathPrefix: string): Promise<readonly Candidate[]> =>
  everyPage(LIST_USERS, async Marker => {
    const input = { PathPrefix, MaxItems: 1000, ...(Marker && { Marker }) }
    const answer = await ask(LIST_USERS, ['Users'], () => iam.send(new ListUsersCommand(input)))
    const items = answer.Users.map(({ UserName, Arn }) => candidate('user', LIST_USERS, UserName, Arn))
    return { items, next: answer.IsTruncated ? answer.Marker : undefined }
  })

const candidate = (
  kind: Candidate['kind'],
  action: string,
  name: string | undefined,
  arn: string | undefined,
): Candidate => {
  if (!name || !arn) throw malformed(action, `lists a ${kind} without its name or ARN`)
  return { kind, name, arn }
}
