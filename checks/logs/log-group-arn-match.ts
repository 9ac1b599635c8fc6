import {
  asNamed,
  defineCheck,
  following,
  grantCommands,
  ifReadable,
  ONE_BY_ONE,
  logWrite,
  preferencesSay,
  roleAccess,
  statementPlace,
  type Evidence,
  type LogDestination,
  type MeantStatement,
  type Problem,
  type Remedy,
  type RoleAccess,
} from '../../src/core/index.ts'
import { DECLARED_GROUP, isDeclaredElsewhere } from './declared-group.ts'
import { lossEffect } from './log-effects.ts'
import { MAJORITY, majorityGroup } from './majority-group.ts'
import { missedGroup } from './missed-group.ts'

export default defineCheck({
  id: 'logs/log-group-arn-match',
  title: 'the policies name the log group that the preferences name',
  why: 'The agent writes to the log group of the preferences and to no other. Where the policy names another one, sessions open as always and their record is lost without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['logDestinations', 'logGroups', 'nodeRoles', 'preferences', 'declared'],
  mayFollow: ['logs/log-group-exists', 'preferences/default-version-current', 'preferences/as-declared'],
  run(role, records, scope) {
    return Object.values(records.logDestinations).flatMap(destination => {
      const access = destination.invalid ? undefined : roleAccess(role, logWrite(destination), scope)
      if (access?.kind !== 'meant') return []
      const vote = ifReadable(() => ({
        majority: majorityGroup(destination, records.logGroups, () => Object.values(records.nodeRoles)),
      }))
      const statement = access.nearest
      // Where groups cannot be read the preferences may be what is wrong: then nothing is edited.
      const fix = vote ? access.fix : []
      const problem: Problem = {
        message: `role ${role.name} may not write to log group ${destination.name}: ${missedGroup(statement)}; ${lossEffect(access.actions, destination)}`,
        about: `${statement.policy.name} ${statement.sid ?? `#${statement.index}`}`,
        affects: access.nodes,
        evidence: [preferencesSay(records.preferences, destination, destination.name), policySays(statement)],
        explanation: access.refusal.explanation,
        remedy: vote ? remedyOf(destination, access, grantCommands(role, fix)) : LOOK_FIRST,
        ...(fix.length > 0 && { fix }),
      }
      const causes = [
        ...(vote?.majority ? [{ ...MAJORITY, subject: destination.name }] : []),
        ...(isDeclaredElsewhere(destination, records.declared, scope) ? [DECLARED_GROUP] : []),
      ]
      const told = causes.length > 0 ? following(problem, ...causes) : problem
      return [asNamed(told, destination, destination.name)]
    })
  },
})

const LOOK_FIRST: Remedy = {
  text: 'see first which log group exists, which could not be read: then correct what names another one, the policy or the preferences',
}

const policySays = (statement: MeantStatement): Evidence => ({
  label: 'policy says',
  value: statement.typo?.typed ?? statement.pattern,
  source: statementPlace({ ...statement, policy: statement.policy.name }),
})

const remedyOf = (
  { arn }: LogDestination,
  { nearest: statement }: Extract<RoleAccess, { kind: 'meant' }>,
  commands: readonly string[],
): Remedy => {
  const place = statementPlace({ ...statement, policy: statement.policy.name })
  if (!statement.editable) {
    return {
      text: `${place} grants by NotResource and leaves this log group out: grant ${arn}:* in a statement of its own`,
    }
  }
  const elsewhere = statement.differences.some(one => one === 'Region' || one === 'account')
  const kept = elsewhere ? '; what stands there stays, since nodes elsewhere may use the role' : ''
  return { text: `append ${arn}:* to ${place}${kept}${ONE_BY_ONE}`, commands }
}
