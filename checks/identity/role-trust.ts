import {
  defineCheck,
  explanationOf,
  nodesBySource,
  trustAnswer,
  trustRepair,
  type Evidence,
  type NodeRole,
  type Problem,
  type RoleSource,
  type Scope,
  type TrustAnswer,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'identity/role-trust',
  title: 'the role trusts the service that lends it to the node',
  why: 'A service that the trust policy does not name cannot hand out the credentials of the role. The agent gets none and the node disappears, hours later where it still holds old ones.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-assume'],
  each: 'nodeRoles',
  needs: [],
  run(nodeRole, _records, scope) {
    const problems = [...nodesBySource(nodeRole)].flatMap(
      ([source, nodes]) => problemOf(nodeRole, source, nodes, scope) ?? [],
    )
    return [...new Set(problems.map(({ about }) => about))].map(service =>
      together(problems.filter(({ about }) => about === service)),
    )
  },
})

const problemOf = (
  nodeRole: NodeRole,
  source: RoleSource,
  nodes: readonly string[],
  scope: Scope,
): Problem | undefined => {
  const first = nodeRole.nodes.find(node => node.id === nodes[0])
  const answer = trustAnswer(nodeRole.role, source, first?.arn ?? nodeRole.arn, scope)
  const { service, decision } = answer
  if (decision.verdict === 'allowed') return undefined
  return {
    message: messageOf(nodeRole.name, answer),
    about: service,
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    affects: nodes,
    evidence: [
      { label: 'must be trusted', value: service, source },
      { label: 'is trusted', value: trustedBy(nodeRole), source: `trust policy of role ${nodeRole.name}` },
      ...stillOnline(nodeRole, nodes),
    ],
    explanation: [explanationOf('sts:AssumeRole', decision)],
    ...trustRepair(nodeRole.role, answer, source, scope),
  }
}

/** Two ways by which nodes get a role may ask for the trust of one service: that is one problem. */
const together = (problems: readonly Problem[]): Problem => {
  const certainFirst = problems.toSorted(
    (a, b) => Number(a.verdict !== undefined) - Number(b.verdict !== undefined),
  )
  const [first] = certainFirst as [Problem]
  const fix = certainFirst.flatMap(problem => problem.fix ?? [])
  return {
    ...first,
    affects: problems.flatMap(({ affects = [] }) => affects),
    ...(fix.length > 0 && { fix }),
  }
}

const messageOf = (role: string, { service, decision }: TrustAnswer): string => {
  const [statement] = decision.statements
  const where = statement ? `statement ${statement.sid ?? statement.index + 1} of its trust policy` : ''
  const met = decision.explanation.flatMap(layer => layer.statements)
  if (decision.verdict === 'unknown') {
    const odd = met.find(one => one.part === 'malformed')?.detail
    const why =
      odd === undefined ? `it hangs on ${decision.lacking.join(', ')}` : `in its trust policy, ${odd}`
    return `it is not known whether ${service} may assume role ${role}: ${why}`
  }
  if (decision.verdict === 'explicit-deny')
    return `role ${role} cannot be assumed by ${service}: ${where} denies it`
  const part = met.find(one => one.part === 'condition')
  const why = part?.detail === undefined ? '' : `: the condition ${part.detail} is not met`
  return `the trust policy of role ${role} does not let ${service} assume it${why}`
}

const trustedBy = ({ role }: NodeRole): string => {
  const statements = statementsIn(role.trustPolicy)
  if (!statements) return 'nobody: the policy cannot be read'
  const allowed = statements.filter(statement => statement['Effect'] === 'Allow')
  return allowed.map(statement => principalWords(statement['Principal'])).join('; ') || 'nobody'
}

const principalWords = (principal: unknown): string =>
  isStatement(principal)
    ? Object.entries(principal)
        .map(([kind, names]) => `${kind} ${[names].flat().join(', ')}`)
        .join('; ')
    : JSON.stringify(principal ?? 'nobody')

type Statement = Readonly<Record<string, unknown>>

const isStatement = (value: unknown): value is Statement => typeof value === 'object' && value !== null

const statementsIn = (document: string): readonly Statement[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(document)
    return isStatement(parsed) ? [parsed['Statement'] ?? []].flat().filter(isStatement) : undefined
  } catch {
    return undefined
  }
}

/** The text of the policy overrules that it works today: credentials that were handed out live on for hours. */
const stillOnline = (nodeRole: NodeRole, nodes: readonly string[]): readonly Evidence[] => {
  const online = nodeRole.nodes.filter(
    node => nodes.includes(node.id) && node.managed?.pingStatus === 'Online',
  )
  if (online.length === 0) return []
  return [
    {
      label: 'still works',
      value: online.map(node => node.id).join(', '),
      source: 'credentials that live on for hours',
    },
  ]
}
