import type { AllowAssume, Change } from '../changes/change.ts'
import { writtenInto } from '../iam/resource-statement.ts'
import { statementsOf } from '../iam/statements.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { isKeptByAws } from './kept-by-aws.ts'
import { lowerByThing, type Lowered } from './lowered.ts'
import { unread } from './unread.ts'

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_SIZE = 2_048

/** Turns who must be allowed to assume roles into changes: all statements for one role in one write of its trust policy. */
export const lowerTrust = (world: World, fixes: readonly AllowAssume[]): Lowered =>
  lowerByThing(
    fixes,
    ({ role }) => role,
    (role, own) => draftFor(world, role, own),
  )

/** The change of one role's trust policy, or the reason why it is not edited. */
const draftFor = (world: World, name: string, fixes: readonly AllowAssume[]): readonly Change[] | string => {
  const role = recordsOf(world, 'roles')[name]
  if (!role) return unread(world, 'roles', name, `role ${name}`) ?? `role ${name} was not read`
  if (isKeptByAws(role.arn)) return `role ${name} is kept by AWS, which lets nobody edit its trust policy`
  const from = role.trustPolicy
  const deleted = deletedIn(from)
  if (deleted !== undefined)
    return `the trust policy of role ${name} names ${deleted}, which was deleted: IAM takes no policy that names it`
  const to = writtenInto(
    from,
    fixes.map(({ statement }) => statement),
  )
  if (to === undefined) return `the trust policy of role ${name} is no JSON`
  const quota = recordsOf(world, 'accountQuotas')['account']?.trustPolicySize ?? DEFAULT_SIZE
  // White space is counted too: nothing says that it is not.
  if (to.length > quota)
    return `the trust policy of role ${name} has no room for another statement: it may hold ${quota} characters`
  return to === from ? [] : [{ type: 'put-trust-policy', role: name, from, to }]
}

/**
 * Who is named by an id alone was deleted, and IAM takes no policy that names such a one, whatever else is in it.
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const deletedIn = (text: string): string | undefined =>
  statementsOf(text)
    .statements.flatMap(({ principals = [] }) => principals)
    .find(({ kind, value }) => kind === 'AWS' && /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value))?.value
