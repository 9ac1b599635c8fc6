import type { KeyGrant } from '../records.ts'

/** One policy: its document as text (JSON, decoded) or already parsed, and a name to say in explanations. */
export interface Policy {
  readonly name: string
  readonly document: unknown
  readonly arn?: string
}

/** A context key's value. `null`: known to be absent. A missing key: absent in the closed world, anything in the open one. */
export type ContextValue = string | number | boolean | readonly string[] | null

/** A question: may this principal do this action on this resource? */
export interface AccessRequest {
  /** ARN of a role, role session, user, federated user or account root; or a service principal such as `ec2.amazonaws.com`. */
  readonly principal: string
  /** `service:Action`; case does not matter. */
  readonly action: string
  /** ARN; `*` for actions that take no resource. */
  readonly resource: string
  /** Account that owns the resource; by default the account in its ARN, else the principal's. */
  readonly resourceAccount?: string
  readonly context?: Readonly<Record<string, ContextValue>>
  /** `closed` (default): a key that is not given is absent. `open`: it may have any value or none. */
  readonly world?: 'closed' | 'open'
  /** Open world: beginnings of keys of which all are given, such as `aws:PrincipalTag/`: others of them are absent. */
  readonly complete?: readonly string[]
  /** Open world: the values of which a key that is not given has one. */
  readonly among?: Readonly<Record<string, readonly string[]>>
}

/**
 * The policies that apply to a request, by layer. A layer that is not given does not limit; identity policies that are
 * not given grant nothing.
 */
export interface PolicySet {
  readonly identityPolicies?: readonly Policy[]
  /** Permissions boundaries: every one must allow. */
  readonly boundaries?: readonly Policy[]
  /** Session policies that were passed when the role was assumed: together they limit, any of them may allow. */
  readonly sessionPolicies?: readonly Policy[]
  /** Service control policies by level (root, organisational units, account): every level must allow, any policy in a level may. */
  readonly scps?: readonly (readonly Policy[])[]
  /** The policy of the resource: bucket, key, role (its trust policy), endpoint. */
  readonly resourcePolicy?: Policy
  /** Grants of a KMS key; `unread` where they could not be read. */
  readonly grants?: readonly KeyGrant[] | 'unread'
}

export type Verdict = 'allowed' | 'explicit-deny' | 'implicit-deny' | 'unknown'

export type Layer =
  | 'identity policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource policy'
  | 'grant'

/** Where a statement stands. */
export interface StatementRef {
  readonly layer: Layer
  readonly policy: string
  readonly policyArn?: string
  /** Position in the document, from 0. */
  readonly index: number
  readonly sid?: string
}

/** How one statement fared: which part did not match, and why. */
export interface StatementOutcome {
  readonly statement: StatementRef
  readonly effect: 'Allow' | 'Deny'
  readonly matches: 'yes' | 'no' | 'unknown'
  /** The first part that did not match, or that could not be decided. */
  readonly part?: 'principal' | 'action' | 'resource' | 'condition' | 'malformed'
  /** One line: the pattern or condition and the value it met. */
  readonly detail?: string
}

/** One layer's answer. */
export interface LayerOutcome {
  readonly layer: Layer
  readonly verdict: Verdict
  readonly statements: readonly StatementOutcome[]
}

/** The answer, the statements that decided it, and what would have to be known where it is `unknown`. */
export interface Decision {
  readonly verdict: Verdict
  /** The layer that stopped the request, or that could not be decided. */
  readonly blockedBy?: Layer
  readonly statements: readonly StatementRef[]
  /** Context keys whose value would decide. */
  readonly lacking: readonly string[]
  /** Each layer's answer, statement by statement: computed when it is read. */
  readonly explanation: readonly LayerOutcome[]
}
