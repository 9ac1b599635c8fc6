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
import { ownerOf, ownerUnknown } from './owner.ts'
import { reasonsFor, type ReasonsFor } from './reasons.ts'
import { settle, wishesOf } from './settle.ts'
import { usersOf, type Course } from './users.ts'
import type { Audit } from '../report.ts'
import type { World } from '../snapshot.ts'

/**
 * Plans the repair of what an audit found, already carried out in memory and audited again.
 * @param worlds every world of one account that the audit looked at, with `policyVersions`, `policyHolders` and
 *   `accountQuotas` of what would be edited
 * @param checks all checks, not only the selected ones: the proof must see what a repair would break
 * @param before the audit of these worlds
 */
export const makePlan = (worlds: readonly World[], checks: readonly AnyCheck[], before: Audit): Plan => {
  const draft = settle({ worlds, checks, before, proofs: new Map() }, wishesOf(before))
  const changes = inOrder(draft.changes)
  const after = worlds.map(world => changes.reduce(applyChange, world))
  const reasons = reasonsFor(worlds, draft.wishes)
  const steps = toldOnce(changes.map(change => stepOf(change, { before: worlds, after }, reasons)))
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

/** A step that makes the version the default that the step before it wrote edits nothing more. */
const toldOnce = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step, at) => {
    const { diff, ...untold } = step
    const last = steps[at - 1]?.diff
    return last && diff?.before === last.before && diff.after === last.after ? untold : step
  })

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
