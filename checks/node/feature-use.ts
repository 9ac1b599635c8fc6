import {
  declaresForeign,
  decide,
  type BucketPolicy,
  type Cause,
  type Instance,
  type JudgedNode,
  type Preferences,
  type PreferenceInputs,
  type PreferencesVersion,
  type Records,
  type Scope,
} from '../../src/core/index.ts'
import type { AgentFeature } from './agent-features.ts'

/** The kinds that tell which features are in use. */
export const FEATURE_KINDS = [
  'preferences',
  'serviceSettings',
  'buckets',
  'bucketPolicies',
  'declared',
] as const
export type FeatureRecords = Records<(typeof FEATURE_KINDS)[number]>

export type Use = 'yes' | 'no' | 'unknown'

const PREFERENCES = 'SSM-SessionManagerRunShell'
const HOST_MANAGEMENT = '/ssm/managed-instance/default-ec2-instance-management-role'

/** Whether a node uses a feature: `unknown` where only one of two versions of the preferences asks for it. */
export const useOf = (
  key: AgentFeature['key'],
  node: JudgedNode,
  records: FeatureRecords,
  scope: Scope,
): Use => {
  if (key === 'session-manager') return 'yes'
  if (key === 'host-management') return yesNo(needsHostManagement(node, records))
  const { versions } = records.preferences[PREFERENCES] ?? NO_PREFERENCES
  const asking = versions.filter(version => asks(key, version, node, records, scope))
  if (asking.length === 0) return 'no'
  return asking.length === versions.length ? 'yes' : 'unknown'
}

const NO_PREFERENCES: Pick<Preferences, 'versions'> = { versions: [] }

const yesNo = (holds: boolean): Use => (holds ? 'yes' : 'no')

/** Default Host Management is on, nothing else gives the instance credentials, and it is not online without it. */
const needsHostManagement = (node: JudgedNode, { serviceSettings }: FeatureRecords): boolean => {
  const hasRole = node.roleName !== undefined || node.roleGap !== undefined
  if (!node.instance || hasRole || node.managed?.pingStatus === 'Online') return false
  const role = serviceSettings[HOST_MANAGEMENT]?.value.split('/').at(-1)
  return role !== undefined && role !== '' && !role.startsWith('$')
}

const asks = (
  key: AgentFeature['key'],
  version: PreferencesVersion,
  node: JudgedNode,
  records: FeatureRecords,
  scope: Scope,
): boolean => {
  const { inputs, faults } = version
  switch (key) {
    case 'kms':
      return inputs.kmsKeyId !== ''
    case 'string-booleans':
      return faults.some(fault => fault.fixedInAgent !== undefined)
    case 'run-as':
      return inputs.runAsEnabled && !isWindows(node)
    case 'shell-profile':
      return inputs.shellProfile[isWindows(node) ? 'windows' : 'linux'] !== ''
    case 'streaming':
      return inputs.cloudWatchStreamingEnabled && inputs.cloudWatchLogGroupName !== ''
    default:
      return inputs.s3BucketName !== '' && asksOfBucket(key, inputs, records, scope)
  }
}

const isWindows = (node: JudgedNode): boolean =>
  (node.managed?.platformType ?? platformOf(node.instance)).toLowerCase() === 'windows'

const platformOf = (instance: Instance | undefined): string => instance?.platform ?? ''

const asksOfBucket = (
  key: AgentFeature['key'],
  { s3BucketName: bucket, s3KeyPrefix: prefix }: PreferenceInputs,
  records: FeatureRecords,
  scope: Scope,
): boolean => {
  const arn = `arn:${scope.partition}:s3:::${bucket}`
  if (key === 'cross-account-acl') return declaresForeign(records.declared['config'], arn)
  if (key === 'sse-headers')
    return demandsHeader(
      records.bucketPolicies[bucket],
      `${arn}/${prefix.replace(/\/+$/, '')}/session.log`,
      scope,
    )
  const region = records.buckets[bucket]?.region
  return region !== undefined && region !== scope.region
}

/** Whether the bucket policy refuses an upload without encryption headers and lets one with them pass. */
const demandsHeader = (policy: BucketPolicy | undefined, objectArn: string, scope: Scope): boolean => {
  if (policy?.document === undefined) return false
  const document = policy.document
  const refused = (encryption: string | null): boolean =>
    decide(
      {
        principal: `arn:${scope.partition}:iam::${scope.accountId}:role/node`,
        action: 's3:PutObject',
        resource: objectArn,
        context: { 's3:x-amz-server-side-encryption': encryption, 'aws:SecureTransport': true },
        world: 'open',
      },
      { resourcePolicy: { name: `bucket policy of ${policy.bucket}`, document } },
    ).verdict === 'explicit-deny'
  return refused(null) && !(refused('AES256') && refused('aws:kms'))
}

const NO_CREDENTIALS = [
  'identity/instance-profile-attached',
  'identity/profile-current',
  'identity/profile-has-role',
] as const

/** The checks that tell of the same as an agent that is too old for a feature. */
export const FEATURE_CAUSES = ['preferences/schema-valid', ...NO_CREDENTIALS] as const

/**
 * What else tells of the same: that Default Host Management cannot serve an instance is told where that lacks a profile
 * or a role in it, that flags are strings where the preferences are read.
 */
export const causesOf = (
  key: AgentFeature['key'],
  { id }: JudgedNode,
  { preferences }: FeatureRecords,
): readonly Cause[] => {
  if (key === 'host-management') return NO_CREDENTIALS.map(check => ({ check, subject: id }))
  if (key !== 'string-booleans') return []
  const faults = preferences[PREFERENCES]?.versions.flatMap(version => version.faults) ?? []
  const strings = faults.filter(fault => fault.fixedInAgent !== undefined)
  return strings.map(({ field }) => ({ check: 'preferences/schema-valid', about: field }))
}
