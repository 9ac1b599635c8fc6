/** Something in a preferences document that the agent reads otherwise than its author meant. */
export interface PreferencesFault {
  /** The field, `schemaVersion`, `sessionType` or `content`. */
  readonly field: string
  readonly problem: string
  /** `hang`: sessions hang at the start; `abort`: they are refused; `loss`: the record is lost; `none`: harmless. */
  readonly effect: 'hang' | 'abort' | 'loss' | 'none'
  /** Agents from this version on read it well. */
  readonly fixedInAgent?: string
}

/** The `inputs` as the SSM Agent reads them. */
export interface PreferenceInputs {
  readonly s3BucketName: string
  readonly s3KeyPrefix: string
  readonly s3EncryptionEnabled: boolean
  readonly cloudWatchLogGroupName: string
  readonly cloudWatchEncryptionEnabled: boolean
  readonly cloudWatchStreamingEnabled: boolean
  readonly kmsKeyId: string
  readonly runAsEnabled: boolean
  readonly runAsDefaultUser: string
  readonly idleSessionTimeout?: string
  readonly maxSessionDuration?: string
  readonly shellProfile: { readonly linux: string; readonly windows: string }
}

export interface PreferencesVersion {
  readonly which: 'default' | 'latest'
  readonly version: string
  readonly content: string
  readonly createdAt?: string
  readonly inputs: PreferenceInputs
  readonly faults: readonly PreferencesFault[]
}
