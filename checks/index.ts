import type { AnyCheck } from '../src/core/index.ts'
import hybridActivationExpired from './hybrid/activation-expired.ts'
import hybridDuplicateRegistration from './hybrid/duplicate-registration.ts'
import hybridServiceRoleTrust from './hybrid/service-role-trust.ts'
import identityCorePermissions from './identity/core-permissions.ts'
import identityDeprecatedPolicy from './identity/deprecated-policy.ts'
import identityDhmcRole from './identity/dhmc-role.ts'
import identityInstanceProfileAttached from './identity/instance-profile-attached.ts'
import identityNodeMayEraseRecords from './identity/node-may-erase-records.ts'
import identityNodeRoleLeastPrivilege from './identity/node-role-least-privilege.ts'
import identityPolicyVersionRoom from './identity/policy-version-room.ts'
import identityProfileCurrent from './identity/profile-current.ts'
import identityProfileHasRole from './identity/profile-has-role.ts'
import identityRoleTrust from './identity/role-trust.ts'
import kmsKeyUsable from './kms/key-usable.ts'
import kmsNodeCanDecrypt from './kms/node-can-decrypt.ts'
import kmsOperatorCanGenerate from './kms/operator-can-generate.ts'
import kmsRotationEnabled from './kms/rotation-enabled.ts'
import logsDescribeLogGroups from './logs/describe-log-groups.ts'
import logsKeyAllowsLogsService from './logs/key-allows-logs-service.ts'
import logsLogGroupArnMatch from './logs/log-group-arn-match.ts'
import logsLogGroupClass from './logs/log-group-class.ts'
import logsLogGroupEncrypted from './logs/log-group-encrypted.ts'
import logsLogGroupExists from './logs/log-group-exists.ts'
import logsRetentionSet from './logs/retention-set.ts'
import logsWritePermissions from './logs/write-permissions.ts'
import networkAcl from './network/acl.ts'
import networkEndpointAvailable from './network/endpoint-available.ts'
import networkEndpointPolicy from './network/endpoint-policy.ts'
import networkEndpointPrivateDns from './network/endpoint-private-dns.ts'
import networkEndpointSecurityGroup from './network/endpoint-security-group.ts'
import networkKmsPath from './network/kms-path.ts'
import networkLogsPath from './network/logs-path.ts'
import networkNoInboundSsh from './network/no-inbound-ssh.ts'
import networkNodeEgress from './network/node-egress.ts'
import networkS3Path from './network/s3-path.ts'
import networkSsmPath from './network/ssm-path.ts'
import networkSsmmessagesPath from './network/ssmmessages-path.ts'
import networkVpcDns from './network/vpc-dns.ts'
import nodeAgentAutoUpdate from './node/agent-auto-update.ts'
import nodeAgentPing from './node/agent-ping.ts'
import nodeAgentVersion from './node/agent-version.ts'
import nodeControlChannel from './node/control-channel.ts'
import nodeFleetQuota from './node/fleet-quota.ts'
import nodeFound from './node/found.ts'
import nodeImdsEnabled from './node/imds-enabled.ts'
import nodeImdsv2Required from './node/imdsv2-required.ts'
import nodeRegistered from './node/registered.ts'
import nodeStatusChecks from './node/status-checks.ts'
import nodeWindowsStreaming from './node/windows-streaming.ts'
import preferencesAsDeclared from './preferences/as-declared.ts'
import preferencesCustomDocumentLogging from './preferences/custom-document-logging.ts'
import preferencesDefaultVersionCurrent from './preferences/default-version-current.ts'
import preferencesDocumentExists from './preferences/document-exists.ts'
import preferencesLogEncryptionRequired from './preferences/log-encryption-required.ts'
import preferencesLoggingEnabled from './preferences/logging-enabled.ts'
import preferencesNoDecoyDocument from './preferences/no-decoy-document.ts'
import preferencesRunAsUser from './preferences/run-as-user.ts'
import preferencesSchemaValid from './preferences/schema-valid.ts'
import preferencesSessionKeySet from './preferences/session-key-set.ts'
import preferencesShellProfileSafe from './preferences/shell-profile-safe.ts'
import preferencesStreamingEnabled from './preferences/streaming-enabled.ts'
import preferencesTimeoutsSet from './preferences/timeouts-set.ts'
import reportEmptyRegion from './report/empty-region.ts'
import reportNotManaged from './report/not-managed.ts'
import reportSimulatorDisagrees from './report/simulator-disagrees.ts'
import reportWaiverExpired from './report/waiver-expired.ts'
import reportWaiverUnused from './report/waiver-unused.ts'
import s3BucketEncryptionSupported from './s3/bucket-encryption-supported.ts'
import s3BucketExists from './s3/bucket-exists.ts'
import s3BucketOwner from './s3/bucket-owner.ts'
import s3BucketPolicy from './s3/bucket-policy.ts'
import s3EncryptionReadable from './s3/encryption-readable.ts'
import s3KeyAccess from './s3/key-access.ts'
import s3LifecycleKeeps from './s3/lifecycle-keeps.ts'
import s3OtherRegion from './s3/other-region.ts'
import s3PrefixMatch from './s3/prefix-match.ts'
import s3PublicAccessBlocked from './s3/public-access-blocked.ts'
import s3TlsOnly from './s3/tls-only.ts'
import s3Versioning from './s3/versioning.ts'
import s3WritePermissions from './s3/write-permissions.ts'

