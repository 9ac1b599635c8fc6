import type { AnyCheck } from '../src/core/index.ts'
import identityCorePermissions from './identity/core-permissions.ts'
import identityInstanceProfileAttached from './identity/instance-profile-attached.ts'
import identityProfileHasRole from './identity/profile-has-role.ts'
import identityRoleTrust from './identity/role-trust.ts'
import kmsKeyUsable from './kms/key-usable.ts'
import kmsNodeCanDecrypt from './kms/node-can-decrypt.ts'
import logsDescribeLogGroups from './logs/describe-log-groups.ts'
import logsKeyAllowsLogsService from './logs/key-allows-logs-service.ts'
import logsLogGroupArnMatch from './logs/log-group-arn-match.ts'
import logsLogGroupEncrypted from './logs/log-group-encrypted.ts'
import logsLogGroupExists from './logs/log-group-exists.ts'
import logsWritePermissions from './logs/write-permissions.ts'
import nodeAgentPing from './node/agent-ping.ts'
import nodeAgentVersion from './node/agent-version.ts'
import nodeImdsEnabled from './node/imds-enabled.ts'
import nodeRegistered from './node/registered.ts'
import preferencesDefaultVersionCurrent from './preferences/default-version-current.ts'
import preferencesDocumentExists from './preferences/document-exists.ts'
import preferencesLoggingEnabled from './preferences/logging-enabled.ts'
import preferencesSchemaValid from './preferences/schema-valid.ts'
import reportEmptyRegion from './report/empty-region.ts'
import reportNotManaged from './report/not-managed.ts'
import reportSimulatorDisagrees from './report/simulator-disagrees.ts'
import s3BucketExists from './s3/bucket-exists.ts'
import s3EncryptionReadable from './s3/encryption-readable.ts'
import s3PrefixMatch from './s3/prefix-match.ts'
import s3WritePermissions from './s3/write-permissions.ts'

/** Every check, in the order of the catalogue. */
export const checks: readonly AnyCheck[] = [
  preferencesDocumentExists,
  preferencesSchemaValid,
  preferencesDefaultVersionCurrent,
  preferencesLoggingEnabled,
  identityInstanceProfileAttached,
  identityProfileHasRole,
  identityRoleTrust,
  identityCorePermissions,
  logsLogGroupArnMatch,
  logsLogGroupExists,
  logsWritePermissions,
  logsDescribeLogGroups,
  logsLogGroupEncrypted,
  logsKeyAllowsLogsService,
  s3BucketExists,
  s3PrefixMatch,
  s3WritePermissions,
  s3EncryptionReadable,
  kmsKeyUsable,
  kmsNodeCanDecrypt,
  nodeRegistered,
  nodeAgentPing,
  nodeAgentVersion,
  nodeImdsEnabled,
  reportNotManaged,
  reportEmptyRegion,
  reportSimulatorDisagrees,
]
