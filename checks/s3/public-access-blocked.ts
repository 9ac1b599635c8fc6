import {
  asNamed,
  awsCommand,
  defineCheck,
  type BucketPublicAccess,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/public-access-blocked',
  title: 'the bucket keeps the public out',
  why: 'The records of sessions hold what operators saw: names, data, secrets. A bucket that blocks public access keeps a slip in a policy or an ACL from giving them to everybody.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  severity: 'low',
  fix: 'safe',
  asks: ['block-public-access'],
  each: 's3Destinations',
  needs: ['bucketPublicAccess'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketPublicAccess }) {
    if (destination.foreign) return undefined
    const access = bucketPublicAccess[destination.bucket]
    if (!access) return undefined
    const off = Object.entries(access.block).flatMap(([name, on]) => (on ? [] : [name]))
    if (off.length === 0) return undefined
    return asNamed(problemOf(destination, access, off), destination, destination.id)
  },
})

const problemOf = (
  { bucket }: S3Destination,
  access: BucketPublicAccess,
  off: readonly string[],
): Problem => {
  const open = openBy(access)
  const unless = 'unless the account’s own block is on'
  return {
    message: open
      ? `bucket ${bucket} is public by ${open}, ${unless}`
      : `the block of public access of bucket ${bucket} lacks ${off.join(', ')}: a slip may make it public, ${unless}`,
    about: 'public access block',
    ...(open !== undefined && { severity: 'high' as const }),
    evidence: [
      { label: 'off', value: off.join(', '), source: `s3:GetPublicAccessBlock ${bucket}` },
      {
        label: 'public by its policy',
        value: access.publicByPolicy ? 'yes' : 'no',
        source: `s3:GetBucketPolicyStatus ${bucket}`,
      },
      {
        label: 'granted to everybody',
        value: access.publicGrants.join(', ') || 'nothing',
        source: `s3:GetBucketAcl ${bucket}`,
      },
    ],
    ...(access.publicByPolicy || access.publicGrants.length > 0 ? { risk: 'review' as const } : {}),
    fix: [{ type: 'block-public-access', bucket }],
    remedy: {
      text: open
        ? 'see who reads the bucket from outside, then block public access'
        : 'block public access: neither its policy nor its ACL makes use of it',
      commands: [
        awsCommand('s3api put-public-access-block', {
          bucket,
          'public-access-block-configuration':
            'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
        }),
      ],
    },
  }
}

/** What the block does not hold back. */
const openBy = ({ block, publicByPolicy, publicGrants }: BucketPublicAccess): string | undefined => {
  const policy = publicByPolicy && block['RestrictPublicBuckets'] !== true
  const acl = publicGrants.length > 0 && block['IgnorePublicAcls'] !== true
  const by = [...(policy ? ['its policy'] : []), ...(acl ? [`its ACL (${publicGrants.join(', ')})`] : [])]
  return by.length > 0 ? by.join(' and ') : undefined
}
