import type { World } from '../snapshot.ts'
import type { Change, ChangeSpec, ChangeType } from './change.ts'
import { endpointSpecs } from './endpoints.ts'
import { groupSpecs } from './group-rules.ts'
import { managedPolicySpecs } from './managed-policies.ts'
import { policyVersionSpecs } from './policy-versions.ts'
import { rolePolicySpecs } from './role-policies.ts'
import { vpcDnsSpecs } from './vpc-dns.ts'

/** The meaning of every change. A change without a spec does not compile. */
export const changeSpecs: { readonly [T in ChangeType]: ChangeSpec<T> } = {
  ...policyVersionSpecs,
  ...rolePolicySpecs,
  ...managedPolicySpecs,
  ...groupSpecs,
  ...endpointSpecs,
  ...vpcDnsSpecs,
}

/** A spec, once it was found by the type of its own change. */
interface FoundSpec {
  describe(change: Change): string
  apply(world: World, change: Change): World
  invert(change: Change): Change
}

const specOf = (change: Change): FoundSpec => changeSpecs[change.type]

/** The world after a change. Pure. */
export const applyChange = (world: World, change: Change): World => specOf(change).apply(world, change)

/** What a change does, imperative and exact. */
export const describeChange = (change: Change): string => specOf(change).describe(change)

/** The change that undoes a change. */
export const invertChange = (change: Change): Change => specOf(change).invert(change)
