import type { Change, Grant, GrantStatement } from '../changes/change.ts'
import { textWithGrant, textWithStatement } from '../iam/grant-text.ts'
import { newPolicy, policySize } from '../iam/edit.ts'
import type { PolicyRef } from '../kinds.ts'
import type { AccountQuotas } from '../records.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { isKeptByAws } from './kept-by-aws.ts'
import type { Lowered } from './lowered.ts'

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_QUOTAS: AccountQuotas = { attachedPoliciesPerRole: 20, policySize: 6144, versionsPerPolicy: 5 }
const INLINE_SIZE = 10_240

/** The inline policy of our own that holds what no statement was meant for. */
export const OWN_POLICY = 'ssm-doctor-session-access'

/** The texts that grants will have changed; a document that no grant touched is not in it. */
interface Drafts {
  readonly managed: Map<string, string>
  /** `role/policy` → text. */
  readonly inline: Map<string, { role: string; policy: string; text: string }>
  /** Role → statements of a managed policy of our own, where the inline quota is full. */
  readonly own: Map<string, GrantStatement[]>
}

/**
 * Turns grants into changes: the smallest edit of the statement that was meant, else a statement of an inline policy of
 * our own, else, where the quotas leave no room, a managed policy of our own.
 */
export const lowerGrants = (world: World, grants: readonly Grant[]): Lowered => {
  const drafts: Drafts = { managed: new Map(), inline: new Map(), own: new Map() }
  const refused = grants.flatMap(grant => {
    const reason = place(world, drafts, grant)
    return reason === undefined ? [] : [{ fix: grant, reason }]
  })
  return { changes: changesOf(world, drafts), refused }
}

const quotasOf = (world: World): AccountQuotas =>
  recordsOf(world, 'accountQuotas')['account'] ?? DEFAULT_QUOTAS

/** Puts a grant into the drafts by the first way that has room; gives the reason where none has. */
const place = (world: World, drafts: Drafts, grant: Grant): string | undefined => {
  if (isKeptByAws(recordsOf(world, 'roles')[grant.role]?.arn ?? ''))
    return `role ${grant.role} is kept by AWS, which lets nobody edit its policies`
  const unread = unreadVersions(world, grant)
  if (unread !== undefined) return unread
  if (grant.meant && extend(world, drafts, grant, grant.meant.policy, grant.meant.index)) return undefined
  if (ownInline(world, drafts, grant)) return undefined
  return ownManaged(world, drafts, grant)
}

/** A policy whose versions could not be read is not edited, and no way is sought around it. */
const unreadVersions = (world: World, { meant }: Grant): string | undefined => {
  if (meant?.policy.kind !== 'managed') return undefined
  const gap = gapOf(world, 'policyVersions', meant.policy.arn)
  if (!gap) return undefined
  return `the versions of policy ${meant.policy.name} could not be read: ${gap.reason} (needs ${gap.actions.join(', ')})`
}

const extend = (
  world: World,
  drafts: Drafts,
  { statement }: Grant,
  ref: PolicyRef,
  index: number,
): boolean => {
  const text = textOf(world, drafts, ref)
  if (text === undefined) return false
  const edited = textWithGrant(text, index, statement)
  if (ref.kind === 'inline') return setInline(world, drafts, ref.role, ref.name, edited)
  if (isAwsManaged(ref.arn) || !recordsOf(world, 'policyVersions')[ref.arn]) return false
  if (policySize(edited) > quotasOf(world).policySize) return false
  drafts.managed.set(ref.arn, edited)
  return true
}

const textOf = (world: World, drafts: Drafts, ref: PolicyRef): string | undefined =>
  ref.kind === 'inline'
    ? inlineText(world, drafts, ref.role, ref.name)
    : (drafts.managed.get(ref.arn) ?? recordsOf(world, 'policies')[ref.arn]?.document)

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html (account field `aws`) */
export const isAwsManaged = (arn: string): boolean => arn.split(':')[4] === 'aws'

