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
  title: 'the operator may make data keys with the session key',
  why: 'The client of whoever opens a session makes the data key with his own rights, directly at KMS. Where he may not, the session ends at the handshake.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html',
  severity: 'high',
  fix: 'none',
  each: 'operators',
  needs: ['sessionKeys', 'keys', 'keyPolicies', 'keyGrants', 'roles', 'policies'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run({ arn }, records, scope) {
    const role = Object.values(records.roles).find(one => one.arn === arn)
    return Object.values(records.sessionKeys).flatMap(sessionKey => {
      const key = records.keys[sessionKey.ref]
      if (!key || key.accountId !== scope.accountId) return []
      if (!role) return asNamed(unread(arn, key.arn), sessionKey, sessionKey.ref)
      const document = records.keyPolicies[key.arn]?.document ?? ''
      const ask = decider({
        ...policiesOf(role, records.policies),
        resourcePolicy: { name: 'key policy', document },
        grants: records.keyGrants[key.arn]?.grants ?? [],
      })
      const decision = ask({
        principal: role.arn,
        world: 'open',
        action: ACTION,
        resource: key.arn,
        resourceAccount: key.accountId,
        context: { 'kms:ViaService': null, 'kms:CallerAccount': scope.accountId },
      })
      if (decision.verdict === 'allowed') return []
      const because = [{ check: 'kms/key-usable', subject: sessionKey.ref }]
      return asNamed({ ...denied(arn, key.arn, decision), because }, sessionKey, sessionKey.ref)
    })
  },
})

const ACTION = 'kms:GenerateDataKey'

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
