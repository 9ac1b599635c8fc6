import type { Grant, GrantStatement } from '../changes/change.ts'
import { newPolicy } from '../iam/edit.ts'
import { leastEdit, type LeastEdit } from '../iam/least-edit.ts'
import { nodeRequest, policiesOf, roleMay, type NodeCall, type RoleDecision } from '../iam/node-request.ts'
import type { Layer } from '../iam/types.ts'
import type { NodeRole, PolicyRef } from '../kinds.ts'
import { meantStatements, type MeantStatement } from './meant.ts'
import type { MeantTarget } from './target.ts'
import { refusalOf, type Refusal } from '../words/refusal.ts'
import type { Scope } from '../snapshot.ts'

/** What a role has to be allowed on one resource. */
export interface WantedAccess {
  readonly actions: readonly string[]
  /** The call as the node makes it, its action left out. */
  readonly call: Omit<NodeCall, 'action'>
  /** The least statement that allows it. */
  readonly statement: GrantStatement
  /** What a statement has to be about to have been meant for it. */
  readonly target?: MeantTarget
}

/** How a role stands to what it has to be allowed. */
export type RoleAccess =
  | { readonly kind: 'allowed' }
  /** Not denied, and a fact is lacking to say that it is allowed. */
  | {
      readonly kind: 'undecided'
      readonly actions: readonly string[]
      readonly refusal: Refusal
      readonly nodes: readonly string[]
    }
  /** Statements were meant for it and miss: `fix` is empty where appending to them cannot repair it. */
  | (Denied & { readonly kind: 'meant'; readonly nearest: MeantStatement })
  /** Its own policies do not allow it, and nothing else stops it. `conditional`: one does, under a condition that fails. */
  | (Denied & { readonly kind: 'lacking'; readonly conditional: boolean })
  /** A Deny or another layer stops it, whatever its own policies allow. */
  | (Denied & {
      readonly kind: 'stopped'
      readonly verdict: 'explicit-deny' | 'implicit-deny'
      readonly layer?: Layer
    })

export interface Denied {
  /** The actions that are not allowed. */
  readonly actions: readonly string[]
  readonly refusal: Refusal
  readonly nodes: readonly string[]
  readonly fix: readonly Grant[]
}

/** Judges what a role's nodes may do, and whether the role's own policies are what has to change. */
export const roleAccess = (role: NodeRole, wanted: WantedAccess, scope: Scope): RoleAccess => {
  const asked = ask(role, wanted, wanted.actions, scope)
  const denied = asked.filter(one => isDenied(one.answer))
  const open = asked.filter(one => one.answer.verdict === 'unknown')
  if (denied.length > 0) return judgeDenied(role, wanted, denied, scope)
  if (open.length === 0) return { kind: 'allowed' }
  return { kind: 'undecided', actions: actionsOf(open), refusal: refusalOfFirst(open), nodes: nodesOf(open) }
}

interface Asked {
  readonly action: string
  readonly answer: RoleDecision
}

const ask = (
  role: NodeRole,
  { call }: WantedAccess,
  actions: readonly string[],
  scope: Scope,
): readonly Asked[] => actions.map(action => ({ action, answer: roleMay(role, { ...call, action }, scope) }))

const isDenied = ({ verdict }: RoleDecision): boolean =>
  verdict === 'explicit-deny' || verdict === 'implicit-deny'
const actionsOf = (asked: readonly Asked[]): readonly string[] => asked.map(one => one.action)
const nodesOf = (asked: readonly Asked[]): readonly string[] => [
  ...new Set(asked.flatMap(one => one.answer.nodes)),
]

const refusalOfFirst = (asked: readonly Asked[]): Refusal => {
  const [first, ...others] = asked.map(({ action, answer }) => ({ action, decision: answer.decision }))
  return first
    ? refusalOf(first.action, first.decision, others)
    : { about: 'nothing', because: 'nothing was asked', evidence: [], explanation: [] }
}

