import {
  asNamed,
  decider,
  defineCheck,
  explanationOf,
  generateContext,
  ifReadable,
  maySendChallenge,
  refusalOf,
  type Decision,
  type JudgedNode,
  type Key,
  type PolicySet,
  type Problem,
  type Role,
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
  needs: ['sessionKeys', 'keys', 'keyPolicies', 'keyGrants', 'roles', 'policies', 'judgedNodes'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run({ arn }, records, scope) {
    const role = Object.values(records.roles).find(one => one.arn === arn)
    return Object.values(records.sessionKeys).flatMap(sessionKey => {
      const key = records.keys[sessionKey.ref]
      if (!key || key.accountId !== scope.accountId) return []
      if (!role) return asNamed(unread(arn, key.arn), sessionKey, sessionKey.ref)
      const policies = {
        ...policiesOf(role, records.policies),
        resourcePolicy: { name: 'key policy', document: records.keyPolicies[key.arn]?.document ?? '' },
        grants: records.keyGrants[key.arn]?.grants ?? [],
      }
      const nodes = nodesFor(policies, ifReadable(() => Object.values(records.judgedNodes)) ?? [])
      const problem = problemOf(role, key, policies, nodes, scope)
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

/** Without the challenge that newer agents add to the context, and then with it. */
const problemOf = (
  role: Role,
  key: Key,
  policies: PolicySet,
  nodes: readonly JudgedNode[],
  scope: Scope,
): Problem | undefined => {
  const ask = decider(policies)
  const decided = (node: JudgedNode | undefined, challenge: boolean): Decision =>
    ask({
      principal: role.arn,
      world: 'open',
      action: ACTION,
      resource: key.arn,
      resourceAccount: key.accountId,
      context: { ...generateContext(node, challenge), 'kms:CallerAccount': scope.accountId },
    })
  const plain = bestOf(nodes.length > 0 ? nodes : [undefined], node => decided(node, false))
  if (plain && plain.verdict !== 'allowed') return denied(role.arn, key.arn, plain)
  const newer = bestOf(nodes.filter(maySendChallenge), node => decided(node, true))
  if (!newer || newer.verdict === 'allowed') return undefined
  const problem = denied(role.arn, key.arn, newer)
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

const policiesOf = (role: Role, policies: Readonly<Record<string, { name: string; document: string }>>) => {
  const boundary = role.boundaryArn === undefined ? undefined : policies[role.boundaryArn]
  return {
    identityPolicies: [
      ...role.attached.map(({ arn, name }) => ({ name, document: policies[arn]?.document ?? '' })),
      ...Object.entries(role.inline).map(([name, document]) => ({ name, document })),
    ],
    ...(boundary && { boundaries: [boundary] }),
  }
}

const unread = (operator: string, key: string): Problem => ({
  message: `whether operator ${operator} may make data keys with ${key} is not known: the policies of that principal were not read`,
  about: ACTION,
  verdict: 'unknown',
  remedy: { text: `ask IAM’s policy simulator about ${ACTION} for that principal` },
})

const denied = (operator: string, key: string, decision: Decision): Problem => {
  const refusal = refusalOf(ACTION, decision)
  return {
    message: `operator ${operator} may not call ${ACTION} on ${key}: ${refusal.because}; sessions that he opens end at the handshake`,
    about: ACTION,
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    evidence: refusal.evidence,
    explanation: [explanationOf(ACTION, decision)],
    remedy: {
      text: `allow ${ACTION} on the key in a policy of the operator: ssm-doctor policy operator prints it`,
    },
  }
}
