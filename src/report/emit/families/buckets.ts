import type { PublicAccessBlock } from '../../../core/changes/change.ts'
import type { HclArguments } from '../hcl-resource.ts'
import type { Family } from '../forms.ts'
import { yamlLines } from '../yaml.ts'

/** aws: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
const LARGEST_POLICY = 20_480

const settings = (block: PublicAccessBlock): string =>
  Object.entries(block)
    .map(([name, on]) => `${name}=${on}`)
    .join(',')

const asArguments = (block: PublicAccessBlock): HclArguments => ({
  block_public_acls: block.BlockPublicAcls,
  block_public_policy: block.BlockPublicPolicy,
  ignore_public_acls: block.IgnorePublicAcls,
  restrict_public_buckets: block.RestrictPublicBuckets,
})

/** Buckets: their own block of public access, and their policies. */
export const bucketCode: Family<'put-public-access-block' | 'put-bucket-policy'> = {
  'put-public-access-block': {
    cli: ({ region, bucket, to }) => [
      to === undefined
        ? { operation: 's3api delete-public-access-block', options: { bucket, region } }
        : {
            operation: 's3api put-public-access-block',
            options: { bucket, 'public-access-block-configuration': settings(to), region },
          },
    ],
    terraform: ({ region, bucket, from, to }, { name }) =>
      to === undefined
        ? [{ note: `the bucket ${bucket} has no aws_s3_bucket_public_access_block` }]
        : [
            {
              type: 'aws_s3_bucket_public_access_block',
              name: name('aws_s3_bucket_public_access_block', bucket),
              region,
              arguments: { bucket, ...asArguments(to) },
              ...(from && { existing: { id: bucket } }),
            },
          ],
    cloudformation: ({ bucket, to }) => [
      {
        note: `in the stack that owns AWS::S3::Bucket ${bucket}; where none does, a template cannot say this`,
        lines: yamlLines({ PublicAccessBlockConfiguration: to ?? {} }),
      },
    ],
  },
  'put-bucket-policy': {
    cli: ({ region, bucket, to }) => [
      to === undefined
        ? { operation: 's3api delete-bucket-policy', options: { bucket, region } }
        : {
            operation: 's3api put-bucket-policy',
            options: { bucket, policy: { json: to, most: LARGEST_POLICY }, region },
          },
    ],
    terraform: ({ region, bucket, from, to }, { name }) =>
      to === undefined
        ? [{ note: `the bucket ${bucket} has no aws_s3_bucket_policy` }]
        : [
            {
              type: 'aws_s3_bucket_policy',
              name: name('aws_s3_bucket_policy', bucket),
              region,
              arguments: { bucket, policy: { json: to } },
              ...(from !== undefined && { existing: { id: bucket } }),
            },
          ],
    cloudformation: ({ region, bucket, from, to }, { name }) =>
      to === undefined
        ? [{ note: `the bucket ${bucket} has no AWS::S3::BucketPolicy` }]
        : [
            {
              type: 'AWS::S3::BucketPolicy',
              name: name('bucket policy', bucket, `${bucket} policy`),
              region,
              properties: { Bucket: bucket, PolicyDocument: JSON.parse(to) },
              ...(from !== undefined && { existing: { Bucket: bucket } }),
            },
          ],
  },
}
