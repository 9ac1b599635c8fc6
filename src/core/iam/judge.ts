import type { Ask } from './facts.ts'
import { grantsAllow, isKey } from './grants.ts'
import { answerOf, type LayerAnswer } from './layer.ts'
import type { PolicyLayers } from './policy-layers.ts'
import { isServiceLinked } from './principal.ts'
import { isNamed } from './principal-pattern.ts'
import { and, or, type Tri } from './tri.ts'
import type { Layer, Verdict } from './types.ts'

/** The answer, and what each layer said. */
export interface Judgement {
  readonly verdict: Verdict
  readonly blockedBy?: Layer
  readonly answers: readonly LayerAnswer[]
  /** The grants of a key may decide too. */
  readonly hangsOnGrants: boolean
}

/** One condition that must hold for a request to be allowed, and the layer that it stands for. */
interface Gate {
  readonly layer: Layer
  readonly holds: Tri
}

/**
 * Judges a request by the policies that apply to it.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const judge = (ask: Ask, layers: PolicyLayers): Judgement => {
  const answers = answersOf(ask, layers)
  const hangsOnGrants = layers.grants !== undefined && grantsAllow(layers.grants, ask) === 'unknown'
  const common = { answers: answers.all, hangsOnGrants }
  const denying = answers.all.find(answer => answer.deny === 'yes')
  if (denying) return { verdict: 'explicit-deny', blockedBy: denying.layer, ...common }
  const gates = gatesOf(ask, answers, layers)
  const closed = gates.find(gate => gate.holds === 'no')
  if (closed) return { verdict: 'implicit-deny', blockedBy: closed.layer, ...common }
  const open =
    answers.all.find(answer => answer.deny === 'unknown') ?? gates.find(gate => gate.holds === 'unknown')
  if (open) return { verdict: 'unknown', blockedBy: open.layer, ...common }
  return { verdict: 'allowed', ...common }
}

interface Answers {
  readonly identity?: LayerAnswer
  readonly limits: readonly LayerAnswer[]
  readonly scps: readonly LayerAnswer[]
  readonly resource?: LayerAnswer
  readonly all: readonly LayerAnswer[]
}

/** Policies of identities do not reach services and anonymous requests, and service control policies not their roles. */
const answersOf = (ask: Ask, layers: PolicyLayers): Answers => {
  const resource = layers.resource && answerOf(layers.resource, ask)
  const { kind } = ask.principal
  if (kind === 'service' || kind === 'provider' || kind === 'anonymous')
    return { limits: [], scps: [], ...(resource && { resource }), all: resource ? [resource] : [] }
  // aws: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
  const scps =
    layers.scps.length === 0 || isServiceLinked(ask.principal)
      ? []
      : layers.scps.map(level => answerOf(level, ask))
  // The root user has no policies of its own, no boundary and no session policy.
  if (kind === 'root')
    return {
      limits: [],
      scps,
      ...(resource && { resource }),
      all: [...scps, ...(resource ? [resource] : [])],
    }
  const identity = answerOf(layers.identity, ask)
  const limiting = [...layers.boundaries, ...(layers.session ? [layers.session] : [])]
  const limits = limiting.map(layer => answerOf(layer, ask))
  const all = [...scps, ...(resource ? [resource] : []), identity, ...limits]
  return { identity, limits, scps, ...(resource && { resource }), all }
}

const gatesOf = (ask: Ask, answers: Answers, layers: PolicyLayers): readonly Gate[] => [
  ...answers.scps.map(gateOf),
  ...(hasPolicies(ask) ? principalGates(ask, answers, layers) : [resourceGate(answers)]),
]

const hasPolicies = ({ principal }: Ask): boolean =>
  principal.kind !== 'service' && principal.kind !== 'provider' && principal.kind !== 'anonymous'

const gateOf = ({ layer, allow }: LayerAnswer): Gate => ({ layer, holds: isNamed(allow) })

const resourceGate = ({ resource }: Answers): Gate => ({
  layer: 'resource policy',
  holds: resource ? isNamed(resource.allow) : 'no',
})

const principalGates = (ask: Ask, answers: Answers, layers: PolicyLayers): readonly Gate[] =>
  ask.resourceAccount === ask.principal.account
    ? sameAccountGates(ask, answers, layers)
    : crossAccountGates(ask, answers, layers)

/**
 * In one account either side may grant. What the resource grants to a session, a user or everyone stands by itself;
 * what it grants to a role is limited as the role is.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-resource.html
 */
const sameAccountGates = (ask: Ask, answers: Answers, layers: PolicyLayers): readonly Gate[] => {
  const { direct, role, account } = answers.resource?.allow ?? { direct: 'no', role: 'no', account: 'no' }
  const outright = or(direct, grantsAllow(layers.grants, ask))
  const counts = leansOnResource(ask) ? account : 'yes'
  const identity = identityAllows(answers)
  return [
    { layer: 'resource policy', holds: or(outright, or(role, counts)) },
    { layer: 'identity policy', holds: or(outright, or(role, identity)) },
    { layer: grantLayer(layers, answers), holds: or(outright, or(role, and(identity, counts))) },
    ...answers.limits.map(limit => ({ layer: limit.layer, holds: or(outright, gateOf(limit).holds) })),
  ]
}

/** Across accounts both sides must grant. */
const crossAccountGates = (ask: Ask, answers: Answers, layers: PolicyLayers): readonly Gate[] => [
  { layer: 'resource policy', holds: or(resourceGate(answers).holds, grantsAllow(layers.grants, ask)) },
  { layer: 'identity policy', holds: identityAllows(answers) },
  ...answers.limits.map(gateOf),
]

/** The root user may do everything that its account may. */
const identityAllows = ({ identity }: Answers): Tri => (identity ? isNamed(identity.allow) : 'yes')

const grantLayer = ({ grants }: PolicyLayers, { resource }: Answers): Layer =>
  grants === 'unread' ? 'grant' : resource ? 'resource policy' : 'identity policy'

/**
 * Whether identity policies count only where the resource's policy delegates to the account.
 *
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
const leansOnResource = (ask: Ask): boolean => isKey(ask) || isAssumption(ask)

const isAssumption = ({ action, resource }: Ask): boolean =>
  action.startsWith('sts:') && resource.split(':')[2] === 'iam' && resource.includes(':role/')
