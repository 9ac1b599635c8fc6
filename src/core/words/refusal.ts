import type { Evidence } from '../check.ts'
import { explanationOf, type Explanation } from './explanation.ts'
import type { Decision, StatementOutcome, StatementRef } from '../iam/types.ts'

/** Why a call is not allowed, in words, and as a stable key for a finding's `about`. */
export interface Refusal {
  /** The action where nothing allows it; else the layer and statement that stop it. */
  readonly about: string
  /** The boundary or the Deny statement of the role that stops the call, whatever else allows it. */
  readonly stoppedBy?: string
  /** Follows "may not …:": `statement NoLogs of policy guard denies it`. */
  readonly because: string
  readonly evidence: readonly Evidence[]
  /** How the call was decided; worked out when it is read. */
  readonly explanation: readonly Explanation[]
}

/** A call of an action, and how it was decided. */
export interface DecidedCall {
  readonly action: string
  readonly decision: Decision
}

/**
 * Says what stopped a call that a decision did not allow.
 * @param others calls for the same purpose that the explanation tells of too
 * @param holder who makes the call
 */
export const refusalOf = (
  action: string,
  decision: Decision,
  others: readonly DecidedCall[] = [],
  holder: 'role' | 'user' = 'role',
): Refusal => ({
  ...wordsOf(action, decision, holder),
  get explanation() {
    return [{ action, decision }, ...others].map(one => explanationOf(one.action, one.decision))
  },
})

type Words = Omit<Refusal, 'explanation'>

const BOUNDARY = 'permissions boundary'

const wordsOf = (action: string, decision: Decision, holder: 'role' | 'user'): Words => {
  const [deciding] = decision.statements
  if (decision.verdict === 'explicit-deny' && deciding) return denial(action, deciding)
  if (decision.verdict === 'unknown') return undecided(action, decision)
  const layer = decision.blockedBy ?? 'identity policy'
  if (layer === 'identity policy') return { about: action, ...whyNothingAllows(decision, holder) }
  const statement = decision.explanation.find(one => one.layer === layer)?.statements[0]?.statement
  const where = statement ? policyTitle(statement) : layer
  return {
    about: where,
    ...(layer === BOUNDARY && { stoppedBy: where }),
    because: `the ${where} does not allow it`,
    evidence: [{ label: `${layer} says`, value: `nothing that allows ${action} here`, source: where }],
  }
}

/** A statement that would allow but for its condition is told: else its author looks for it elsewhere. */
const whyNothingAllows = (
  { explanation }: Decision,
  holder: 'role' | 'user',
): Pick<Words, 'because' | 'evidence'> => {
  const held = explanation
    .filter(({ layer }) => layer === 'identity policy')
    .flatMap(({ statements }) => statements)
    .find(({ effect, part }) => effect === 'Allow' && part === 'condition')
  if (!held) return { because: `no policy of the ${holder} allows it`, evidence: [] }
  const { sid, index, policy } = held.statement
  return {
    because: `statement ${sid ?? index + 1} of policy ${policy} allows it under a condition that does not hold`,
    evidence: [conditionEvidence(held)],
  }
}

/** Where a statement stands, in words: `policy session-logging, statement WriteLogs`. */
export const statementPlace = (ref: Pick<StatementRef, 'policy' | 'sid' | 'index'>): string =>
  `policy ${ref.policy}, statement ${ref.sid ?? ref.index + 1}`

/** The layer and name of a policy; a resource's policy is named by what it is the policy of. */
const policyTitle = ({ layer, policy }: StatementRef): string =>
  layer === 'resource policy' ? policy : `${layer} ${policy}`

const statementKey = (statement: StatementRef): string =>
  `${policyTitle(statement)} ${statement.sid ?? `#${statement.index}`}`

/** A boundary is one thing, whichever of its statements denies; of the role's own policies each statement is. */
const stopper = (statement: StatementRef): Pick<Words, 'stoppedBy'> => {
  if (statement.layer === BOUNDARY) return { stoppedBy: policyTitle(statement) }
  return statement.layer === 'identity policy' ? { stoppedBy: statementKey(statement) } : {}
}

const denial = (action: string, statement: StatementRef): Words => ({
  about: statementKey(statement),
  ...stopper(statement),
  because: `statement ${statement.sid ?? statement.index + 1} of ${policyTitle(statement)} denies it`,
  evidence: [
    { label: `${statement.layer} says`, value: `Deny ${action}`, source: statementPlace(statement) },
  ],
})

const undecided = (action: string, { lacking, explanation }: Decision): Words => {
  const outcomes = explanation.flatMap(layer => layer.statements)
  const broken = outcomes.find(one => one.part === 'malformed')
  if (broken) return unreadable(broken)
  const open = outcomes.find(one => one.matches === 'unknown')
  const facts =
    lacking.length > 0 ? `the value of ${lacking.join(', ')}` : (open?.detail ?? 'what AWS does not show')
  return {
    about: action,
    because: `it hangs on ${facts}`,
    evidence: open ? [conditionEvidence(open)] : [],
  }
}

const unreadable = ({ statement, detail }: StatementOutcome): Words => ({
  about: `${policyTitle(statement)} malformed`,
  because: `${policyTitle(statement)} cannot be read (${detail ?? 'it is malformed'})`,
  evidence: [
    {
      label: `${statement.layer} says`,
      value: detail ?? 'what cannot be read',
      source: `policy ${statement.policy}`,
    },
  ],
})

const conditionEvidence = ({ statement, effect, detail }: StatementOutcome): Evidence => ({
  label: `${effect} if`,
  value: detail ?? 'a condition that cannot be decided',
  source: statementPlace(statement),
})
