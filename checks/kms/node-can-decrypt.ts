import {
  accessProblem,
  asNamed,
  declaresForeign,
  defineCheck,
  following,
  keyPolicyCommands,
  preferencesSay,
  roleAccess,
  type Declared,
  type KeyGrant,
  type KeyGrants,
  type KeyPolicy,
  type NodeRole,
  type Problem,
  type RoleAccess,
  type Scope,
  type WantedAccess,
  decryptContext,
  maySendChallenge,
  namedKey,
  openKeySide,
  type NamedKey,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'kms/node-can-decrypt',
  title: 'the role may decrypt with the session key',
  why: 'The client encrypts the session’s data key and the node decrypts it with its own role, directly and not through a service. Where the role may not, every session with a shell ends at the handshake.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'critical',
  fix: 'review',
  asks: ['allow-key-use', 'grant'],
  each: 'nodeRoles',
  needs: ['sessionKeys', 'keys', 'keyPolicies', 'keyGrants', 'preferences', 'declared'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run(role, records, scope) {
    return Object.values(records.sessionKeys).flatMap(sessionKey => {
      const key = namedKey(sessionKey.ref, records.keys, scope)
      if (!key) return []
      const isOwn = key.accountId === scope.accountId
      const problem = isOwn
        ? keyProblem(role, key, keySide(key, records), scope)
        : foreignProblem(role, key, records, scope)
      if (!problem) return []
      const evidence = [
        preferencesSay(records.preferences, sessionKey, sessionKey.ref),
        ...(problem.evidence ?? []),
      ]
      const told = { ...problem, evidence }
      const usable = key.state === undefined || key.state === 'Enabled'
      const cause = { check: 'kms/key-usable', subject: sessionKey.ref }
      return [asNamed(usable ? told : following(told, cause), sessionKey, sessionKey.ref)]
    })
  },
})

interface KeyRecords {
  readonly keyPolicies: Readonly<Record<string, KeyPolicy>>
  readonly keyGrants: Readonly<Record<string, KeyGrants>>
  readonly declared: Readonly<Record<string, Declared>>
}

/** What a key's own side says: its policy, and its grants, which are read only where they can matter. */
interface KeySide {
  readonly call: Pick<WantedAccess['call'], 'resourceAccount' | 'resourcePolicy'>
  readonly grants?: () => readonly KeyGrant[]
}

const keySide = (key: NamedKey, { keyPolicies, keyGrants }: KeyRecords): KeySide => ({
  call: {
    resourceAccount: key.accountId,
    resourcePolicy: { name: 'key policy', document: keyPolicies[key.arn]?.document ?? '' },
  },
  grants: () => keyGrants[key.arn]?.grants ?? [],
})

/** The role's own policies have to allow it by themselves; the key's side is its owner's to show. */
const foreignProblem = (
  role: NodeRole,
  key: NamedKey,
  records: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  const own = keyProblem(role, key, { call: openKeySide(scope) }, scope)
  if (own || declaresForeign(records.declared['config'], key.arn)) return own
  if (records.keyPolicies[key.arn]) return keyProblem(role, key, keySide(key, records), scope)
  return {
    message: `whether role ${role.name} may decrypt with ${key.arn} cannot be decided: its own policies allow it, and the policy of the key is account ${key.accountId}'s`,
    about: 'key policy',
    verdict: 'unknown',
    remedy: {
      text: `ask the owner of the key whether its policy lets ${role.arn} call kms:Decrypt, and declare the key under foreign in the config`,
    },
  }
}

const ABORT =
  'every session with a shell on its nodes is refused at the handshake with "Fetching data key failed … AccessDeniedException"'

const keyProblem = (role: NodeRole, key: NamedKey, side: KeySide, scope: Scope): Problem | undefined => {
  const plain = problemIn(role, key, side, scope, { challenge: false, effect: ABORT })
  if (plain) return plain
  const nodes = role.nodes.filter(maySendChallenge)
  if (nodes.length === 0) return undefined
  const effect =
    'a condition on the keys of the encryption context does not foresee aws:ssm:RandomChallenge, which newer agents and clients add: their sessions are refused at the handshake'
  const newer = problemIn({ ...role, nodes }, key, side, scope, { challenge: true, effect })
  return newer && { ...newer, severity: 'high', about: 'aws:ssm:RandomChallenge' }
}

