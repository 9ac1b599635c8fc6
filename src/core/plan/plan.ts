import type { Change, Fix, Grant } from '../changes/change.ts'
import { changeSpecs, describeChange, invertChange } from '../changes/specs.ts'
import type { AnyCheck } from '../check.ts'
import type { Plan, Step } from './types.ts'
import { digestOf } from './digest.ts'
import { isAwsManaged, lower } from './drafts.ts'
import { prove, type Proof } from './proof.ts'
import { diffOf, holdersOf } from './shown.ts'
import type { Audit } from '../report.ts'
import type { World } from '../snapshot.ts'
import { counts } from '../audit/summary.ts'

/** A finding and the repair that it asks for. */
interface Wish {
  readonly fingerprint: string
  readonly fixes: readonly Fix[]
}

interface Draft {
  readonly changes: readonly Change[]
  readonly refused: Plan['refused']
  readonly proof: Proof
}

/**
 * Plans the repair of what an audit found, already carried out in memory and audited again.
 * @param worlds every world of one account that the audit looked at, with `policyVersions`, `policyHolders` and
 *   `accountQuotas` of what would be edited
 * @param checks all checks, not only the selected ones: the proof must see what a repair would break
 * @param before the audit of these worlds
 */
export const makePlan = (worlds: readonly World[], checks: readonly AnyCheck[], before: Audit): Plan => {
  const wishes = wishesOf(before)
  const draft = settle(worlds, checks, before, wishes)
  const steps = ordered(draft.changes).map(change => stepOf(worlds, change))
  return {
    accountId: worlds[0]?.scope.accountId ?? '',
    regions: worlds.map(world => world.scope.region),
    steps,
    fixes: draft.proof.fixes,
    leaves: draft.proof.leaves,
    breaks: draft.proof.breaks,
    refused: draft.refused,
    digest: digestOf(JSON.stringify(steps.map(step => step.change))),
  }
}

/** The customer-managed policies that the repairs would edit: their versions and holders have to be read first. */
export const policiesToEdit = (before: Audit): readonly string[] => {
  const refs = wishesOf(before).flatMap(wish =>
    wish.fixes.flatMap(fix => (fix.meant ? [fix.meant.policy] : [])),
  )
  const arns = refs.flatMap(ref => (ref.kind === 'managed' && !isAwsManaged(ref.arn) ? [ref.arn] : []))
  return [...new Set(arns)].sort()
}

const wishesOf = (before: Audit): readonly Wish[] =>
  before.findings.filter(counts).flatMap(({ fingerprint }) => {
    const fixes = before.fixes.get(fingerprint) ?? []
    return fixes.length > 0 ? [{ fingerprint, fixes }] : []
  })

/** Drafts all wishes; one that the proof does not see fulfilled is refused, and the rest drafted again without it. */
const settle = (
  worlds: readonly World[],
  checks: readonly AnyCheck[],
  before: Audit,
  wishes: readonly Wish[],
): Draft => {
  const draft = draftOf(worlds, checks, before, wishes)
  const unfulfilled = wishes.filter(wish => !draft.proof.fixes.includes(wish.fingerprint))
  if (unfulfilled.length === 0) return draft
  const kept = wishes.filter(wish => !unfulfilled.includes(wish))
  const again = kept.length > 0 || draft.changes.length > 0 ? draftOf(worlds, checks, before, kept) : draft
  const told = new Set(draft.refused.map(one => one.fingerprint))
  const reason = 'what can be added to policies would not make it work'
  const unproven = unfulfilled
    .filter(wish => !told.has(wish.fingerprint))
    .map(({ fingerprint }) => ({ fingerprint, reason }))
  return { ...again, refused: [...draft.refused, ...unproven] }
}

const draftOf = (
  worlds: readonly World[],
  checks: readonly AnyCheck[],
  before: Audit,
  wishes: readonly Wish[],
): Draft => {
  const [world] = worlds
  const grants = distinct(wishes.flatMap(wish => wish.fixes))
  const lowered = world ? lower(world, grants) : { changes: [], refused: [] }
  const refused = lowered.refused.flatMap(({ grant, reason }) => {
    const wish = wishes.find(one => one.fixes.some(fix => keyOf(fix) === keyOf(grant)))
    return wish ? [{ fingerprint: wish.fingerprint, reason }] : []
  })
  return { changes: lowered.changes, refused, proof: prove(worlds, lowered.changes, checks, before) }
}

const keyOf = (grant: Grant): string => JSON.stringify(grant)

/** Forty nodes, one role, one step: equal grants once, in an order that does not depend on the findings' order. */
const distinct = (grants: readonly Grant[]): readonly Grant[] => {
  const byKey = new Map(grants.map(grant => [keyOf(grant), grant]))
  return [...byKey.keys()].sort().map(key => byKey.get(key) as Grant)
}

const RANK: Partial<Record<Change['type'], number>> = {
  'delete-policy-version': 1,
  'put-policy-version': 2,
  'put-role-policy': 3,
  'create-policy': 4,
  'attach-role-policy': 5,
}

/** By what is edited, then by rank: the room for a version is made right before it is written. */
const ordered = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => compare(targetOf(a), targetOf(b)) || (RANK[a.type] ?? 9) - (RANK[b.type] ?? 9))

const targetOf = (change: Change): string =>
  'policyArn' in change ? change.policyArn : `${change.role}/${change.policy}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const stepOf = (worlds: readonly World[], change: Change): Step => {
  const { risk, actions } = changeSpecs[change.type]
  const diff = diffOf(change)
  return {
    change,
    undo: invertChange(change),
    risk,
    actions,
    describe: describeChange(change),
    ...(diff && { diff }),
    sharedBy: holdersOf(worlds, change),
  }
}