const judgeDenied = (
  role: NodeRole,
  wanted: WantedAccess,
  denied: readonly Asked[],
  scope: Scope,
): RoleAccess => {
  const actions = actionsOf(denied)
  const common = { actions, nodes: nodesOf(denied) }
  const granted = ask(withStatement(role, wanted.statement), wanted, actions, scope)
  const stopped = granted.filter(one => isDenied(one.answer))
  if (stopped.length > 0) return stopOf(stopped)
  const refusal = refusalOfFirst(denied)
  const meant = wanted.target ? meantStatements(role, actions, wanted.target) : []
  const edit = editFor(role, wanted, denied, meant, scope)
  const appended = grantsAtHome(role, wanted.statement, edit)
  const helps = appended.length === edit.edits.length && edit.refused.length === 0 && appended.length > 0
  const nearest = meant.find(one => one.editable) ?? meant[0]
  if (nearest && (helps || !nearest.editable)) {
    return { kind: 'meant', ...common, refusal, fix: appended, nearest }
  }
  const provable = granted.every(one => one.answer.verdict === 'allowed')
  const own: Grant = { type: 'grant', role: role.name, statement: wanted.statement }
  const fix = provable ? [own] : []
  return { kind: 'lacking', ...common, refusal, fix, conditional: isConditional(denied) }
}

/** What stops calls that the role's own policies would allow: a Deny before a layer that just does not allow. */
const stopOf = (stopped: readonly Asked[]): RoleAccess => {
  const denies = stopped.filter(one => one.answer.verdict === 'explicit-deny')
  const deciding = denies.length > 0 ? denies : stopped
  const layer = deciding[0]?.answer.decision.blockedBy
  return {
    kind: 'stopped',
    ...(layer && { layer }),
    verdict: denies.length > 0 ? 'explicit-deny' : 'implicit-deny',
    actions: actionsOf(deciding),
    nodes: nodesOf(deciding),
    refusal: refusalOfFirst(deciding),
    fix: [],
  }
}

const isConditional = (denied: readonly Asked[]): boolean =>
  denied.some(({ answer }) =>
    answer.decision.explanation
      .filter(layer => layer.layer === 'identity policy')
      .some(layer => layer.statements.some(one => one.effect === 'Allow' && one.part === 'condition')),
  )

/** The least edit of the role's policies that allows what is denied: each action where it already stands, else nearest. */
const editFor = (
  role: NodeRole,
  { call, statement }: WantedAccess,
  denied: readonly Asked[],
  meant: readonly MeantStatement[],
  scope: Scope,
): LeastEdit => {
  const editable = meant.filter(one => one.editable)
  const policies = policiesOf(role, call)
  // Two policies of one role may bear the same name.
  const identityPolicies =
    policies.identityPolicies?.map((policy, at) => ({ ...policy, name: `${at}` })) ?? []
  const requests = denied.flatMap(({ action, answer }) =>
    role.nodes
      .filter(node => answer.nodes.includes(node.id))
      .slice(0, 1)
      .map(node => nodeRequest(scope, role, node, { ...call, action })),
  )
  const homeOf = (action: string): { policy: string; index: number } | undefined => {
    const home = editable.find(one => one.actions.includes(action)) ?? editable[0]
    const at = role.identityPolicies.findIndex(({ ref }) => home && samePolicy(ref, home.policy))
    return home && at >= 0 ? { policy: `${at}`, index: home.index } : undefined
  }
  return leastEdit(requests, { ...policies, identityPolicies }, statement.sid, { statement, homeOf })
}

const grantsAtHome = (role: NodeRole, statement: GrantStatement, { edits }: LeastEdit): readonly Grant[] =>
  edits.flatMap(edit => {
    const policy = edit.kind === 'append' ? role.identityPolicies[Number(edit.policy)]?.ref : undefined
    if (edit.kind !== 'append' || !policy || !edit.actions) return []
    const { actions, index } = edit
    return [
      { type: 'grant', role: role.name, statement: { ...statement, actions }, meant: { policy, index } },
    ]
  })

const withStatement = (role: NodeRole, statement: GrantStatement): NodeRole => {
  const ref: PolicyRef = { kind: 'inline', role: role.name, name: statement.sid }
  return { ...role, identityPolicies: [...role.identityPolicies, { ref, document: newPolicy([statement]) }] }
}

/** Whether two references name the same policy. */
export const samePolicy = (a: PolicyRef, b: PolicyRef): boolean =>
  a.kind === 'managed' ? b.kind === 'managed' && a.arn === b.arn : b.kind === 'inline' && a.name === b.name
