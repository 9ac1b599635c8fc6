import type { AllowAssume, Change } from '../changes/change.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { writtenInto } from './key-drafts.ts'
import type { Lowered } from './lowered.ts'
import { unread } from './unread.ts'

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_SIZE = 2_048

/** Turns who must be allowed to assume roles into changes: all statements for one role in one write of its trust policy. */
export const lowerTrust = (world: World, fixes: readonly AllowAssume[]): Lowered => {
  const roles = [...new Set(fixes.map(({ role }) => role))]
  const parts = roles.map(role => {
    const own = fixes.filter(fix => fix.role === role)
    const drafted = draftFor(world, role, own)
    return typeof drafted === 'string'
      ? { changes: [], refused: own.map(fix => ({ fix, reason: drafted })) }
      : { changes: drafted, refused: [] }
  })
  return {
    changes: parts.flatMap(({ changes }) => changes),
    refused: parts.flatMap(({ refused }) => refused),
  }
}

/** The change of one role's trust policy, or the reason why it is not edited. */
const draftFor = (world: World, name: string, fixes: readonly AllowAssume[]): readonly Change[] | string => {
  const role = recordsOf(world, 'roles')[name]
  if (!role) return unread(world, 'roles', name, `role ${name}`) ?? `role ${name} was not read`
  if (isKeptByAws(role.arn)) return `role ${name} is kept by AWS, which lets nobody edit its trust policy`
  const from = role.trustPolicy
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
 * Roles that a service of AWS made for itself, or that IAM Identity Center keeps.
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
const isKeptByAws = (arn: string): boolean => /:role\/aws-(?:service-role|reserved)\//.test(arn)
