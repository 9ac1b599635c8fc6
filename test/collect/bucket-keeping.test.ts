import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne } from './reading.ts'
import { deny, head, HOME, offline, refuse, startWire, xml, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const BUCKET = 'onetime-sessions-log'

describe('what a bucket keeps', () => {
  it('is told by its versioning', async () => {
    const { records } = await readOne(['bucketVersioning'])
    expect(records.bucketVersioning).toEqual({ [BUCKET]: { bucket: BUCKET, status: 'Suspended' } })
  })

  it('is no more than the latest version where versioning was never on', async () => {
    wire.on('s3:GetBucketVersioning', () =>
      xml('<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'),
    )
    const { records, gaps } = await readOne(['bucketVersioning'])
    expect({ found: records.bucketVersioning, gaps }).toEqual({
      found: { [BUCKET]: { bucket: BUCKET } },
      gaps: [],
    })
  })

  it.each(['', '<html>Sign in</html>'])('is not what another server answers: %j', async body => {
    wire.on('s3:GetBucketVersioning', () => xml(body))
    const { records, gaps } = await readOne(['bucketVersioning'])
    expect(records.bucketVersioning).toEqual({})
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'malformed answer: it holds no VersioningConfiguration',
    ])
  })

  it('ends by rules that are on and let objects expire', async () => {
    const { records } = await readOne(['bucketLifecycle'])
    expect(records.bucketLifecycle).toEqual({
      [BUCKET]: {
        bucket: BUCKET,
        expirations: [
          { id: 'sessions', prefix: 'sessions/', days: 400 },
          { id: 'large', prefix: 'big/', date: '2030-01-02T00:00:00.000Z', narrowed: true },
          { id: 'tagged', prefix: '', days: 1, narrowed: true },
          { id: 'old form', prefix: 'old/', days: 9 },
        ],
      },
    })
  })

  it('never ends where there are no rules', async () => {
    wire.on('s3:GetBucketLifecycle', refuse('NoSuchLifecycleConfiguration', 404))
    const { records, gaps } = await readOne(['bucketLifecycle'])
    expect({ found: records.bucketLifecycle, gaps }).toEqual({
      found: { [BUCKET]: { bucket: BUCKET, expirations: [] } },
      gaps: [],
    })
  })
})

describe('what the public may do with a bucket', () => {
  it('is told by its block, its policy’s status and its ACL', async () => {
    const { records } = await readOne(['bucketPublicAccess'])
    expect(records.bucketPublicAccess).toEqual({
      [BUCKET]: {
        bucket: BUCKET,
        block: {
          BlockPublicAcls: true,
          IgnorePublicAcls: false,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: false,
        },
        publicByPolicy: true,
        publicGrants: ['AuthenticatedUsers'],
      },
    })
  })

  it('is blocked by nothing and let in by nothing where there is neither block nor policy', async () => {
    wire.on('s3:GetBucketPublicAccessBlock', refuse('NoSuchPublicAccessBlockConfiguration', 404))
    wire.on('s3:GetBucketPolicyStatus', refuse('NoSuchBucketPolicy', 404))
    const { records, gaps } = await readOne(['bucketPublicAccess'])
    expect(gaps).toEqual([])
    expect(records.bucketPublicAccess?.[BUCKET]).toMatchObject({
      block: {
        BlockPublicAcls: false,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
      unset: true,
      publicByPolicy: false,
    })
  })

  it.each(['true', 'TRUE'])('is much where S3 says %s of the policy', async text => {
    wire.on('s3:GetBucketPolicyStatus', () =>
      xml(`<PolicyStatus><IsPublic>${text}</IsPublic></PolicyStatus>`),
    )
    const { records } = await readOne(['bucketPublicAccess'])
    expect(records.bucketPublicAccess?.[BUCKET]?.publicByPolicy).toBe(true)
  })

  it.each([
    ['s3:GetBucketPublicAccessBlock', 'PublicAccessBlockConfiguration', 'BlockPublicAcls'],
    ['s3:GetBucketPolicyStatus', 'PolicyStatus', 'IsPublic'],
  ])('is unknown where %s leaves out what it always tells', async (operation, root, member) => {
    wire.on(operation, () => xml(`<${root}><Other>true</Other></${root}>`))
    const { gaps } = await readOne(['bucketPublicAccess'])
    expect(gaps).toEqual([
      {
        kind: 'bucketPublicAccess',
        id: BUCKET,
        reason: `malformed answer: it holds no ${member}`,
        actions: [operation],
      },
    ])
  })
})

describe('a bucket', () => {
  const KEEPING = ['bucketVersioning', 'bucketLifecycle', 'bucketPublicAccess'] as const

  it('in another Region is asked there', async () => {
    wire.on('s3:HeadBucket', () => head(200, 'eu-west-1'))
    await readOne(KEEPING)
    const regions = wire.calls.filter(({ service, method }) => service === 's3' && method === 'GET')
    expect(regions.map(({ region }) => region)).toEqual(Array.from({ length: 5 }, () => 'eu-west-1'))
  })

  it('of another account that keeps this to itself is foreign there', async () => {
    wire.on('s3:ListBuckets', () => xml('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>'))
    wire.on('s3:HeadBucket', ({ params }) =>
      params['ExpectedBucketOwner'] === undefined ? head(200, HOME) : head(403),
    )
    for (const name of ['Versioning', 'Lifecycle', 'Acl']) wire.on(`s3:GetBucket${name}`, deny)
    const { gaps } = await readOne(KEEPING)
    expect(linesOf(gaps)).toEqual([
      `bucketVersioning ${BUCKET} s3:GetBucketVersioning foreign`,
      `bucketLifecycle ${BUCKET} s3:GetLifecycleConfiguration foreign`,
      `bucketPublicAccess ${BUCKET} s3:GetBucketAcl foreign`,
    ])
  })
})
