export interface LogGroup {
  readonly name: string
  /** Without the trailing `:*`. */
  readonly arn: string
  readonly kmsKeyId?: string
  readonly retentionInDays?: number
  readonly class?: string
  readonly createdAt?: string
}

export interface Bucket {
  readonly name: string
  readonly region?: string
}

/** The bucket's policy; `document` is absent where the bucket has none. */
export interface BucketPolicy {
  readonly bucket: string
  readonly document?: string
}

/** Default encryption of a bucket, rule 0. */
export interface BucketEncryption {
  readonly bucket: string
  /** `AES256`, `aws:kms`, `aws:kms:dsse`; absent where rule 0 has no default block. */
  readonly algorithm?: string
  /** As written in the bucket's configuration: id, alias or ARN. */
  readonly keyId?: string
}

/** A KMS key, by the reference under which it was asked for (id, alias, ARN). */
export interface Key {
  readonly ref: string
  readonly arn: string
  readonly id: string
  readonly accountId: string
  readonly state: string
  readonly spec: string
  readonly usage: string
  /** `AWS` or `CUSTOMER`. */
  readonly manager: string
  readonly origin?: string
  readonly multiRegion?: boolean
}

/** By key ARN. */
export interface KeyPolicy {
  readonly keyArn: string
  readonly document: string
}

export interface KeyGrant {
  readonly grantee: string
  readonly operations: readonly string[]
  /** Encryption context that must be equal to, or contained in, the request's. */
  readonly contextEquals?: Readonly<Record<string, string>>
  readonly contextSubset?: Readonly<Record<string, string>>
}

/** By key ARN. */
export interface KeyGrants {
  readonly keyArn: string
  readonly grants: readonly KeyGrant[]
}
