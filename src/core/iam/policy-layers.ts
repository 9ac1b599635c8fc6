import { compilePolicy, type PolicyKind } from './compile.ts'
import type { LayerPolicies } from './layer.ts'
import type { Layer, Policy, PolicySet } from './types.ts'

/** A policy set, compiled: each member is a list of policies of which any may allow. */
export interface PolicyLayers {
  readonly identity: LayerPolicies
  readonly boundaries: readonly LayerPolicies[]
  readonly session?: LayerPolicies
  readonly scps: readonly LayerPolicies[]
  readonly resource?: LayerPolicies
  readonly grants: PolicySet['grants']
}

/** Compiles a policy set. Documents given as text are compiled once and remembered. */
export const layersOf = (set: PolicySet): PolicyLayers => ({
  identity: layer('identity policy', set.identityPolicies ?? []),
  boundaries: (set.boundaries ?? []).map(policy => layer('permissions boundary', [policy])),
  ...(set.sessionPolicies && { session: layer('session policy', set.sessionPolicies) }),
  scps: (set.scps ?? []).map(level => layer('service control policy', level)),
  ...(set.resourcePolicy && { resource: layer('resource policy', [set.resourcePolicy], 'resource') }),
  grants: set.grants,
})

const layer = (layer: Layer, policies: readonly Policy[], kind: PolicyKind = 'identity'): LayerPolicies => ({
  layer,
  policies: policies.map(policy => ({ policy, compiled: compilePolicy(policy.document, kind) })),
})
