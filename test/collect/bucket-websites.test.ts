import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne, TO_EDIT } from './reading.ts'
import { deny, head, offline, refuse, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const BUCKET = 'onetime-sessions-log'

describe('the website of a bucket that a repair would edit', () => {
  it('is told', async () => {
    const { records } = await readOne(['bucketWebsites'], { edit: TO_EDIT })
    expect(records.bucketWebsites).toEqual({ [BUCKET]: { bucket: BUCKET, serves: true } })
  })

  it('is none where S3 says so', async () => {
    wire.on('s3:GetBucketWebsite', refuse('NoSuchWebsiteConfiguration', 404))
    const { records } = await readOne(['bucketWebsites'], { edit: TO_EDIT })
    expect(records.bucketWebsites).toEqual({ [BUCKET]: { bucket: BUCKET, serves: false } })
  })

  it('is not known where that is refused', async () => {
    wire.on('s3:GetBucketWebsite', deny)
    const { gaps } = await readOne(['bucketWebsites'], { edit: TO_EDIT })
    expect(linesOf(gaps)).toEqual([`bucketWebsites ${BUCKET} s3:GetBucketWebsite`])
  })

  it('is asked for in the Region of the bucket, and where no repair is planned not at all', async () => {
    wire.on('s3:HeadBucket', () => head(200, 'eu-west-1'))
    await readOne(['bucketWebsites'])
    await readOne(['bucketWebsites'], { edit: TO_EDIT })
    const asked = wire.calls.filter(({ operation }) => operation === 'GetBucketWebsite')
    expect(asked.map(({ region }) => region)).toEqual(['eu-west-1'])
  })
})
