import { editDistance, isSwap } from '../edit-distance.ts'
import { nearest } from '../iam/nearest.ts'
import { statementsOf, type PolicyStatement } from '../iam/statements.ts'
import type { NodeRole, PolicyRef, RolePolicy } from '../kinds.ts'
import type { Difference, MeantTarget, Miss } from './target.ts'

/** A statement that was meant to allow something and misses it. */
export interface MeantStatement {
  readonly policy: PolicyRef
  readonly index: number
  readonly sid?: string
  /** The resource pattern that comes nearest. */
  readonly pattern: string
  readonly differences: readonly Difference[]
  /** Those of the wanted actions that it holds. */
  readonly actions: readonly string[]
  /** An action that is spelt as none of AWS's: what was typed for which. */
  readonly typo?: { readonly typed: string; readonly action: string }
  /** Whether appending a resource can repair it: not where it lists what it leaves out. */
  readonly editable: boolean
}

/**
 * The statements of a role's policies that were meant to allow some actions on a target, and miss it; best first.
 *
 * A statement was meant if it allows one of the actions (or has a slip in its name), and its resource is equal but for
 * case, Region, account, partition or slashes, is within three edits, or differs in one segment only; or if its Sid or
 * its policy's name speaks of sessions. Policies that AWS keeps are left out: nobody can edit them.
 */
export const meantStatements = (
  role: NodeRole,
  actions: readonly string[],
  target: MeantTarget,
): readonly MeantStatement[] => {
  const policies = role.identityPolicies.filter(({ ref }) => !keptByAws(ref))
  return nearStatements(role, policies, actions, target)
    .flatMap(near => candidate(near, actions, target) ?? [])
    .toSorted((a, b) => a.rank - b.rank || b.statement.actions.length - a.statement.actions.length)
    .map(({ statement }) => statement)
}

/** `arn:PARTITION:iam::aws:policy/…` */
const keptByAws = (ref: PolicyRef): boolean => ref.kind === 'managed' && ref.arn.split(':')[4] === 'aws'

/** A statement that comes near to allowing some of the wanted actions on the target. */
interface NearStatement {
  readonly ref: PolicyRef
  readonly statement: PolicyStatement
  /** Those of the wanted actions that it holds: it misses them in another part. */
  readonly held: readonly string[]
}

/** Action, resource and two conditions: a statement that misses in more parts is about something else. */
const MOST_PARTS = 4

const nearStatements = (
  role: NodeRole,
  policies: readonly RolePolicy[],
  actions: readonly string[],
  { resource }: MeantTarget,
): readonly NearStatement[] => {
  const identityPolicies = policies.map(({ document }, at) => ({ name: `${at}`, document }))
  const held = new Map<string, string[]>()
  for (const action of actions) {
    const request = { principal: role.arn, action, resource, world: 'open' as const }
    for (const { statement, part, also } of nearest(request, { identityPolicies }, MOST_PARTS)) {
      const lacksAction = [part, ...also.map(one => one.part)].includes('action')
      const place = `${statement.policy}/${statement.index}`
      held.set(place, [...(held.get(place) ?? []), ...(lacksAction ? [] : [action])])
    }
  }
  return policies.flatMap(({ ref, document }, at) =>
    statementsOf(document).statements.flatMap(statement => {
      const actions = held.get(`${at}/${statement.index}`)
      return actions ? [{ ref, statement, held: actions }] : []
    }),
  )
}

interface Candidate {
  readonly statement: MeantStatement
  /** The nearness of its target; what only speaks of sessions comes after those. */
  readonly rank: number
}

const candidate = (
  { ref, statement, held }: NearStatement,
  actions: readonly string[],
  target: MeantTarget,
): Candidate | undefined => {
  const typo = held.length === 0 ? slipIn(statement.actions ?? [], actions) : undefined
  if (!statement.actions || (held.length === 0 && !typo)) return undefined
  const found = nearestPattern(ref, statement, target, typo !== undefined)
  if (!found) return undefined
  const { sid, index } = statement
  const { rank, ...near } = found
  return {
    rank,
    statement: {
      policy: ref,
      index,
      ...(sid !== undefined && { sid }),
      actions: held,
      ...(typo && { typo }),
      ...near,
    },
  }
}

/** A listed action that is one slip away from a wanted one: no two actions of AWS that matter here are that near. */
const slipIn = (listed: readonly string[], actions: readonly string[]): MeantStatement['typo'] =>
  listed
    .flatMap(typed => actions.map(action => ({ typed, action })))
    .find(({ typed, action }) => isSlip(typed.toLowerCase(), action.toLowerCase()))

const isSlip = (typed: string, action: string): boolean =>
  editDistance(typed, action) === 1 || isSwap(typed, action)

type Near = Pick<MeantStatement, 'pattern' | 'differences' | 'editable'> & { readonly rank: number }

const nearestPattern = (
  ref: PolicyRef,
  statement: PolicyStatement,
  target: MeantTarget,
  hasTypo: boolean,
): Near | undefined => {
  if (statement.notResources) return leavesOut(ref, statement, statement.notResources, target)
  const patterns = statement.resources ?? []
  const misses = patterns.map(pattern => ({ pattern, miss: target.missOf(pattern) }))
  const covering = misses.find(({ miss }) => miss === 'covers')
  // What covers the resource and yet does not allow lacks the action, or a condition stops it: no name is wrong.
  if (covering)
    return hasTypo ? { rank: 0, pattern: covering.pattern, differences: [], editable: true } : undefined
  const near = misses.filter((one): one is { pattern: string; miss: Miss } => typeof one.miss === 'object')
  const best = near.toSorted((a, b) => a.miss.nearness - b.miss.nearness)[0]
  if (best)
    return {
      rank: best.miss.nearness,
      pattern: best.pattern,
      differences: best.miss.differences,
      editable: true,
    }
  const pattern = patterns.find(one => target.isOfKind(one))
  const rank = speakingRank(ref, statement)
  return rank === undefined || pattern === undefined
    ? undefined
    : { rank, pattern, differences: ['name'], editable: true }
}

const leavesOut = (
  ref: PolicyRef,
  statement: PolicyStatement,
  patterns: readonly string[],
  target: MeantTarget,
): Near | undefined => {
  const pattern = patterns.find(one => target.missOf(one) === 'covers')
  const rank = speakingRank(ref, statement)
  if (rank === undefined || pattern === undefined) return undefined
  return { rank, pattern, differences: ['name'], editable: false }
}

const speakingRank = (ref: PolicyRef, { sid }: PolicyStatement): number | undefined => {
  if (sid !== undefined && speaksOfSessions(sid)) return 3
  return speaksOfSessions(ref.name) ? 4 : undefined
}

/** `session` anywhere; `ssm` as a word of its own, so that `classmates` does not count. */
const speaksOfSessions = (name: string): boolean =>
  /session/i.test(name) || /(?:^|[^A-Za-z])ssm|SSM|Ssm/.test(name)
