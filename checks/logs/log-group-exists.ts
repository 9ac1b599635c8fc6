import {
  asNamed,
  declaredPreferences,
  defineCheck,
  ifReadable,
  nearness,
  preferencesCommands,
  preferencesSay,
  type Declared,
  type LogDestination,
  type NodeRole,
  type Problem,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'
import { DECLARED_GROUP, isDeclaredElsewhere } from './declared-group.ts'
import { groupKey } from './group-key.ts'
import { groupToCreate, type WantedGroup } from './group-to-create.ts'
import { majorityGroup } from './majority-group.ts'

export default defineCheck({
  id: 'logs/log-group-exists',
  title: 'the log group that the preferences name exists',
  why: 'The agent never creates the log group. Where it is missing, sessions open and are not recorded, or are all refused where encryption is required.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  severity: 'high',
  fix: 'safe',
  asks: ['allow-key-use', 'have-log-group', 'set-preferences'],
  each: 'logDestinations',
  needs: ['logGroups', 'nodeRoles', 'preferences', 'declared', 'sessionKeys', 'keys', 'keyPolicies'],
  mayFollow: ['preferences/schema-valid', 'preferences/default-version-current', 'preferences/as-declared'],
  run(destination, records, scope) {
    const { logGroups, nodeRoles, preferences, declared } = records
    if (logGroups[destination.name]) return undefined
    const majority = majorityGroup(destination, logGroups, () => Object.values(nodeRoles))
    const names = ifReadable(() => Object.keys(logGroups))
    const near = names?.find(name => nearness(name, destination.name) !== undefined)
    const other = majority?.name ?? near
    const isSettled = names !== undefined && (names.length === 0 || canVote(nodeRoles))
    const wantsKey = destination.encryptionBy.length > 0 || declared['config']?.logGroupKey !== undefined
    const problem: Problem = {
      message: `log group ${destination.name} does not exist in ${scope.region}${majority ? `, and the policies of ${majority.roles.join(', ')} name ${majority.name}` : ''}: ${effectOf(destination)}`,
      about: majority ? 'majority' : 'absent',
      severity: destination.encryptionRequired ? 'critical' : 'high',
      because: [{ check: 'preferences/schema-valid', about: 'cloudWatchLogGroupName' }, DECLARED_GROUP],
      evidence: [
        preferencesSay(preferences, destination, destination.name),
        ...(other === undefined
          ? []
          : [{ label: 'account has', value: other, source: `log groups of ${scope.region}` }]),
      ],
      ...repairOf(majority?.name, declared, scope, {
        group: destination,
        near,
        isSettled,
        days: declared['config']?.logRetentionDays?.atLeast,
        key: wantsKey ? groupKey(destination, records, scope) : undefined,
      }),
    }
    return asNamed(problem, destination, destination.name)
  },
})

/** Roles that cannot be read may agree on another group. */
const canVote = (nodeRoles: Readonly<Record<string, NodeRole>>): boolean =>
  ifReadable(() => Object.values(nodeRoles)) !== undefined

const effectOf = ({ encryptionRequired, invalid }: LogDestination): string => {
  if (encryptionRequired) {
    return 'every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'
  }
  const why = invalid ? ' (no log group can have that name)' : ''
  return `sessions open and leave no record in CloudWatch Logs, without an error${why}`
}

const repairOf = (
  majority: string | undefined,
  declared: Readonly<Record<string, Declared>>,
  scope: Scope,
  wanted: WantedGroup,
): Pick<Problem, 'remedy' | 'fix' | 'risk'> => {
  if (majority !== undefined) {
    const fix = isDeclared(wanted.group, declared, scope) ? [] : [naming(majority)]
    return { remedy: renaming(majority, scope), risk: 'review', ...(fix.length > 0 && { fix }) }
  }
  if (wanted.group.invalid)
    return {
      remedy: { text: 'write the name of a log group, not its ARN, into cloudWatchLogGroupName' },
    }
  // aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  if (wanted.group.name.startsWith('aws/'))
    return {
      remedy: { text: 'name another log group in the preferences: names that begin with aws/ are AWS’s own' },
    }
  if (isDeclaredElsewhere(wanted.group, declared, scope))
    return { remedy: { text: 'name the log group in the preferences that the config declares' } }
  return groupToCreate(wanted, scope)
}

const DOCUMENT = 'SSM-SessionManagerRunShell'

/** A name that the config declares is the right one, whatever the policies say. */
const isDeclared = (
  { name }: LogDestination,
  declared: Readonly<Record<string, Declared>>,
  scope: Scope,
): boolean => declaredPreferences(declared['config'] ?? {}, scope)?.inputs.cloudWatchLogGroupName === name

const naming = (group: string) => ({
  type: 'set-preferences' as const,
  name: DOCUMENT,
  edits: [{ path: ['inputs', 'cloudWatchLogGroupName'], value: group }],
})

/** The preferences are what is wrong: a second group beside the one in use would only split the record. */
const renaming = (other: string, scope: Scope): Remedy => ({
  text: `name ${other} in the preferences and make that version the default; do not create a second group`,
  commands: preferencesCommands(DOCUMENT, naming(other).edits, scope),
})
