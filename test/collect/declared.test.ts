import { beforeEach, describe, expect, it } from 'vitest'
import type { Declared } from '../../src/core/records.ts'
import { linesOf, read, readOne } from './reading.ts'
import { head, HOME, json, offline, recorded, refuse, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const OWNER = '210987654321'
const BUCKET = 'onetime-sessions-log'
const ARCHIVE: Declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: OWNER }] }

describe('what is declared', () => {
  it('is in the world of its Region', async () => {
    const worlds = await read([], {
      regions: ['eu-west-1', 'eu-west-3'],
      declared: ({ accountId, region }) => ({ instanceProfile: `${accountId}-${region}` }),
    })
    expect(worlds.map(world => world.declared?.instanceProfile)).toEqual([
      '123456789012-eu-west-1',
      '123456789012-eu-west-3',
    ])
    expect((await readOne([])).declared).toBeUndefined()
  })
})

describe('the owner of a bucket', () => {
  const asked = (): unknown[] =>
    wire.calls
      .filter(({ operation }) => operation === 'HeadBucket')
      .map(({ params }) => params['ExpectedBucketOwner'])

  it('is as declared where S3 says so', async () => {
    wire.on('s3:HeadBucket', ({ params }) => head(params['ExpectedBucketOwner'] === OWNER ? 200 : 403, HOME))
    const { records } = await readOne(['buckets'], { declared: () => ARCHIVE })
    expect(records.buckets?.[BUCKET]).toMatchObject({ own: false, ownedAsDeclared: true })
    expect(asked()).toEqual(['123456789012', OWNER])
  })

  it('is another than declared where S3 refuses for the declared one alone', async () => {
    wire.on('s3:HeadBucket', ({ params }) =>
      head(params['ExpectedBucketOwner'] === undefined ? 200 : 403, HOME),
    )
    const { records } = await readOne(['buckets'], { declared: () => ARCHIVE })
    expect(records.buckets?.[BUCKET]).toMatchObject({ own: false, ownedAsDeclared: false })
  })

  it('is not told where the bucket refuses whoever is expected', async () => {
    wire.on('s3:HeadBucket', () => head(403, HOME))
    const { records, gaps } = await readOne(['buckets'], { declared: () => ARCHIVE })
    expect(records.buckets).toEqual({})
    expect(linesOf(gaps)).toEqual([`buckets ${BUCKET} s3:ListBucket`])
  })
})

describe('a key that is declared', () => {
  const ALIAS = 'arn:aws:kms:eu-west-3:123456789012:alias/sessions'

  it('is looked up under its own name, in its own Region', async () => {
    const { records, gaps } = await readOne(['keys'], {
      declared: () => ({ logGroupKey: ALIAS, preferences: { kmsKeyId: 'alias/people' } }),
    })
    expect(gaps).toEqual([])
    expect(Object.keys(records.keys ?? {})).toEqual(expect.arrayContaining([ALIAS, 'alias/people']))
    const call = wire.calls.find(({ params }) => params['KeyId'] === ALIAS)
    expect(call?.region).toBe('eu-west-3')
  })

  it('that does not exist is absent', async () => {
    wire.on('kms:DescribeKey', (call, nth) =>
      call.params['KeyId'] === ALIAS ? refuse('NotFoundException')(call, nth) : recorded(call, nth),
    )
    const { records, gaps } = await readOne(['keys'], { declared: () => ({ logGroupKey: ALIAS }) })
    expect([records.keys?.[ALIAS], gaps]).toEqual([undefined, []])
  })
})

describe('the instance profile that is declared', () => {
  it('is read by its name, and its role with it', async () => {
    wire.on('ssm:DescribeInstanceProperties', () => json({ InstanceProperties: [] }))
    const declared = () => ({ instanceProfile: 'base-node' })
    const { records } = await readOne(['instanceProfiles', 'roles'], { declared })
    const profiles = Object.entries(records.instanceProfiles ?? {})
    const [arn, profile] = profiles.find(([, { name }]) => name === 'base-node') ?? []
    expect(arn).toBe(profile?.arn)
    expect(records.roles?.[profile?.roleName ?? '']).toBeDefined()
  })
})
