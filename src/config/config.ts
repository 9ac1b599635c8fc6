// Made from config.schema.json: UPDATE_FIXTURES=1 npx vitest run test/config/config-schema.test.ts

/** What a run looks at, what is declared of the account, and how findings are ruled upon. */
export interface Config {
  /** This schema, for editors. */
  readonly $schema?: string
  /** Regions to look at where --region names none; ["all"] for every Region that is opted in. */
  readonly regions?: readonly string[]
  /** Mildest severity that ends with 1, where --fail-on names none (medium where neither does). */
  readonly failOn?: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'none'
  /** What is declared of the account: a difference is drift. Values may use ${region} and ${account}. */
  readonly expect?: Expect
  /** Who opens sessions: ARNs of roles and users, * allowed; one without a path names the role or user under any path. */
  readonly operators?: readonly string[]
  /** Who may change the preferences and the records, and is counted, not judged: ARNs of roles and users, * allowed. */
  readonly administrators?: readonly string[]
  /** Another severity for every finding of a check, by its id. */
  readonly severity?: Readonly<Record<string, 'critical' | 'high' | 'medium' | 'low' | 'info'>>
  /** Checks and areas to leave out, where neither --only nor --skip chooses. */
  readonly skip?: readonly string[]
  /** Findings that are known and put up with until a day. */
  readonly waivers?: readonly Waiver[]
  /** Modules with checks of your own, whose code is run: paths from this file's folder that begin with . or /, or names of packages. */
  readonly plugins?: readonly string[]
}

/** What is declared of the account: a difference is drift. Values may use ${region} and ${account}. */
export interface Expect {
  /** Inputs of SSM-SessionManagerRunShell; fields that are not here may be as they are. An empty text declares that a field is not set. */
  readonly preferences?: Preferences
  /** How long the records of sessions shall be kept, in CloudWatch Logs and in S3. */
  readonly logRetentionDays?: LogRetentionDays
  /** After how many idle minutes sessions shall have ended. */
  readonly idleSessionTimeout?: IdleSessionTimeout
  /** Every running instance shall be a managed node. */
  readonly managed?: 'all'
  /** Buckets, keys and subnets of other accounts that are meant. */
  readonly foreign?: readonly Foreign[]
  /** Agents are kept current by new images. */
  readonly agentUpdates?: 'image'
  /** Name of the instance profile that instances shall hold. */
  readonly instanceProfile?: string
  /** ARN of the key, or of its alias, with which the log group shall be encrypted. */
  readonly logGroupKey?: string
}

/** Inputs of SSM-SessionManagerRunShell; fields that are not here may be as they are. An empty text declares that a field is not set. */
export interface Preferences {
  readonly s3BucketName?: string
  readonly s3KeyPrefix?: string
  readonly s3EncryptionEnabled?: true | false | 'true' | 'false'
  readonly cloudWatchLogGroupName?: string
  readonly cloudWatchEncryptionEnabled?: true | false | 'true' | 'false'
  readonly cloudWatchStreamingEnabled?: true | false | 'true' | 'false'
  readonly kmsKeyId?: string
  readonly runAsEnabled?: true | false | 'true' | 'false'
  readonly runAsDefaultUser?: string
  readonly idleSessionTimeout?: number | string
  readonly maxSessionDuration?: number | string
  readonly shellProfile?: ShellProfile
}

export interface ShellProfile {
  readonly linux?: string
  readonly windows?: string
}

/** How long the records of sessions shall be kept, in CloudWatch Logs and in S3. */
export interface LogRetentionDays {
  readonly atLeast: number
}

/** After how many idle minutes sessions shall have ended. */
export interface IdleSessionTimeout {
  readonly atMost: number
}

/** Something of another account, by its ARN and its owner. */
export interface Foreign {
  readonly arn: string
  readonly owner: string
}

/** A finding that is known and put up with until a day: it stays in the report, fails nothing and is never repaired automatically. */
export interface Waiver {
  /** Id of the check. */
  readonly check: string
  /** Id or ARN of what the finding is about; * stands for any letters. */
  readonly subject: string
  /** Why it is put up with. */
  readonly reason: string
  /** Last day on which it holds, YYYY-MM-DD in UTC. */
  readonly until: string
}
