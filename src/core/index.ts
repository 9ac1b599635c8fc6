/** The public door of ssm-doctor: what the author of a check, and who uses it as a library, imports. */
export { defineCheck, SEVERITIES } from './check.ts'
export type { AnyCheck, Cause, Check, Evidence, Problem, Records, Remedy, Severity } from './check.ts'
export type {
  AccessRequest,
  ContextValue,
  Decision,
  Policy,
  PolicySet,
  StatementRef,
  Verdict,
} from './iam/types.ts'
export type * from './kinds.ts'
export type { PreferenceInputs, PreferencesFault, PreferencesVersion } from './preferences.ts'
export type * from './records.ts'
export type * from './report.ts'
export type { Gap, Scope, Snapshot, World } from './snapshot.ts'
export { ApplyError, AwsError, Interrupted, UsageError } from './errors.ts'
