/** The four settings of a bucket's own block of public access, by their names in S3. */
export type PublicAccessBlock = Readonly<
  Record<'BlockPublicAcls' | 'IgnorePublicAcls' | 'BlockPublicPolicy' | 'RestrictPublicBuckets', boolean>
>

/** Sets a bucket's own block of public access; without settings, there is none. */
export interface PutPublicAccessBlock {
  readonly type: 'put-public-access-block'
  /** The bucket's own Region. */
  readonly region: string
  readonly bucket: string
  readonly from?: PublicAccessBlock
  readonly to?: PublicAccessBlock
}

/** Writes a bucket's policy in place of that text; without a text, there is none. */
export interface PutBucketPolicy {
  readonly type: 'put-bucket-policy'
  /** The bucket's own Region. */
  readonly region: string
  readonly bucket: string
  readonly from?: string
  readonly to?: string
}

/** The closed list of what the tool may do to a bucket. */
export type BucketChange = PutPublicAccessBlock | PutBucketPolicy
