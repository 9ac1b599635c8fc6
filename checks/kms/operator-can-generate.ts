import {
  asNamed,
  decider,
  defineCheck,
  explanationOf,
  generateContext,
  ifReadable,
  maySendChallenge,
  namedKey,
  openKeySide,
  operatorPolicies,
  operatorRequest,
  refusalOf,
  type Decision,
  type JudgedNode,
  type KeyGrants,
  type KeyPolicy,
  type NamedKey,
  type Operator,
  type PolicySet,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'kms/operator-can-generate',
  title: 'the operator may make data keys with the session key',
  why: 'The client of whoever opens a session makes the data key with his own rights, directly at KMS. Where he may not, the session ends at the handshake.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
  severity: 'high',
  fix: 'none',
  each: 'operators',
  needs: ['sessionKeys', 'keys', 'keyPolicies', 'keyGrants', 'judgedNodes'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run(operator, records, scope) {
    return Object.values(records.sessionKeys).flatMap(sessionKey => {
      const key = namedKey(sessionKey.ref, records.keys, scope)
      if (!key) return []
      const { resourceAccount = scope.accountId, ...side } = keySide(key, records, scope)
      const policies = operatorPolicies(operator, side)
      const nodes = nodesFor(policies, ifReadable(() => Object.values(records.judgedNodes)) ?? [])
      const call = { arn: key.arn, resourceAccount, policies }
      const problem = problemOf(operator, call, nodes, scope)
      if (!problem) return []
      const because = [{ check: 'kms/key-usable', subject: sessionKey.ref }]
      return asNamed({ ...problem, because }, sessionKey, sessionKey.ref)
    })
  },
})

const ACTION = 'kms:GenerateDataKey'
const CHALLENGE = 'aws:ssm:RandomChallenge'

/** The nodes for which a data key may be asked: one of each sort, or all where a policy tells them apart. */
const nodesFor = (policies: PolicySet, nodes: readonly JudgedNode[]): readonly JudgedNode[] => {
  if (JSON.stringify(policies).includes('TargetId')) return nodes
  return [...nodes.slice(0, 1), ...nodes.filter(maySendChallenge).slice(0, 1)]
}

/** A key as an operator's call meets it. */
interface KeyCall {
  readonly arn: string
  readonly resourceAccount: string
  readonly policies: PolicySet
}

/** Without the challenge that newer agents add to the context, and then with it. */
const problemOf = (
  operator: Operator,
  { arn, resourceAccount, policies }: KeyCall,
  nodes: readonly JudgedNode[],
  scope: Scope,
): Problem | undefined => {
  const ask = decider(policies)
  const decided = (node: JudgedNode | undefined, challenge: boolean): Decision => {
    const context = { ...generateContext(node, challenge), 'kms:CallerAccount': scope.accountId }
    return ask(operatorRequest(scope, operator, { action: ACTION, resource: arn, resourceAccount, context }))
  }
  const plain = bestOf(nodes.length > 0 ? nodes : [undefined], node => decided(node, false))
  if (plain && plain.verdict !== 'allowed') return denied(operator, arn, plain)
  const newer = bestOf(nodes.filter(maySendChallenge), node => decided(node, true))
  if (!newer || newer.verdict === 'allowed') return undefined
  const problem = denied(operator, arn, newer)
  return {
    ...problem,
    about: CHALLENGE,
    message: `${problem.message}, where agent and client add ${CHALLENGE}`,
  }
}

/** Who may do it for one node may do it: that others are left out may be meant. */
const bestOf = <T>(nodes: readonly T[], decide: (node: T) => Decision): Decision | undefined => {
  const decisions = nodes.map(decide)
  const find = (verdict: Decision['verdict']): Decision | undefined =>
    decisions.find(one => one.verdict === verdict)
  return find('allowed') ?? find('unknown') ?? decisions[0]
}

interface KeyRecords {
  readonly keyPolicies: Readonly<Record<string, KeyPolicy>>
  readonly keyGrants: Readonly<Record<string, KeyGrants>>
}

/** The key's side; that of another account's key is its owner's to show, and only the operator's own is judged. */
const keySide = (
  key: NamedKey,
  { keyPolicies, keyGrants }: KeyRecords,
  scope: Scope,
): ReturnType<typeof openKeySide> & Pick<PolicySet, 'grants'> => {
  if (key.accountId !== scope.accountId) return openKeySide(scope)
  return {
    resourceAccount: key.accountId,
    resourcePolicy: { name: 'key policy', document: keyPolicies[key.arn]?.document ?? '' },
    grants: keyGrants[key.arn]?.grants ?? [],
  }
}

const denied = ({ arn, kind }: Operator, key: string, decision: Decision): Problem => {
  const refusal = refusalOf(ACTION, decision, [], kind)
  return {
    message: `operator ${arn} may not call ${ACTION} on ${key}: ${refusal.because}; sessions that he opens end at the handshake`,
    about: ACTION,
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    evidence: refusal.evidence,
    explanation: [explanationOf(ACTION, decision)],
    remedy: {
      text: `allow ${ACTION} on the key in a policy of the operator: ssm-doctor policy operator prints it`,
    },
  }
}
