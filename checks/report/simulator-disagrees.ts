import {
  awsCommand,
  contextEntries,
  defineCheck,
  ownAnswer,
  statementPlace,
  type Decision,
  type NodeRole,
  type Problem,
  type Simulation,
  type Verdict,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'report/simulator-disagrees',
  title: 'IAM’s policy simulator gives the same answers about node roles',
  why: 'With --simulate, the policy simulator of IAM is asked the questions about node roles that the checks answer by themselves. Where it answers otherwise, a finding that rests on the question is in doubt: one of the two is wrong, or knows something that the other does not, such as a service control policy.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
  severity: 'info',
  fix: 'none',
  each: 'simulations',
  needs: ['nodeRoles'],
  run(simulation, { nodeRoles }, scope) {
    const role = nodeRoles[simulation.role]
    if (!role) return undefined
    const own = ownAnswer(role, simulation, scope)
    const difference = differenceOf(simulation, own)
    return difference && problemOf(role, simulation, own, difference)
  },
})

type Difference = 'organization' | 'doubt'

const SAME: Readonly<Record<Simulation['decision'], Verdict>> = {
  allowed: 'allowed',
  explicitDeny: 'explicit-deny',
  implicitDeny: 'implicit-deny',
}

/** An answer that is left open agrees with every other; a service control policy hides what the role's policies say. */
const differenceOf = (simulation: Simulation, { verdict }: Decision): Difference | undefined => {
  if (verdict === 'unknown' || verdict === SAME[simulation.decision]) return undefined
  if (simulation.allowedByOrganizations !== false || simulation.decision === 'allowed') return 'doubt'
  return verdict === 'allowed' ? 'organization' : undefined
}

const WORDS: Readonly<Record<Verdict, string>> = {
  allowed: 'allowed',
  'explicit-deny': 'denied by a statement',
  'implicit-deny': 'allowed by nothing',
  unknown: 'not known',
}

const problemOf = (
  role: NodeRole,
  simulation: Simulation,
  own: Decision,
  difference: Difference,
): Problem => {
  const { action, resource, variant, decision } = simulation
  const call = `${action} on ${resource}${variant === undefined ? '' : ` (${variant})`}`
  return {
    message:
      difference === 'organization'
        ? `the policies of role ${role.name} allow ${call}, and the policy simulator says that a service control policy of the organization stops it: findings here do not count that policy`
        : `for role ${role.name} and ${call} the policy simulator says "${WORDS[SAME[decision]]}", the evaluator of ssm-doctor "${WORDS[own.verdict]}": findings that rest on this request are in doubt`,
    about: [action, resource, ...(variant === undefined ? [] : [variant])].join(' '),
    affects: role.nodes.map(node => node.id),
    evidence: [
      { label: 'simulator says', value: simulatorSays(simulation), source: 'iam:SimulatePrincipalPolicy' },
      { label: 'ssm-doctor says', value: WORDS[own.verdict], source: placesOf(own) },
    ],
    remedy: {
      text:
        difference === 'organization'
          ? 'look at the service control policies of the account in its organization'
          : 'ask the simulator again, look at the statements that it names, and report the case to ssm-doctor',
      commands: [again(simulation)],
    },
  }
}

const simulatorSays = ({
  decision,
  allowedByBoundary,
  allowedByOrganizations,
  missing,
}: Simulation): string =>
  [
    WORDS[SAME[decision]],
    ...(allowedByBoundary === false ? ['not by the permissions boundary'] : []),
    ...(allowedByOrganizations === false ? ['not by the organization'] : []),
    ...(missing.length > 0 ? [`without a value for ${missing.join(', ')}`] : []),
  ].join('; ')

const placesOf = ({ statements }: Decision): string =>
  statements.length === 0 ? 'the policies of the role' : statements.map(statementPlace).join('; ')

const again = ({ roleArn, action, resource, context }: Simulation): string =>
  awsCommand('iam simulate-principal-policy', {
    'policy-source-arn': roleArn,
    'action-names': action,
    'resource-arns': resource,
    'context-entries': JSON.stringify(contextEntries(context)),
  })
