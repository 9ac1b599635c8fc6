import type { World } from '../snapshot.ts'
import type { Change, ChangeSpec, ChangeType } from './change.ts'
import { managedPolicySpecs } from './managed-policies.ts'
import { policyVersionSpecs } from './policy-versions.ts'
import { rolePolicySpecs } from './role-policies.ts'

/** The meaning of every change. A change without a spec does not compile. */
export const changeSpecs: { readonly [T in ChangeType]: ChangeSpec<T> } = {
  ...policyVersionSpecs,
  ...rolePolicySpecs,
  ...managedPolicySpecs,
}

const specOf = <T extends ChangeType>(change: Change & { type: T }): ChangeSpec<T> => changeSpecs[change.type]

/** The world after a change. Pure. */
export const applyChange = (world: World, change: Change): World =>
  specOf(change).apply(world, change as never)

/** What a change does, imperative and exact. */
export const describeChange = (change: Change): string => specOf(change).describe(change as never)

/** The change that undoes a change. */
export const invertChange = (change: Change): Change => specOf(change).invert(change as never)
