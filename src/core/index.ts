/** The public door of ssm-doctor: what the author of a check, and who uses it as a library, imports. */
export { defineCheck, SEVERITIES } from './check.ts'
export type { AnyCheck, Cause, Check, Evidence, Problem, Records, Remedy, Severity } from './check.ts'
export { decide, decider } from './iam/decide.ts'
export { addStatement, appendToStatement, newPolicy, policySize } from './iam/edit.ts'
export type * from './iam/types.ts'
export type * from './kinds.ts'
export type { PreferenceInputs, PreferencesFault, PreferencesVersion } from './preferences.ts'
export type * from './records.ts'
export type * from './report.ts'
export type { Gap, Scope, Snapshot, World } from './snapshot.ts'
export { ApplyError, AwsError, Interrupted, UsageError } from './errors.ts'
export { ifReadable } from './access.ts'
export { accessProblem } from './access-problem.ts'
export { awsCommand } from './aws-command.ts'
export { grantCommands, ONE_BY_ONE } from './grant-commands.ts'
export { meantStatements, type MeantStatement } from './meant.ts'
export { logTarget } from './meant/log-target.ts'
export { asNamed, following, preferencesSay } from './named-by.ts'
export { refusalOf, statementPlace, type Refusal } from './refusal.ts'
export { roleAccess, type RoleAccess, type WantedAccess } from './role-access.ts'
export {
  bucketSide,
  describeGroups,
  logUpload,
  logWrite,
  readEncryption,
  type BucketSide,
} from './session-access.ts'
export { compareVersions, olderThan } from './agent-version.ts'
export type { Grant, GrantStatement } from './changes/change.ts'
export { clockTime } from './clock-time.ts'
export { timeSpan } from './time-span.ts'
export { leastEdit, type LeastEdit, type StatementEdit } from './iam/least-edit.ts'
export { nearest, type NearMiss } from './iam/nearest.ts'
export { nodeRequest, roleMay, type NodeCall, type RoleDecision } from './iam/node-request.ts'
export { statementsOf, type PolicyStatement } from './iam/statements.ts'
export { nodesBySource, trustAnswer, type TrustAnswer } from './trust.ts'
export { decryptContext, maySendChallenge } from './decrypt-context.ts'
export { asksForHeaders, bestHeaders, copiedHeaders, noHeaders } from './upload-headers.ts'
export { logsService, logsServiceAnswers } from './logs-service.ts'
export { sameMeaning } from './same-meaning.ts'
