import type { IAMClient } from '@aws-sdk/client-iam'
import { namesPrincipal } from '../core/principal-names.ts'
import type { IamPrincipal, Role } from '../core/records.ts'
import type { Gap } from '../core/snapshot.ts'
import { DETAILS, HANDFUL, type AccountDetails } from './account-details.ts'
import { gapFrom, readEach, withGaps } from './loaded.ts'
import { follower, LIST_ROLES, LIST_USERS, type Candidate } from './named-principals.ts'
import { role, ROLE_ACTIONS } from './roles.ts'
import type { AccountCollector } from './source.ts'
import { groupReader, user, USER_ACTIONS, type GroupReader } from './users.ts'

/** The roles and users whom the config names as operators. A pattern that cannot be followed is a gap under itself. */
export const principals: AccountCollector<'principals'> = {
  actions: [LIST_ROLES, LIST_USERS, ...ROLE_ACTIONS, ...USER_ACTIONS, DETAILS],
  startsFrom: [],
  load: async source => {
    const follow = follower(source)
    const followed = await Promise.all(source.operators.map(pattern => candidates(follow, pattern)))
    const named = byArn(followed.flatMap(({ found }) => found))
    const details = named.size > HANDFUL ? await source.details() : undefined
    const groupOf = groupReader(source.clients.iam)
    const loaded = await readEach('principals', named.keys(), [], async arn => {
      const one = await readOne(named.get(arn) as Candidate, details, source.clients.iam, groupOf)
      return one && source.operators.some(pattern => namesPrincipal(pattern, one.arn)) ? one : undefined
    })
    // One that was named without its path is known by its whole ARN.
    const records = Object.fromEntries(Object.values(loaded.records).map(one => [one.arn, one]))
    return withGaps(
      followed.flatMap(({ gaps }) => gaps),
      { records, gaps: loaded.gaps },
    )
  },
}

interface Followed {
  readonly found: readonly Candidate[]
  readonly gaps: readonly Gap[]
}

const candidates = async (follow: ReturnType<typeof follower>, pattern: string): Promise<Followed> => {
  try {
    return { found: await follow(pattern), gaps: [] }
  } catch (error) {
    return { found: [], gaps: [gapFrom('principals', error, [], pattern)] }
  }
}

/** Each once, under the ARN that tells most: who was listed is known by the whole of it. */
const byArn = (found: readonly Candidate[]): ReadonlyMap<string, Candidate> => {
  const byName = new Map<string, Candidate>()
  for (const one of found) {
    const key = `${one.kind} ${one.name}`
    const known = byName.get(key)
    if (!known || one.arn.length > known.arn.length) byName.set(key, one)
  }
  return new Map([...byName.values()].map(one => [one.arn, one]))
}

const readOne = async (
  { kind, name }: Candidate,
  details: AccountDetails | undefined,
  iam: IAMClient,
  groupOf: GroupReader,
): Promise<IamPrincipal | undefined> => {
  if (kind === 'user') return details?.users ? details.users.get(name) : user(iam, name, groupOf)
  const found = details ? details.roles.get(name) : await role(iam, name)
  return found && principalOf(found)
}

const principalOf = ({ trustPolicy: _trust, ...principal }: Role): IamPrincipal => principal
