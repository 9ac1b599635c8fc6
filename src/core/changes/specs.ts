import type { World } from '../snapshot.ts'
import type { Change, ChangeSpec, ChangeType, Risk, TextDiff } from './change.ts'
import { agentUpdateSpecs } from './agent-updates.ts'
import { documentSpecs } from './documents.ts'
import { bucketSpecs } from './buckets.ts'
import { endpointSpecs } from './endpoints.ts'
import { groupSpecs } from './group-rules.ts'
import { keySpecs } from './keys.ts'
import { logGroupSpecs } from './log-groups.ts'
import { managedPolicySpecs } from './managed-policies.ts'
import { metadataOptionSpecs } from './metadata-options.ts'
import { policyVersionSpecs } from './policy-versions.ts'
import { byPhase, type Phase } from './phase.ts'
import { profileAssociationSpecs } from './profile-associations.ts'
import { profileRoleSpecs } from './profile-roles.ts'
import { rolePolicySpecs } from './role-policies.ts'
import { roleTrustSpecs } from './role-trust.ts'
import type { Thing } from './thing.ts'
import { vpcDnsSpecs } from './vpc-dns.ts'

/** The meaning of every change. A change without a spec does not compile. */
export const changeSpecs: { readonly [T in ChangeType]: ChangeSpec<T> } = {
  ...policyVersionSpecs,
  ...rolePolicySpecs,
  ...managedPolicySpecs,
  ...keySpecs,
  ...logGroupSpecs,
  ...bucketSpecs,
  ...groupSpecs,
  ...endpointSpecs,
  ...vpcDnsSpecs,
  ...roleTrustSpecs,
  ...profileRoleSpecs,
  ...profileAssociationSpecs,
  ...metadataOptionSpecs,
  ...agentUpdateSpecs,
  ...documentSpecs,
}

/** A spec, once it was found by the type of its own change. */
interface FoundSpec {
  readonly phase: Phase
  turn(change: Change): string
  edits(change: Change): Thing | undefined
  risk(change: Change, world: World): Risk
  diff?(change: Change): TextDiff
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

/** Whether a change needs an answer, as the world is before it. */
export const riskOf = (change: Change, world: World): Risk => specOf(change).risk(change, world)

/** The thing that a change edits, or nothing. */
export const thingOf = (change: Change): Thing | undefined => specOf(change).edits(change)

/** The text that a change edits, or nothing. */
export const diffOf = (change: Change): TextDiff | undefined => specOf(change).diff?.(change)

/** Changes in the order in which they are made. */
export const inOrder = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => byPhase(specOf(a).phase, specOf(b).phase) || compare(turnOf(a), turnOf(b)))

/** What a change edits, and how: equal for changes that differ in the text alone. */
export const placeOf = (change: Change): string => `${change.type} ${turnOf(change)}`

const turnOf = (change: Change): string => specOf(change).turn(change)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
