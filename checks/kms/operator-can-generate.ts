import {
  asNamed,
  decider,
  defineCheck,
  explanationOf,
  namedKey,
  openKeySide,
  operatorPolicies,
  operatorRequest,
  refusalOf,
  type Decision,
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
  needs: ['sessionKeys', 'keys', 'keyPolicies', 'keyGrants'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run(operator, records, scope) {
    return Object.values(records.sessionKeys).flatMap(sessionKey => {
      const key = namedKey(sessionKey.ref, records.keys, scope)
      if (!key) return []
      const problem = problemOf(operator, key, records, scope)
      if (!problem) return []
      const because = [{ check: 'kms/key-usable', subject: sessionKey.ref }]
      return asNamed({ ...problem, because }, sessionKey, sessionKey.ref)
    })
  },
})

const ACTION = 'kms:GenerateDataKey'

interface KeyRecords {
  readonly keyPolicies: Readonly<Record<string, KeyPolicy>>
  readonly keyGrants: Readonly<Record<string, KeyGrants>>
}

/** The encryption context of a session: newer agents and clients add a challenge. */
const PLAIN = ['aws:ssm:SessionId', 'aws:ssm:TargetId']
const CHALLENGE = 'aws:ssm:RandomChallenge'

const problemOf = (
  operator: Operator,
  key: NamedKey,
  records: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  const plain = decisionOn(operator, key, PLAIN, records, scope)
  if (plain.verdict !== 'allowed') return denied(operator, key, plain)
  const newer = decisionOn(operator, key, [...PLAIN, CHALLENGE], records, scope)
  if (newer.verdict === 'allowed') return undefined
  return { ...denied(operator, key, newer), about: CHALLENGE }
}

const decisionOn = (
  operator: Operator,
  key: NamedKey,
  contextKeys: readonly string[],
  records: KeyRecords,
  scope: Scope,
): Decision => {
  const { resourceAccount = scope.accountId, ...side } = keySide(key, records, scope)
  const context = {
    'kms:ViaService': null,
    'kms:CallerAccount': scope.accountId,
    'kms:GrantIsForAWSResource': null,
    'kms:EncryptionContextKeys': contextKeys,
  }
  const call = { action: ACTION, resource: key.arn, resourceAccount, context }
  return decider(operatorPolicies(operator, side))(operatorRequest(scope, operator, call))
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

const denied = ({ arn, kind }: Operator, key: NamedKey, decision: Decision): Problem => {
  const refusal = refusalOf(ACTION, decision, [], kind)
  return {
    message: `operator ${arn} may not call ${ACTION} on ${key.arn}: ${refusal.because}; sessions that he opens end at the handshake`,
    about: ACTION,
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    evidence: refusal.evidence,
    explanation: [explanationOf(ACTION, decision)],
    remedy: {
      text: `allow ${ACTION} on the key in a policy of the operator: ssm-doctor policy operator prints it`,
    },
  }
}