const problemIn = (
  role: NodeRole,
  key: NamedKey,
  side: KeySide,
  scope: Scope,
  { challenge, effect }: { readonly challenge: boolean; readonly effect: string },
): Problem | undefined => {
  const denied = accessesOf(role, key, side, challenge, scope).filter(isNotAllowed)
  const worst = denied.find(access => access.kind !== 'undecided') ?? denied[0]
  if (!worst) return undefined
  const alike = denied.filter(access => (access.kind === 'undecided') === (worst.kind === 'undecided'))
  const nodes = [...new Set(alike.flatMap(access => access.nodes))]
  const words = { on: `on ${key.arn}`, effect, resource: key.arn, pastConditions: true }
  const problem = accessProblem(role, { ...worst, nodes }, words)
  return problem && leavesItToKey(worst) ? { ...problem, ...lettingIn(role, key, scope) } : problem
}

/** Nothing denies it, and the key's policy neither names the role nor leaves it to the account's policies. */
const leavesItToKey = (access: NotAllowed): boolean =>
  access.kind === 'stopped' && access.verdict === 'implicit-deny' && access.refusal.about === 'key policy'

const lettingIn = (role: NodeRole, key: NamedKey, scope: Scope): Pick<Problem, 'remedy' | 'fix'> => {
  const statement = {
    sid: 'DecryptSessions',
    effect: 'Allow' as const,
    principal: { AWS: role.arn },
    actions: ['kms:Decrypt'],
    resources: ['*'],
  }
  const remedy = {
    text: `let ${role.arn} call kms:Decrypt by a statement of the key's policy, all its others kept`,
    commands: keyPolicyCommands(key.arn, statement, scope),
  }
  const isOwn = key.accountId === scope.accountId
  return { remedy, ...(isOwn && { fix: [{ type: 'allow-key-use', keyArn: key.arn, statement }] }) }
}

type NotAllowed = Exclude<RoleAccess, { kind: 'allowed' }>

const isNotAllowed = (access: RoleAccess): access is NotAllowed => access.kind !== 'allowed'

/** No grant helps against a Deny. */
const mayBeGranted = (access: RoleAccess): boolean =>
  isNotAllowed(access) && !(access.kind === 'stopped' && access.verdict === 'explicit-deny')

/** How the role stands, for all its nodes at once or node by node; grants count where its policies do not suffice. */
const accessesOf = (
  role: NodeRole,
  key: NamedKey,
  side: KeySide,
  challenge: boolean,
  scope: Scope,
): readonly RoleAccess[] => {
  const groups = looksAtTarget(role, side) ? eachNode(role) : [role]
  const accesses = groups.map(group => accessOf(group, key, side.call, challenge, scope))
  if (!side.grants || !accesses.some(mayBeGranted)) return accesses
  const call = { ...side.call, grants: side.grants() }
  return eachNode(role).map(one => accessOf(one, key, call, challenge, scope))
}

const eachNode = (role: NodeRole): readonly NodeRole[] => role.nodes.map(node => ({ ...role, nodes: [node] }))

/** Whether a condition looks at which node the session is for. */
const looksAtTarget = (role: NodeRole, { call }: KeySide): boolean =>
  [...role.identityPolicies, ...(role.boundary ? [role.boundary] : []), call.resourcePolicy].some(one =>
    JSON.stringify(one?.document ?? '').includes('TargetId'),
  )

const accessOf = (
  role: NodeRole,
  key: NamedKey,
  call: Omit<WantedAccess['call'], 'resource' | 'context'>,
  challenge: boolean,
  scope: Scope,
): RoleAccess => {
  const actions = ['kms:Decrypt']
  const [node] = role.nodes
  const context = node ? decryptContext(node, challenge) : {}
  const statement = { sid: 'SessionKeyDecrypt', actions, resources: [key.arn] }
  return roleAccess(role, { actions, call: { ...call, resource: key.arn, context }, statement }, scope)
}
