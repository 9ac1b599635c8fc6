import { beforeEach, describe, expect, it } from 'vitest'
import { EDITED, EDITED_THINGS, linesOf, readOne } from './reading.ts'
import { deny, head, json, offline, refuse, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const GROUP = '/aws/ssm/onetime-sessions-dev'
const BUCKET = 'onetime-sessions-log'
const TO_EDIT = { edit: EDITED_THINGS }

describe('what a repair would edit', () => {
  it('has its tags read, and whether a bucket serves a website', async () => {
    const { records, gaps } = await readOne(['logGroupTags', 'bucketUse'], TO_EDIT)
    expect(gaps).toEqual([])
    expect(records.logGroupTags).toEqual({
      [GROUP]: { name: GROUP, tags: { team: 'platform', 'aws:cloudformation:stack-name': 'session-logs' } },
    })
    expect(records.bucketUse).toEqual({
      [BUCKET]: { bucket: BUCKET, website: true, tags: { 'managed-by': 'terraform', empty: '' } },
    })
  })

  it('is asked about by kind: a policy has versions, a bucket has none', async () => {
    const { records } = await readOne(['policyVersions', 'policyHolders'], TO_EDIT)
    expect(Object.keys(records.policyVersions ?? {})).toEqual([EDITED])
    expect(Object.keys(records.policyHolders ?? {})).toEqual([EDITED])
  })

  it('is asked about in its own Region alone', async () => {
    const elsewhere = EDITED_THINGS.map(arn => arn.replace('ap-southeast-1', 'eu-west-1'))
    const { records } = await readOne(['logGroupTags'], { edit: elsewhere })
    expect(records.logGroupTags).toEqual({})
    expect(wire.names()).not.toContain('logs:ListTagsForResource')
  })

  it('is nothing where no repair is planned', async () => {
    const { records, gaps } = await readOne(['logGroupTags', 'bucketUse'])
    expect([records.logGroupTags, records.bucketUse, gaps]).toEqual([{}, {}, []])
  })

  it('has neither a website nor tags where S3 says so', async () => {
    wire.on('s3:GetBucketWebsite', refuse('NoSuchWebsiteConfiguration', 404))
    wire.on('s3:GetBucketTagging', refuse('NoSuchTagSet', 404))
    const { records } = await readOne(['bucketUse'], TO_EDIT)
    expect(records.bucketUse).toEqual({ [BUCKET]: { bucket: BUCKET, website: false, tags: {} } })
  })

  it('has no tags where the log group is not there', async () => {
    wire.on('logs:ListTagsForResource', refuse('ResourceNotFoundException'))
    const { records, gaps } = await readOne(['logGroupTags'], TO_EDIT)
    expect([records.logGroupTags, gaps]).toEqual([{}, []])
  })

  it('is not known where that is refused', async () => {
    wire.on('s3:GetBucketWebsite', deny)
    wire.on('logs:ListTagsForResource', () => json({}))
    const { gaps } = await readOne(['logGroupTags', 'bucketUse'], TO_EDIT)
    expect(linesOf(gaps)).toEqual([
      `logGroupTags ${GROUP} logs:ListTagsForResource`,
      `bucketUse ${BUCKET} s3:GetBucketWebsite`,
    ])
  })

  it('is asked about in the Region of the bucket', async () => {
    wire.on('s3:HeadBucket', () => head(200, 'eu-west-1'))
    await readOne(['bucketUse'], TO_EDIT)
    const asked = wire.calls.filter(({ operation }) => /Website|Tagging/.test(operation))
    expect(asked.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1'])
  })
})
