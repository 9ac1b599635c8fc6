/** What happens on an agent that is too old for a feature that is in use. */
type Shortfall = 'abort' | 'silent' | 'degraded'

export interface AgentFeature {
  /** Stable key, for `about`-like uses and for the table below. */
  readonly key:
    | 'session-manager'
    | 'kms'
    | 'run-as'
    | 'shell-profile'
    | 'cross-account-acl'
    | 'other-region-bucket'
    | 'streaming'
    | 'sse-headers'
    | 'string-booleans'
    | 'host-management'
  /** Reads after "which … needs". */
  readonly name: string
  /** The first version that has it by AWS's manual, or by the release notes where the manual is silent. */
  readonly since: string
  /** The first version whose source has it, where that is later than the manual says. */
  readonly sourceSince?: string
  readonly shortfall: Shortfall
  /** What the operator meets; reads after a colon. */
  readonly effect: string
}

/**
 * The features of the agent that preferences ask for, by the version that brought them.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html
 * aws: https://github.com/aws/amazon-ssm-agent/blob/mainline/RELEASENOTES.md
 */
export const AGENT_FEATURES: readonly AgentFeature[] = [
  {
    key: 'session-manager',
    name: 'Session Manager',
    since: '2.3.68.0',
    shortfall: 'abort',
    effect: 'no session opens',
  },
  {
    key: 'kms',
    name: 'the encryption of session data by a KMS key',
    since: '2.3.539.0',
    shortfall: 'abort',
    effect: 'sessions are refused',
  },
  {
    key: 'string-booleans',
    name: 'reading the preferences, which have flags as strings,',
    since: '3.0.655.0',
    shortfall: 'abort',
    effect: 'sessions hang at their start',
  },
  {
    key: 'host-management',
    name: 'Default Host Management',
    since: '3.2.582.0',
    shortfall: 'abort',
    effect: 'the agent gets no credentials',
  },
  {
    key: 'cross-account-acl',
    name: 'writing to a bucket of another account',
    since: '2.3.722.0',
    shortfall: 'silent',
    effect: 'the owner of the bucket cannot read the records',
  },
  {
    key: 'other-region-bucket',
    name: 'writing to a bucket in another Region',
    since: '2.3.1509.0',
    sourceSince: '3.0.356.0',
    shortfall: 'silent',
    effect: 'sessions leave no record in S3',
  },
  {
    key: 'sse-headers',
    name: 'sending the encryption headers that the bucket policy demands',
    since: '3.0.502.0',
    sourceSince: '3.0.529.0',
    shortfall: 'silent',
    effect: 'sessions leave no record in S3',
  },
  {
    key: 'run-as',
    name: 'Run As',
    since: '2.3.672.0',
    shortfall: 'degraded',
    effect: 'sessions run as ssm-user',
  },
  {
    key: 'shell-profile',
    name: 'the shell profile',
    since: '3.0.161.0',
    sourceSince: '3.0.196.0',
    shortfall: 'degraded',
    effect: 'sessions start without it',
  },
  {
    key: 'streaming',
    name: 'streaming to CloudWatch Logs',
    since: '3.0.284.0',
    sourceSince: '3.0.356.0',
    shortfall: 'degraded',
    effect: 'the record is uploaded at the end of the session instead',
  },
]

/** Releases that users reported as broken. A node that is online disproves it for itself. */
export interface BadRelease {
  /** Versions after this one. */
  readonly after: string
  /** Up to and with this one; open where no repaired release is known. */
  readonly through?: string
  /** Start of the platform's name, where only some platforms were hit. */
  readonly platform?: string
  readonly report: string
  readonly what: string
}

export const BAD_RELEASES: readonly BadRelease[] = [
  {
    after: '3.3.1957.0',
    platform: 'Ubuntu',
    report: 'https://github.com/aws/amazon-ssm-agent/issues/640',
    what: 'reported not to start where it was installed as a snap',
  },
]

/** The newest release that is known here: Systems Manager says "latest" for Linux alone. */
export const NEWEST_KNOWN = '3.3.4121.0'
