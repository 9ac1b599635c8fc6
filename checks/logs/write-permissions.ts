import {
  accessProblem,
  asNamed,
  defineCheck,
  following,
  logWrite,
  preferencesSay,
  roleAccess,
} from '../../src/core/index.ts'
import { lossEffect } from './log-effects.ts'

export default defineCheck({
  id: 'logs/write-permissions',
  title: 'the role may write to the log group',
  why: 'A session is recorded only if its node may create the log stream and put events into it. Where it may not, the session opens as always and its record is lost without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  each: 'nodeRoles',
  needs: ['logDestinations', 'preferences'],
  after: ['logs/log-group-arn-match'],
  mayFollow: ['preferences/schema-valid', 'preferences/default-version-current'],
  run(role, { logDestinations, preferences }, scope) {
    return Object.values(logDestinations).flatMap(destination => {
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
      const evidence = [preferencesSay(preferences, destination, name), ...(problem.evidence ?? [])]
      const cause = { check: 'preferences/schema-valid', about: 'cloudWatchLogGroupName' }
      const told = { ...problem, evidence }
      return [asNamed(invalid ? following(told, cause) : told, destination, name)]
    })
  },
})
