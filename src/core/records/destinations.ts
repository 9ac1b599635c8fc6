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
  /** Whether the account owns it, where S3 tells. */
  readonly own?: boolean
  /** Whether the account that the config declares as its owner is that, where S3 tells. */
  readonly ownedAsDeclared?: boolean
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

/** Whether the bucket keeps older versions of its objects: `Enabled`, `Suspended`, or absent where it never did. */
export interface BucketVersioning {
  readonly bucket: string
  readonly status?: string
}

/** When the bucket's own rules let objects expire. */
export interface BucketLifecycle {
  readonly bucket: string
  readonly expirations: readonly BucketExpiration[]
}

/** A rule that is on and lets objects expire under a prefix. */
export interface BucketExpiration {
  readonly id?: string
  readonly prefix: string
  readonly days?: number
  /** ISO 8601. */
  readonly date?: string
  /** It is for objects of certain tags or sizes alone. */
  readonly narrowed?: true
}

/** What keeps the public out of a bucket, and what lets it in. */
export interface BucketPublicAccess {
  readonly bucket: string
  /** The four settings of the bucket's own block, by their names in S3; all false where there is none. */
  readonly block: Readonly<Record<string, boolean>>
  /** The bucket has no block of its own at all. */
  readonly unset?: true
  /** Whether S3 judges the bucket's policy to be public. */
  readonly publicByPolicy: boolean
  /** Groups of everybody to whom the ACL grants something. */
  readonly publicGrants: readonly string[]
}

/** Whether a bucket serves a website, which blocking public access would close. */
export interface BucketWebsite {
  readonly bucket: string
  readonly serves: boolean
}

/** Whether a key's material is replaced year by year. By key ARN. */
export interface KeyRotation {
  readonly keyArn: string
  readonly enabled: boolean
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
  /** Of a multi-Region key: `PRIMARY`, or `REPLICA`, whose material is the primary's to replace. */
  readonly multiRegionKeyType?: string
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
