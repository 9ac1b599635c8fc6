import type { Problem, Remedy } from '../check.ts'
import { grantCommands } from './grant-commands.ts'
import type { NodeRole } from '../kinds.ts'
import type { RoleAccess } from '../meant/role-access.ts'

/** How a check speaks of an access that a role lacks. */
export interface AccessWords {
  /** Follows "may not call ACTION": `on log group /aws/ssm/x`. */
  readonly on: string
  /** Follows the reason: what it costs. */
  readonly effect: string
  /** The resource as a policy names it. */
  readonly resource: string
  /** Why the call is not allowed, where the check knows better than the decision. */
  readonly because?: string
  /** Whether to grant in a statement without condition what one allows under a condition that fails. */
  readonly pastConditions?: boolean
}

/** The problem that a role's access is, or undefined where it is allowed. */
export const accessProblem = (
  role: NodeRole,
  access: RoleAccess,
  words: AccessWords,
): Problem | undefined => {
  if (access.kind === 'allowed') return undefined
  const { refusal, nodes } = access
  const { about, stoppedBy, evidence, explanation } = refusal
  const stop = stoppedBy === undefined ? {} : { stoppedBy }
  const common = { about, ...stop, affects: nodes, evidence, explanation }
  const call = `${access.actions.join(' and ')} ${words.on}`.trim()
  if (access.kind === 'undecided') {
    return {
      ...common,
      message: `whether role ${role.name} may call ${call} cannot be decided: ${refusal.because}`,
      verdict: 'unknown',
      remedy: {
        text: `grant ${access.actions.join(' and ')} without that condition, or try it in a session`,
      },
    }
  }
  const held = access.kind === 'lacking' && access.conditional && !words.pastConditions
  const fix = access.kind === 'lacking' && !held ? access.fix : []
  const because = access.kind === 'stopped' ? refusal.because : (words.because ?? refusal.because)
  return {
    ...common,
    message: `role ${role.name} may not call ${call}: ${because}; ${words.effect}`,
    ...(access.kind === 'stopped' && { stoppedBy: stoppedBy ?? stopperOf(access, words) }),
    remedy: remedyOf(role, access, words, held),
    ...(fix.length > 0 && { fix }),
  }
}

/** A policy of a resource is told by the resource: those of two keys are alike in their names. */
const stopperOf = (
  { layer, refusal }: Extract<RoleAccess, { kind: 'stopped' }>,
  { resource }: AccessWords,
): string => (layer === 'resource policy' ? `${refusal.about} of ${resource}` : refusal.about)

type Denied = Extract<RoleAccess, { kind: 'meant' | 'lacking' | 'stopped' }>

const remedyOf = (role: NodeRole, access: Denied, { resource }: AccessWords, held: boolean): Remedy => {
  const wanted = `${access.actions.join(' and ')} on ${resource}`
  if (access.kind === 'stopped') {
    return {
      text: `change the ${access.refusal.about} so that it lets role ${role.name} call ${wanted}: nothing in the role's own policies can help`,
    }
  }
  const commands = grantCommands(role, access.fix)
  // Nobody can tell here whether a condition that fails was meant to: what it holds back is advice, not a fix.
  if (held)
    return {
      text: `grant ${wanted} under a condition that holds for the role's nodes, or without one`,
      commands,
    }
  return { text: `grant role ${role.name} ${wanted}`, commands }
}
