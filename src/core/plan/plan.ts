import type { Change } from '../changes/change.ts'
import {
  applyChange,
  changeSpecs,
  describeChange,
  diffOf,
  inOrder,
  invertChange,
  riskOf,
  thingOf,
} from '../changes/specs.ts'
import type { AnyCheck } from '../check.ts'
import type { Plan, Step } from './types.ts'
import { digestOfChanges } from './digest.ts'
import { isAwsManaged } from './policy-drafts.ts'
import { keyOf, lowerWishes, type Wish } from './lowering.ts'
import { prove, type Proof } from './proof.ts'
import { ownerOf, ownerUnknown } from './owner.ts'
import { reasonsFor, type ReasonsFor } from './reasons.ts'
import { usersOf, type Course } from './users.ts'
import type { Audit } from '../report.ts'
import type { World } from '../snapshot.ts'
import { counts } from '../audit/summary.ts'

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
  const changes = inOrder(draft.changes)
  const after = worlds.map(world => changes.reduce(applyChange, world))
  const reasons = reasonsFor(worlds, wishes, before.findings)
  const steps = changes.map(change => stepOf(change, { before: worlds, after }, reasons))
  return {
    accountId: worlds[0]?.scope.accountId ?? '',
    regions: worlds.map(world => world.scope.region),
    steps,
    fixes: draft.proof.fixes,
    leaves: draft.proof.leaves,
    uncovers: draft.proof.uncovers,
    breaks: draft.proof.breaks,
    refused: draft.refused,
    digest: digestOfChanges(changes),
  }
}

/** The customer-managed policies that the repairs would edit: their versions and holders have to be read first. */
export const policiesToEdit = (before: Audit): readonly string[] => {
  const refs = wishesOf(before).flatMap(wish =>
    wish.fixes.flatMap(fix => (fix.type === 'grant' && fix.meant ? [fix.meant.policy] : [])),
  )
  const arns = refs.flatMap(ref => (ref.kind === 'managed' && !isAwsManaged(ref.arn) ? [ref.arn] : []))
  return [...new Set(arns)].sort()
}

const wishesOf = (before: Audit): readonly Wish[] =>
  before.findings.filter(counts).flatMap(({ fingerprint, region }) => {
    const fixes = before.fixes.get(fingerprint) ?? []
    return fixes.length > 0 ? [{ fingerprint, region, fixes }] : []
  })

/**
 * Drafts all wishes; one of which a part is refused, or that the proof does not see fulfilled, is refused, and the rest
 * drafted again without it: a log group is not created with a key whose policy cannot be written.
 */
const settle = (
  worlds: readonly World[],
  checks: readonly AnyCheck[],
  before: Audit,
  wishes: readonly Wish[],
): Draft => {
  const draft = draftOf(worlds, checks, before, wishes)
  const told = new Set(draft.refused.map(one => one.fingerprint))
  const unfulfilled = wishes.filter(
    ({ fingerprint }) => told.has(fingerprint) || !draft.proof.fixes.includes(fingerprint),
  )
  if (unfulfilled.length === 0) return draft
  const kept = wishes.filter(wish => !unfulfilled.includes(wish))
  const again = kept.length > 0 || draft.changes.length > 0 ? draftOf(worlds, checks, before, kept) : draft
  const unproven = unfulfilled
    .filter(wish => !told.has(wish.fingerprint))
    .map(wish => ({ fingerprint: wish.fingerprint, reason: unprovenReason(wish) }))
  return { ...again, refused: [...draft.refused, ...unproven] }
}

const unprovenReason = ({ fixes }: Wish): string =>
  fixes.every(fix => fix.type === 'grant')
    ? 'what can be added to policies would not make it work'
    : 'what can be changed safely would not make it work'

const draftOf = (
  worlds: readonly World[],
  checks: readonly AnyCheck[],
  before: Audit,
  wishes: readonly Wish[],
): Draft => {
  const lowered = lowerWishes(worlds, wishes)
  const refused = lowered.refused.flatMap(({ fix: refusedFix, reason }) =>
    wishes
      .filter(one => one.fixes.some(fix => keyOf(fix) === keyOf(refusedFix)))
      .map(({ fingerprint }) => ({ fingerprint, reason })),
  )
  return { changes: lowered.changes, refused, proof: prove(worlds, lowered.changes, checks, before) }
}

const stepOf = (change: Change, course: Course, reasons: ReasonsFor): Step => {
  const diff = diffOf(change)
  const world = worldOf(course.before, change)
  return {
    change,
    undo: invertChange(change),
    risk: world ? riskOf(change, world) : 'review',
    actions: changeSpecs[change.type].actions,
    describe: describeChange(change),
    reasons: reasons(change),
    ...(diff && { diff }),
    sharedBy: usersOf(change, course),
    ...(world && ownership(world, change)),
  }
}

/** The world of a change's Region; what is global is the same in all. */
const worldOf = (worlds: readonly World[], change: Change): World | undefined =>
  worlds.find(({ scope }) => 'region' in change && scope.region === change.region) ?? worlds[0]

const ownership = (world: World, change: Change): Pick<Step, 'owner' | 'ownerUnknown'> => {
  const thing = thingOf(change)
  if (!thing) return {}
  const owner = ownerOf(world, thing)
  const unknown = owner ? undefined : ownerUnknown(world, thing)
  return { ...(owner && { owner }), ...(unknown !== undefined && { ownerUnknown: unknown }) }
}