/** Every check, in the order of the catalogue. */
export const checks: readonly AnyCheck[] = [
  preferencesDocumentExists,
  preferencesSchemaValid,
  preferencesDefaultVersionCurrent,
  preferencesLoggingEnabled,
  preferencesStreamingEnabled,
  preferencesLogEncryptionRequired,
  preferencesSessionKeySet,
  preferencesTimeoutsSet,
  preferencesRunAsUser,
  preferencesShellProfileSafe,
  preferencesNoDecoyDocument,
  preferencesCustomDocumentLogging,
  preferencesAsDeclared,
  identityInstanceProfileAttached,
  identityProfileCurrent,
  identityProfileHasRole,
  identityRoleTrust,
  identityCorePermissions,
  identityDeprecatedPolicy,
  identityNodeRoleLeastPrivilege,
  identityNodeMayEraseRecords,
  identityPolicyVersionRoom,
  identityDhmcRole,
  logsLogGroupArnMatch,
  logsLogGroupExists,
  logsWritePermissions,
  logsDescribeLogGroups,
  logsLogGroupEncrypted,
  logsKeyAllowsLogsService,
  logsRetentionSet,
  logsLogGroupClass,
  s3BucketExists,
  s3BucketOwner,
  s3PrefixMatch,
  s3WritePermissions,
  s3EncryptionReadable,
  s3BucketEncryptionSupported,
  s3KeyAccess,
  s3BucketPolicy,
  s3PublicAccessBlocked,
  s3TlsOnly,
  s3Versioning,
  s3LifecycleKeeps,
  s3OtherRegion,
  kmsKeyUsable,
  kmsNodeCanDecrypt,
  kmsOperatorCanGenerate,
  kmsRotationEnabled,
  networkSsmPath,
  networkSsmmessagesPath,
  networkLogsPath,
  networkS3Path,
  networkKmsPath,
  networkEndpointAvailable,
  networkEndpointPrivateDns,
  networkEndpointSecurityGroup,
  networkEndpointPolicy,
  networkVpcDns,
  networkNodeEgress,
  networkAcl,
  networkNoInboundSsh,
  nodeFound,
  nodeRegistered,
  nodeAgentPing,
  nodeControlChannel,
  nodeStatusChecks,
  nodeAgentVersion,
  nodeAgentAutoUpdate,
  nodeImdsEnabled,
  nodeImdsv2Required,
  nodeWindowsStreaming,
  nodeFleetQuota,
  hybridServiceRoleTrust,
  hybridActivationExpired,
  hybridDuplicateRegistration,
  reportWaiverExpired,
  reportWaiverUnused,
  reportNotManaged,
  reportEmptyRegion,
  reportSimulatorDisagrees,
]
