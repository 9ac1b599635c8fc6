import type { Change } from '../changes/change.ts'
import {
  applyChange,
  changeSpecs,
  describeChange,
  diffOf,
  inOrder,
  invertChange,
  riskOf,
} from '../changes/specs.ts'
import type { AnyCheck } from '../check.ts'
import type { Plan, Step } from './types.ts'
import { digestOf } from './digest.ts'
import { isAwsManaged } from './policy-drafts.ts'
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
  const steps = toldOnce(changes.map(change => stepOf(change, { before: worlds, after })))
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
    wish.fixes.flatMap(fix => (fix.type === 'grant' && fix.meant ? [fix.meant.policy] : [])),
  )
  const arns = refs.flatMap(ref => (ref.kind === 'managed' && !isAwsManaged(ref.arn) ? [ref.arn] : []))
  return [...new Set(arns)].sort()
}

const stepOf = (change: Change, course: Course): Step => {
  const diff = diffOf(change)
  return {
    change,
    undo: invertChange(change),
    risk: riskIn(course.before, change),
    actions: changeSpecs[change.type].actions,
    describe: describeChange(change),
    ...(diff && { diff }),
    sharedBy: usersOf(change, course),
  }
}

/** A step that makes the version the default that the step before it wrote edits nothing more. */
const toldOnce = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step, at) => {
    const { diff, ...untold } = step
    const last = steps[at - 1]?.diff
    return last && diff?.before === last.before && diff.after === last.after ? untold : step
  })

/** A change is judged in the world of its Region; what is global is the same in all. */
const riskIn = (worlds: readonly World[], change: Change): Step['risk'] => {
  const here = worlds.find(({ scope }) => 'region' in change && scope.region === change.region)
  const world = here ?? worlds[0]
  return world ? riskOf(change, world) : 'review'
}
