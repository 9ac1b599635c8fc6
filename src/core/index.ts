/** The public door of ssm-doctor: what the author of a check, and who uses it as a library, imports. */
export { defineCheck, SEVERITIES } from './check.ts'
export type { AnyCheck, Cause, Check, Evidence, Problem, Records, Remedy, Severity } from './check.ts'
export { decide, decider } from './iam/decide.ts'
export { addStatement, appendToStatement, newPolicy, policySize } from './iam/edit.ts'
export type * from './iam/types.ts'
export type * from './kinds.ts'
export { correctionOf } from './preferences/corrections.ts'
export { declaredPreferences, editOf, newPreferences, pathsIn, valueOf } from './preferences/declared.ts'
export { lostFields } from './preferences/lost.ts'
export {
  declaredFields,
  driftedSince,
  sameKey,
  type Agreement,
  type DeclaredField,
  type Since,
} from './preferences/declared-fields.ts'
export { parsePreferences } from './preferences/preferences.ts'
export { profileFaults, type ProfileFault, type ProfileFinding } from './preferences/profile-lines.ts'
export type { PreferenceInputs, PreferencesFault, PreferencesVersion } from './preferences/preferences.ts'
export type * from './records.ts'
export type * from './report.ts'
export type { Gap, Scope, Snapshot, World } from './snapshot.ts'
export { ApplyError, AwsError, Interrupted, UsageError } from './errors.ts'
export { ifReadable } from './access.ts'
export { expiresRecords } from './session/record-expiry.ts'
export { agentUpdateCommand } from './words/agent-update-command.ts'
export { declaresForeign } from './derive/declared.ts'
export { namesPrincipal } from './principal-names.ts'
export { accessProblem } from './words/access-problem.ts'
export { awsCommand } from './words/aws-command.ts'
export { grantCommands, ONE_BY_ONE } from './words/grant-commands.ts'
export { meantStatements, type MeantStatement } from './meant/meant.ts'
export { logTarget } from './meant/log-target.ts'
export { askedBy, asNamed, following, preferencesSay } from './words/named-by.ts'
export { refusalOf, statementPlace, type Refusal } from './words/refusal.ts'
export { roleAccess, type RoleAccess, type WantedAccess } from './meant/role-access.ts'
export {
  bucketSide,
  describeGroups,
  logUpload,
  logWrite,
  readEncryption,
  type BucketSide,
} from './session/session-access.ts'
export { bucketKeyAccess, keyElsewhere, ownBucketKeyAccess, type KeySide } from './session/bucket-key.ts'
export { compareVersions, isVersion, olderThan } from './session/agent-version.ts'
export type {
  AllowKeyUse,
  AllowTraffic,
  Fix,
  Grant,
  GrantStatement,
  PreferenceEdit,
} from './changes/change.ts'
export { clockTime } from './words/clock-time.ts'
export { keyPolicyCommands } from './words/key-policy-commands.ts'
export { preferencesCommands } from './words/preferences-commands.ts'
export { timeSpan } from './words/time-span.ts'
export { trustRepair } from './words/trust-repair.ts'
export { leastEdit, type LeastEdit } from './iam/least-edit.ts'
export type { EditPurpose, StatementEdit } from './iam/edit-at-home.ts'
export { nearest, type NearMiss } from './iam/nearest.ts'
export { operatorPolicies, operatorRequest, type OperatorCall } from './iam/operator-request.ts'
export { nodeRequest, roleMay, type NodeCall, type RoleDecision } from './iam/node-request.ts'
export { resourceStatementJson, type ResourceStatement } from './iam/resource-statement.ts'
export { statementsOf, type PolicyStatement } from './iam/statements.ts'
export { hybridTwin, isSameMachine } from './session/same-machine.ts'
export { isOldWindows } from './session/old-windows.ts'
export { holdsAsItIs } from './session/held-profile.ts'
export { runAsFault, type RunAsFault } from './session/run-as-user.ts'
export { nodesBySource, trustAnswer, type TrustAnswer } from './session/trust.ts'
export { decryptContext, generateContext, maySendChallenge } from './session/decrypt-context.ts'
export { asksForHeaders, bestHeaders, copiedHeaders, noHeaders } from './session/upload-headers.ts'
export {
  logsService,
  logsServiceAnswers,
  logsServiceMay,
  logsServiceStatement,
  unfitForLogs,
} from './session/logs-service.ts'
export { losesNoRecord, retentionFor } from './session/log-retention.ts'
export { nearness } from './meant/near-name.ts'
export { bucketPolicyCommands } from './words/bucket-policy-commands.ts'
export { contextEntries } from './session/context-entries.ts'
export { explanationOf, type ExplainedLayer, type Explanation } from './words/explanation.ts'
export { ownAnswer } from './session/judged-requests.ts'
export { isPassing } from './session/key-state.ts'
export { knowsStreaming } from './session/streaming.ts'
export { namedKey, openKeySide, type NamedKey } from './session/session-key.ts'
export { sameMeaning } from './same-meaning.ts'
export { reach } from './net/reach.ts'
export { hopsOf } from './net/hops.ts'
export { obstacleText } from './words/obstacle-text.ts'
export { ruleText } from './net/security-groups.ts'
export { inboundReach, type Inbound, type Surroundings } from './net/inbound.ts'
export type * from './net/types.ts'
