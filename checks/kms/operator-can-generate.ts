import {
  asNamed,
  decider,
  defineCheck,
  explanationOf,
  refusalOf,
  type Decision,
  type Problem,
  type Role,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'kms/operator-can-generate',
  title: 'the operators may make data keys with the session key',
  why: 'The client of whoever opens a session makes the data key with his own rights, directly at KMS. Where he may not, the session ends at the handshake.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
  severity: 'high',
  fix: 'none',
  each: 'sessionKeys',
  needs: ['keys', 'keyPolicies', 'keyGrants', 'roles', 'policies', 'declared'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run(sessionKey, records, scope) {
    const operators = records.declared['config']?.operators ?? []
    const key = operators.length > 0 ? records.keys[sessionKey.ref] : undefined
    if (!key || key.accountId !== scope.accountId) return undefined
    const problems = operators.flatMap((operator): readonly Problem[] => {
      const role = Object.values(records.roles).find(one => one.arn === operator)
      if (!role) return [unread(operator)]
      const document = records.keyPolicies[key.arn]?.document ?? ''
      const ask = decider({
        ...policiesOf(role, records.policies),
        resourcePolicy: { name: 'key policy', document },
        grants: records.keyGrants[key.arn]?.grants ?? [],
      })
      const context = { 'kms:ViaService': null, 'kms:CallerAccount': scope.accountId }
      const call = {
        action: 'kms:GenerateDataKey',
        resource: key.arn,
        resourceAccount: key.accountId,
        context,
      }
      const decision = ask({ principal: role.arn, world: 'open', ...call })
      return decision.verdict === 'allowed' ? [] : [denied(operator, decision)]
    })
    return problems.map(problem => asNamed(problem, sessionKey, sessionKey.ref))
  },
})

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

const unread = (operator: string): Problem => ({
  message: `whether operator ${operator} may make data keys is not known: the policies of that principal were not read`,
  about: operator,
  verdict: 'unknown',
  affects: [],
  remedy: { text: 'ask IAM’s policy simulator about kms:GenerateDataKey for that principal' },
})

const denied = (operator: string, decision: Decision): Problem => {
  const refusal = refusalOf('kms:GenerateDataKey', decision)
  return {
    message: `operator ${operator} may not call kms:GenerateDataKey: ${refusal.because}; sessions that he opens end at the handshake`,
    about: operator,
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    affects: [],
    evidence: refusal.evidence,
    explanation: [explanationOf('kms:GenerateDataKey', decision)],
    remedy: {
      text: 'allow kms:GenerateDataKey on the key in a policy of the operator: ssm-doctor policy operator prints it',
    },
  }
}
