import { explain } from './explain.ts'
import { factsOf, type Ask } from './facts.ts'
import { judge, type Judgement } from './judge.ts'
import { refOf, type Hit, type LayerAnswer } from './layer.ts'
import { refine, type Refined } from './refine.ts'
import { isListKey, layersOf, type PolicyLayers } from './policy-layers.ts'
import { principalOf } from './principal.ts'
import type { AccessRequest, Decision, PolicySet, StatementRef } from './types.ts'

/**
 * Decides whether a principal may do an action on a resource, by AWS's policy evaluation logic, offline.
 *
 * `request` names the principal (ARN of a role, role session, user, federated user or root, an account's id, a service's
 * name such as `ec2.amazonaws.com`, or `*` for an anonymous one), the action, the resource's ARN (`*` where the action
 * takes none), its account where the ARN does not say it, and the context. `policies` holds the documents, as JSON text
 * or parsed, by layer: `identityPolicies` (absent: none), `boundaries`, `sessionPolicies`, `scps` by level,
 * `resourcePolicy` and, for a KMS key, `grants`; any of these that is absent does not limit.
 *
 * A question in the closed world (the default) is answered as AWS would answer a request with exactly this context:
 *
 *     decide(
 *       {
 *         principal: 'arn:aws:sts::123456789012:assumed-role/web/i-0abc',
 *         action: 's3:PutObject',
 *         resource: 'arn:aws:s3:::logs/web/1.log',
 *         resourceAccount: '210987654321',
 *         context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/app/web', 'aws:TagKeys': ['a', 'b'] },
 *       },
 *       { identityPolicies: [{ name: 'own', document }], boundaries: [], scps: [[root], [unit]], resourcePolicy },
 *     ).verdict
 *
 * A context key that is not given is absent, but for what the ARNs themselves say: `aws:PrincipalArn`,
 * `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:PrincipalIsAWSService`, `aws:username` of a user, and
 * `aws:ResourceAccount`. `null` says that a key is absent. With `world: 'open'` a key that is not given may have any
 * value or none: the answer is `unknown`, with those keys in `lacking`, where some of these would allow the request and
 * others would not. Where none would allow it, it is denied.
 *
 * Never throws, never changes what it is given. A document that IAM would not store makes `unknown` what hangs on it.
 * `explanation` is computed when it is read; the decision is plain data for JSON.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decide = (request: AccessRequest, policies: PolicySet): Decision => decider(policies)(request)

/** `decide` for many requests under the same policies: they are compiled once. */
export const decider = (policies: PolicySet): ((request: AccessRequest) => Decision) => {
  const layers = layersOf(policies)
  return request => decisionOf(request, layers)
}

const decisionOf = (request: AccessRequest, layers: PolicyLayers): Decision => {
  const ask = askOf(request, layers)
  const judgement = judge(ask, layers)
  const { verdict, lacking } =
    judgement.verdict === 'unknown' ? tried(ask, judgement, layers) : definite(judgement)
  const blockedBy = verdict === 'allowed' ? undefined : judgement.blockedBy
  return {
    verdict,
    ...(blockedBy && { blockedBy }),
    statements: decidingStatements(verdict, judgement.answers),
    lacking,
    get explanation() {
      return explain(askOf(request, layers), layers)
    },
  }
}

const definite = ({ verdict }: Judgement): Refined => ({ verdict, lacking: [] })

const tried = (ask: Ask, judgement: Judgement, layers: PolicyLayers): Refined =>
  refine(
    ask,
    judgement,
    key => isListKey(layers, key),
    (context = {}) => judge(askOf({ ...ask.request, context }, layers), layers).verdict,
  )

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ACCOUNT_FIELD = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/
const ownerIn = (arn: string): string | undefined => ACCOUNT_FIELD.exec(arn)?.[1]

/** A request as statements are matched against it. */
export const askOf = (request: AccessRequest, layers: PolicyLayers): Ask => {
  const principal = principalOf(request.principal)
  const owner = request.resourceAccount ?? ownerIn(request.resource)
  return {
    request,
    action: request.action.toLowerCase(),
    resource: request.resource,
    principal,
    resourceAccount: owner ?? principal.account,
    bounded: layers.boundaries.length > 0,
    ...factsOf(request, principal, owner),
    lacking: [],
  }
}

/** The statements that made the decision; none where nothing allows. */
const decidingStatements = (
  verdict: Judgement['verdict'],
  answers: readonly LayerAnswer[],
): readonly StatementRef[] => {
  if (verdict === 'implicit-deny') return []
  const all = answers.flatMap(answer => answer.hits)
  const certain = all.filter(hit => hit.holds === 'yes' && decides(hit, verdict))
  const hits = certain.length > 0 ? certain : all
  return hits
    .filter(hit => decides(hit, verdict))
    .map(({ layer, policy, rule }) => refOf(layer, policy, rule))
}

const decides = ({ rule, holds }: Hit, verdict: Judgement['verdict']): boolean => {
  if (verdict === 'unknown') return holds === 'unknown'
  // Statements that hang on a key may decide together, whatever its value.
  return rule.effect === (verdict === 'allowed' ? 'Allow' : 'Deny')
}
