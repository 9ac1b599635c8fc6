import check from '../../../checks/s3/lifecycle-keeps.ts'
import { BUCKET } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

type Expiration = BreakableWorld['records']['bucketLifecycle'][string]['expirations'][number]

const expire = (world: BreakableWorld, ...expirations: Expiration[]): void => {
  world.records.bucketLifecycle[BUCKET] = { bucket: BUCKET, expirations }
}
const promise = (world: BreakableWorld): void => {
  world.declared = { logRetentionDays: { atLeast: 365 } }
}

testCheck(check, {
  'records that go after a month': {
    break: world => expire(world, { id: 'tidy', prefix: 'sessions/', days: 30 }),
    finds: [
      {
        subject: BUCKET,
        message: `rule tidy of bucket ${BUCKET} deletes records after 30 days`,
        severity: 'info',
        about: 'tidy',
      },
    ],
  },
  'records that go before the promised time': {
    break: world => {
      expire(world, { prefix: '', days: 90 })
      promise(world)
    },
    finds: [
      {
        subject: BUCKET,
        message: `rule for every object of bucket ${BUCKET} deletes records after 90 days, and the config promises 365 days`,
        severity: 'medium',
      },
    ],
  },
  'records with a tag': {
    break: world => {
      expire(world, { id: 'tidy', prefix: 'sess', days: 90, narrowed: true })
      promise(world)
    },
    finds: [{ subject: BUCKET, about: 'tidy', verdict: 'unknown' }],
  },
  'records that go on a day': {
    break: world => expire(world, { id: 'end', prefix: '', date: '2027-01-01T00:00:00.000Z' }),
    finds: [`${BUCKET}: rule end of bucket ${BUCKET} deletes records on 2027-01-01T00:00:00.000Z`],
  },
  'records that stay as long as was promised': {
    break: world => {
      expire(world, { prefix: '', days: 365 })
      promise(world)
    },
    finds: [],
  },
  'objects of another prefix': {
    break: world => expire(world, { prefix: 'access-logs/', days: 7 }),
    finds: [],
  },
})
