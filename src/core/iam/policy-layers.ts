import { boundedCache } from './bounded-cache.ts'
import { compilePolicy, type PolicyKind } from './compile.ts'
import type { LayerPolicies, PolicyRule } from './layer.ts'
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

/** Compiles a policy set, or finds it compiled: a set whose documents are texts is remembered as long as it lives. */
export const layersOf = (set: PolicySet): PolicyLayers => {
  const documents = documentsOf(set)
  const known = remembered.get(set)
  if (known && known.layers.grants === set.grants && sameTexts(known.documents, documents))
    return known.layers
  const layers = compileSet(set)
  if (documents.every(document => typeof document === 'string')) remembered.set(set, { documents, layers })
  return layers
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const LISTS = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'kms:encryptioncontextkeys',
])

/** Whether a key (in lower case) may have several values: AWS says so, or some condition takes it for a list. */
export const isListKey = (layers: PolicyLayers, key: string): boolean =>
  LISTS.has(key) ||
  allLayers(layers).some(({ policies }) => policies.some(({ compiled }) => compiled.lists.has(key)))

interface Remembered {
  readonly documents: readonly unknown[]
  readonly layers: PolicyLayers
}

const remembered = new WeakMap<PolicySet, Remembered>()

/** Everything that a compiled set is made of, in one list: a set that was altered since is compiled anew. */
const documentsOf = (set: PolicySet): readonly unknown[] => {
  const documents: unknown[] = []
  const add = (policies: readonly Policy[] | undefined): void => {
    documents.push(policies ? String(policies.length) : '')
    for (const { name, document } of policies ?? []) documents.push(name, document)
  }
  add(set.identityPolicies)
  add(set.boundaries)
  add(set.sessionPolicies)
  for (const level of set.scps ?? []) add(level)
  add(set.resourcePolicy && [set.resourcePolicy])
  return documents
}

const sameTexts = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index])

const compileSet = (set: PolicySet): PolicyLayers => ({
  identity: layer('identity policy', set.identityPolicies ?? []),
  boundaries: (set.boundaries ?? []).map(policy => layer('permissions boundary', [policy])),
  ...(set.sessionPolicies && { session: layer('session policy', set.sessionPolicies) }),
  scps: (set.scps ?? []).map(level => layer('service control policy', level)),
  ...(set.resourcePolicy && { resource: layer('resource policy', [set.resourcePolicy], 'resource') }),
  grants: set.grants,
})

/** The layers in the order in which AWS asks them. */
export const allLayers = (layers: PolicyLayers): readonly LayerPolicies[] => [
  ...layers.scps,
  ...(layers.resource ? [layers.resource] : []),
  layers.identity,
  ...layers.boundaries,
  ...(layers.session ? [layers.session] : []),
]

const layer = (layer: Layer, policies: readonly Policy[], kind: PolicyKind = 'identity'): LayerPolicies => {
  const all = policies.map(policy => ({ policy, compiled: compilePolicy(policy.document, kind) }))
  const rulesFor = (action: string): readonly PolicyRule[] =>
    all.flatMap(({ policy, compiled }) => compiled.rulesFor(action).map(rule => ({ policy, rule })))
  return { layer, policies: all, rulesFor: boundedCache(CACHED_ACTIONS, rulesFor) }
}

const CACHED_ACTIONS = 200
