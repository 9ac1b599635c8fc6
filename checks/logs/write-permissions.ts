import {
  accessProblem,
  asNamed,
  defineCheck,
  following,
  ifReadable,
  logWrite,
  preferencesSay,
  roleAccess,
  type Cause,
  type LogDestination,
  type LogGroup,
  type NodeRole,
} from '../../src/core/index.ts'
import { lossEffect } from './log-effects.ts'
import { MAJORITY, majorityGroup } from './majority-group.ts'

export default defineCheck({
  id: 'logs/write-permissions',
  title: 'the role may write to the log group',
  why: 'A session is recorded only if its node may create the log stream and put events into it. Where it may not, the session opens as always and its record is lost without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['logDestinations', 'logGroups', 'nodeRoles', 'preferences'],
  after: ['logs/log-group-arn-match'],
  mayFollow: ['logs/log-group-exists', 'preferences/schema-valid', 'preferences/default-version-current'],
  run(role, records, scope) {
    return Object.values(records.logDestinations).flatMap(destination => {
      const { name, arn, invalid } = destination
      const access = roleAccess(role, logWrite(destination), scope)
      // A statement that was meant for it is a finding of its own; a name that no group can have was meant by nobody.
      if (access.kind === 'allowed' || (access.kind === 'meant' && !invalid)) return []
      const problem = accessProblem(role, access, {
        on: `on log group ${name}`,
        effect: lossEffect(access.actions, destination),
        resource: `${arn}:*`,
      })
      if (!problem) return []
      const evidence = [preferencesSay(records.preferences, destination, name), ...(problem.evidence ?? [])]
      const outvoted = problem.fix ? causesOfVote(destination, records) : []
      const causes = invalid ? [MISNAMED] : outvoted
      const told = { ...problem, evidence }
      return [asNamed(causes.length > 0 ? following(told, ...causes) : told, destination, name)]
    })
  },
})

const MISNAMED: Cause = { check: 'preferences/schema-valid', about: 'cloudWatchLogGroupName' }

/** Nobody is granted a group that is not there, where another one is meant. */
const causesOfVote = (
  destination: LogDestination,
  records: Readonly<{ logGroups: Record<string, LogGroup>; nodeRoles: Record<string, NodeRole> }>,
): readonly Cause[] => {
  const vote = ifReadable(() =>
    majorityGroup(destination, records.logGroups, () => Object.values(records.nodeRoles)),
  )
  return vote ? [{ ...MAJORITY, subject: destination.name }] : []
}