const inlineText = (world: World, drafts: Drafts, role: string, policy: string): string | undefined =>
  drafts.inline.get(`${role}/${policy}`)?.text ?? recordsOf(world, 'roles')[role]?.inline[policy]

const setInline = (world: World, drafts: Drafts, role: string, policy: string, text: string): boolean => {
  const existing = recordsOf(world, 'roles')[role]?.inline
  if (!existing) return false
  const drafted = [...drafts.inline.values()].filter(draft => draft.role === role)
  const texts = {
    ...existing,
    ...Object.fromEntries(drafted.map(draft => [draft.policy, draft.text])),
    [policy]: text,
  }
  const size = Object.values(texts).reduce((sum, one) => sum + policySize(one), 0)
  if (size > INLINE_SIZE) return false
  drafts.inline.set(`${role}/${policy}`, { role, policy, text })
  return true
}

const ownInline = (world: World, drafts: Drafts, grant: Grant): boolean => {
  const text = inlineText(world, drafts, grant.role, OWN_POLICY)
  const edited = text === undefined ? newPolicy([grant.statement]) : textWithStatement(text, grant.statement)
  return setInline(world, drafts, grant.role, OWN_POLICY, edited)
}

const ownManaged = (world: World, drafts: Drafts, grant: Grant): string | undefined => {
  const role = recordsOf(world, 'roles')[grant.role]
  if (!role) return `role ${grant.role} was not read`
  const quota = quotasOf(world).attachedPoliciesPerRole
  if (role.attached.length >= quota) {
    return `role ${grant.role} has no room: its inline policies are full and ${role.attached.length} of ${quota} policies are attached`
  }
  if (recordsOf(world, 'policies')[ownArn(world, grant.role)])
    return `policy ${ownName(grant.role)} exists already`
  drafts.own.set(grant.role, [...(drafts.own.get(grant.role) ?? []), grant.statement])
  return undefined
}

const ownName = (role: string): string => `ssm-doctor-${role}`
const ownArn = ({ scope }: World, role: string): string =>
  `arn:${scope.partition}:iam::${scope.accountId}:policy/${ownName(role)}`

const changesOf = (world: World, drafts: Drafts): Change[] => [
  ...[...drafts.managed].flatMap(([arn, text]) => versionChanges(world, arn, text)),
  ...[...drafts.inline.values()].flatMap(draft => inlineChange(world, draft)),
  ...[...drafts.own].flatMap(([role, statements]) => ownChanges(world, role, statements)),
]

const versionChanges = (world: World, policyArn: string, to: string): Change[] => {
  const from = recordsOf(world, 'policies')[policyArn]?.document
  const spare = recordsOf(world, 'policyVersions')[policyArn]?.spare ?? []
  if (from === undefined || from === to) return []
  const oldest = spare.length + 1 >= quotasOf(world).versionsPerPolicy ? spare[0] : undefined
  return [
    ...(oldest === undefined
      ? []
      : [{ type: 'delete-policy-version' as const, policyArn, document: oldest }]),
    { type: 'put-policy-version', policyArn, from, to },
  ]
}

const inlineChange = (world: World, draft: { role: string; policy: string; text: string }): Change[] => {
  const from = recordsOf(world, 'roles')[draft.role]?.inline[draft.policy]
  if (from === draft.text) return []
  const { role, policy, text: to } = draft
  return [{ type: 'put-role-policy', role, policy, to, ...(from !== undefined && { from }) }]
}

const ownChanges = (world: World, role: string, statements: readonly GrantStatement[]): Change[] => {
  const [policyArn, name] = [ownArn(world, role), ownName(role)]
  return [
    { type: 'create-policy', policyArn, name, document: newPolicy(statements) },
    { type: 'attach-role-policy', role, policyArn, name },
  ]
}
