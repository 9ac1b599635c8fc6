import {
  awsCommand,
  defineCheck,
  grantCommands,
  roleMay,
  type AttachedPolicy,
  type NodeRole,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { CORE_ACTIONS } from './core-actions.ts'
import { coreGrant, isGrantable } from './core-grant.ts'

const DEPRECATED = 'AmazonEC2RoleforSSM'

export default defineCheck({
  id: 'identity/deprecated-policy',
  title: 'the role does without AmazonEC2RoleforSSM',
  why: 'AWS has deprecated the policy: it lets the node read and write every bucket and log group of the account.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  severity: 'low',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: [],
  run(nodeRole, _records, scope) {
    const attached = nodeRole.role.attached.find(({ name, arn }) => name === DEPRECATED && isAwsManaged(arn))
    if (!attached) return undefined
    const resting = restingOn(nodeRole, attached, scope)
    const replacement = resting.length > 0 ? [replacementProblem(nodeRole, resting)] : []
    const cause = { check: 'identity/deprecated-policy', subject: nodeRole.name, about: REPLACEMENT }
    return [{ ...attachedProblem(nodeRole, attached), because: [cause] }, ...replacement]
  },
})

const REPLACEMENT = 'replacement'

const isAwsManaged = (arn: string): boolean => arn.split(':')[4] === 'aws'

/** The actions of the five that the role may call by this policy alone, and that a policy of its own could allow. */
const restingOn = (nodeRole: NodeRole, { arn }: AttachedPolicy, scope: Scope): readonly string[] => {
  const others = nodeRole.identityPolicies.filter(({ ref }) => ref.kind === 'inline' || ref.arn !== arn)
  const rests = (action: string, node: NodeRole['nodes'][number], resource: string): boolean => {
    const here = { ...nodeRole, nodes: [node] }
    if (roleMay(here, { action, resource }, scope).verdict !== 'allowed') return false
    return isGrantable(roleMay({ ...here, identityPolicies: others }, { action, resource }, scope).decision)
  }
  return CORE_ACTIONS.filter(({ action, stage }) =>
    nodeRole.nodes.some(node => rests(action, node, stage === 'registration' ? node.arn : '*')),
  ).map(({ action }) => action)
}

const replacementProblem = (nodeRole: NodeRole, actions: readonly string[]): Problem => {
  const grant = coreGrant(nodeRole.name, actions)
  return {
    message: `role ${nodeRole.name} may ${actions.join(', ')} by ${DEPRECATED} alone, which AWS has deprecated`,
    about: REPLACEMENT,
    evidence: [{ label: 'needed', value: actions.join(', '), source: 'SSM Agent' }],
    remedy: {
      text: `allow them in a policy of the role, so that ${DEPRECATED} can go one day; what sessions write to, it must be allowed by name first`,
      commands: grantCommands(nodeRole, [grant]),
    },
    fix: [grant],
  }
}

const attachedProblem = ({ name }: NodeRole, { arn }: AttachedPolicy): Problem => ({
  message: `role ${name} holds ${DEPRECATED}, which AWS has deprecated`,
  about: DEPRECATED,
  evidence: [{ label: 'attached', value: arn, source: `role ${name}` }],
  remedy: {
    text: `grant what sessions write to by name (ssm-doctor policy node says what they need), and only then detach ${DEPRECATED}: it grants S3 and logs on everything, and what rests on that breaks without a word`,
    commands: [awsCommand('iam detach-role-policy', { 'role-name': name, 'policy-arn': arn })],
  },
})
