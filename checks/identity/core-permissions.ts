import {
  awsCommand,
  defineCheck,
  grantCommands,
  refusalOf,
  roleMay,
  type Decision,
  type Evidence,
  type NodeRole,
  type Problem,
  type Refusal,
  type Scope,
} from '../../src/core/index.ts'
import { CONSEQUENCES, CORE_ACTIONS, type Stage } from './core-actions.ts'
import { coreGrant, isGrantable } from './core-grant.ts'

export default defineCheck({
  id: 'identity/core-permissions',
  title: 'the role may do what the agent needs for sessions',
  why: 'The agent reports in with ssm:UpdateInstanceInformation and carries sessions over two channels of ssmmessages. Without one of the five actions no session opens, and the node may look healthy all the same.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'critical',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: [],
  run(nodeRole, _records, scope) {
    const problems = groups(nodeRole, scope).map(group => problemOf(nodeRole, group, scope))
    // What is certain for some nodes is said once, and not again as uncertain for others.
    return problems.filter((problem, at) => problems.findIndex(one => one.about === problem.about) === at)
  },
})

/** One action that some nodes of a role may not do, or of which that is not known. */
interface Refused {
  readonly action: string
  readonly stage: Stage
  readonly decision: Decision
  readonly refusal: Refusal
  readonly nodes: readonly string[]
}

/** Refused actions that the same thing stops. */
type Group = readonly [Refused, ...Refused[]]

const groups = (nodeRole: NodeRole, scope: Scope): readonly Group[] => {
  const found = new Map<string, [Refused, ...Refused[]]>()
  const refusals = CORE_ACTIONS.flatMap(core => refusedOf(nodeRole, core, scope))
  const certainFirst = refusals.toSorted((a, b) => Number(isUnknown(a)) - Number(isUnknown(b)))
  for (const refused of certainFirst) {
    const key = groupKey(refused)
    const group = found.get(key)
    if (group) group.push(refused)
    else found.set(key, [refused])
  }
  return [...found.values()]
}

const isUnknown = ({ decision }: Refused): boolean => decision.verdict === 'unknown'

const groupKey = ({ action, decision, refusal }: Refused): string =>
  refusal.about === action
    ? `${decision.verdict} ${isGrantable(decision)} ${decision.lacking.join(' ')}`
    : refusal.about

/** The nodes under the role that may not do an action, apart by what stops them. */
const refusedOf = (
  nodeRole: NodeRole,
  { action, stage }: (typeof CORE_ACTIONS)[number],
  scope: Scope,
): readonly Refused[] => {
  const found = new Map<string, Refused & { readonly nodes: string[] }>()
  for (const node of nodeRole.nodes) {
    // aws: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
    const resource = stage === 'registration' ? node.arn : '*'
    const { decision, verdict } = roleMay({ ...nodeRole, nodes: [node] }, { action, resource }, scope)
    if (verdict === 'allowed') continue
    const refusal = refusalOf(action, decision)
    const known = found.get(`${verdict} ${refusal.about}`)
    if (known) known.nodes.push(node.id)
    else found.set(`${verdict} ${refusal.about}`, { action, stage, decision, refusal, nodes: [node.id] })
  }
  return [...found.values()]
}

const problemOf = (nodeRole: NodeRole, group: Group, scope: Scope): Problem => {
  const [{ decision, refusal }] = group
  const actions = group.map(refused => refused.action)
  const nodes = new Set(group.flatMap(refused => refused.nodes))
  return {
    message: messageOf(nodeRole, group),
    about: refusal.about === actions[0] ? [...new Set(actions)].join(',') : refusal.about,
    ...(refusal.stoppedBy !== undefined && { stoppedBy: refusal.stoppedBy }),
    ...(decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
    affects: [...nodes],
    evidence: [
      { label: 'needed', value: actions.join(', '), source: 'SSM Agent' },
      ...refusal.evidence,
      ...stillOnline(nodeRole, group, nodes),
    ],
    explanation: group.flatMap(refused => refused.refusal.explanation),
    ...(isGrantable(decision)
      ? granting(nodeRole, actions)
      : { remedy: { text: adviceFor(group[0]), commands: [simulate(nodeRole, actions, scope)] } }),
  }
}

const messageOf = ({ name }: NodeRole, group: Group): string => {
  const actions = listed(group.map(refused => refused.action))
  const { because } = group[0].refusal
  const others = alsoLacking(group[0]).map(place => `, nor does the ${place}`)
  if (isUnknown(group[0])) return `it is not known whether role ${name} may ${actions}: ${because}`
  const consequence = CONSEQUENCES.find(([stage]) => group.some(refused => refused.stage === stage))?.[1]
  return `role ${name} may not ${actions}: ${because}${others.join('')}, and ${consequence}`
}

const listed = (actions: readonly string[]): string =>
  [actions.slice(0, -1).join(', '), ...actions.slice(-1)].filter(part => part !== '').join(' and ')

const adviceFor = (refused: Refused): string => {
  const { action, decision, refusal } = refused
  if (decision.verdict === 'unknown')
    return 'find out what the condition meets, or write the statement without it'
  if (refusal.about !== action)
    return `alter the ${refusal.about}: a further Allow for the role does not help`
  return `allow it in a policy of the role, and in the ${alsoLacking(refused).join(' and the ')} too`
}

/** The other layers that would have to allow an action for which the role's own policies have no Allow. */
const alsoLacking = ({ action, decision, refusal }: Refused): readonly string[] => {
  if (decision.verdict !== 'implicit-deny' || refusal.about !== action) return []
  const limits = decision.explanation.filter(
    one => one.layer !== 'identity policy' && one.verdict !== 'allowed',
  )
  return limits.map(one =>
    [one.layer, one.statements[0]?.statement.policy].filter(part => part !== undefined).join(' '),
  )
}

const granting = (nodeRole: NodeRole, actions: readonly string[]): Pick<Problem, 'remedy' | 'fix'> => {
  const grant = coreGrant(nodeRole.name, actions)
  return {
    remedy: {
      text: 'allow the missing actions in a policy of the role; running agents take it up within half an hour',
      commands: grantCommands(nodeRole, [grant]),
    },
    fix: [grant],
  }
}

const simulate = (nodeRole: NodeRole, actions: readonly string[], { region }: Scope): string =>
  awsCommand('iam simulate-principal-policy', {
    'policy-source-arn': nodeRole.arn,
    'action-names': actions,
    'context-entries': `ContextKeyName=aws:RequestedRegion,ContextKeyValues=${region},ContextKeyType=string`,
  })

/** The text of the policy overrules that it works today: a removed permission takes up to an hour to bite. */
const stillOnline = (nodeRole: NodeRole, group: Group, hurt: ReadonlySet<string>): readonly Evidence[] => {
  if (!group.some(refused => refused.stage === 'registration')) return []
  const online = nodeRole.nodes.filter(node => hurt.has(node.id) && node.managed?.pingStatus === 'Online')
  if (online.length === 0) return []
  const value = online.map(node => node.id).join(', ')
  return [{ label: 'still works', value, source: 'a removal takes up to an hour to bite' }]
}
