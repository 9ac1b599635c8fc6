import {
  accessProblem,
  askedBy,
  asNamed,
  defineCheck,
  describeGroups,
  knowsStreaming,
  preferencesSay,
  roleAccess,
  type JudgedNode,
  type LogDestination,
  type Problem,
} from '../../src/core/index.ts'
import { namedGroups } from './named-groups.ts'

export default defineCheck({
  id: 'logs/describe-log-groups',
  title: 'the role may list log groups',
  why: 'Before a session the agent looks for the log group by DescribeLogGroups, which is authorised on an empty group name: a policy that names the group never covers it. Refused, the agent takes the group for missing: it records nothing, or refuses the session where encryption is required.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['logDestinations', 'preferences'],
  mayFollow: ['preferences/default-version-current'],
  run(role, { logDestinations, preferences }, scope) {
    const destination = worstOf(Object.values(logDestinations))
    const nodes = destination ? role.nodes.filter(node => looksFor(destination, node)) : []
    if (!destination || nodes.length === 0) return undefined
    const access = roleAccess({ ...role, nodes }, describeGroups(scope, role), scope)
    if (access.kind === 'allowed') return undefined
    const named = namedGroups(role)
    const problem = accessProblem(role, access, {
      on: '',
      effect: effectOf(destination),
      resource: 'log-group:* of this Region and account, in a statement of its own',
      ...(named.length > 0 && { because: 'it is allowed on named groups alone, which never covers it' }),
      pastConditions: true,
    })
    if (!problem) return undefined
    const told: Problem = {
      ...problem,
      severity: destination.encryptionRequired ? 'critical' : 'high',
      evidence: [
        preferencesSay(preferences, destination, destination.name),
        ...named,
        ...(problem.evidence ?? []),
      ],
    }
    return asNamed(told, askedBy(destination, destination.lookedForBy), destination.name)
  },
})

/**
 * The destination for which the call matters most: with streaming and encryption both off its answer changes nothing.
 */
const worstOf = (destinations: readonly LogDestination[]): LogDestination | undefined => {
  const weight = (one: LogDestination): number =>
    (askedBy(one, one.lookedForBy).certain ? 2 : 0) + (one.encryptionRequired ? 1 : 0)
  return destinations.filter(one => one.lookedForBy.length > 0).toSorted((a, b) => weight(b) - weight(a))[0]
}

/** An agent that is too old to stream makes nothing of the answer, unless encryption is required. */
const looksFor = ({ encryptionBy }: LogDestination, node: JudgedNode): boolean =>
  encryptionBy.length > 0 || knowsStreaming(node)

const effectOf = ({ name, encryptionRequired }: LogDestination): string =>
  encryptionRequired
    ? 'every session on its nodes is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'
    : `the agent takes ${name} for missing and sessions leave no record there, not even at their end, without an error`
