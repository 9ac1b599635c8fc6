import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { edit } from '../../support/broken/breaks.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Outcome } from '../../../src/core/report.ts'
import { BUCKET, DB, healthyWorld, REGION } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { prefer } from '../../checks/policies.ts'

type Alter = (world: BreakableWorld) => void

const outcomeOf = (alter: Alter): Outcome => {
  const world = healthyWorld()
  alter(world)
  return audit([world], checks).outcomes.find(outcome => outcome.node === DB) as Outcome
}

const KINDS = [
  'buckets',
  'bucketPolicies',
  'bucketEncryption',
  'bucketVersioning',
  'bucketLifecycle',
  'bucketPublicAccess',
] as const

/** Another account owns the bucket; what it refuses to show. */
const archive =
  (refused: readonly (typeof KINDS)[number][], alter: Alter = () => {}): Alter =>
  world => {
    Object.assign(world.records.buckets[BUCKET] ?? {}, { own: false })
    for (const kind of refused) {
      delete world.records[kind][BUCKET]
      world.gaps.push({ kind, id: BUCKET, reason: '403', actions: ['s3:ListBucket'], foreign: true })
    }
    alter(world)
  }

describe('a bucket of another account', () => {
  it.each<[string, Alter, string]>([
    ['is not known where it shows nothing', archive(KINDS), 'unknown'],
    ['is not known where it shows all but its policy', archive(['bucketPolicies']), 'unknown'],
    [
      'is not reached by a role that may not upload, whatever it shows',
      archive(KINDS, world => edit(world, 'Archive', undefined)),
      'no',
    ],
    [
      'is not reached by a role that may not set an ACL, whatever it shows',
      archive(KINDS, world => edit(world, 'Archive', { Action: 's3:PutObject' })),
      'no',
    ],
    [
      'is not known by a condition on whose it is',
      archive([], world =>
        edit(world, 'Archive', { Condition: { StringEquals: { 'aws:ResourceAccount': '999999999999' } } }),
      ),
      'unknown',
    ],
    ['is reached where all is shown', archive([]), 'yes'],
  ])('%s', (_name, alter, expected) => {
    expect(outcomeOf(alter).recorded.s3).toBe(expected)
  })
})

const KEY = `arn:aws:kms:${REGION}:999999999999:key/33333333-7777-4888-9999-aaaaaaaaaaaa`

/** Another account owns the key, and shows nothing. */
const foreignKey =
  (ref: string, alter: Alter = () => {}): Alter =>
  world => {
    prefer(world, { kmsKeyId: ref })
    for (const kind of ['keys', 'keyPolicies', 'keyGrants'] as const)
      world.gaps.push({ kind, id: ref, reason: 'denied', actions: ['kms:DescribeKey'], foreign: true })
    alter(world)
  }

describe('a session key of another account', () => {
  it('is not known where it shows nothing', () => {
    const outcome = outcomeOf(foreignKey(KEY, world => edit(world, 'SessionKey', { Resource: KEY })))
    expect([outcome.canConnect, outcome.encrypted]).toEqual(['unknown', 'unknown'])
  })

  it('opens no session of a role whose own policies do not allow it', () => {
    const outcome = outcomeOf(foreignKey(KEY))
    expect([outcome.canConnect, outcome.encrypted]).toEqual(['no', 'no'])
    expect(outcome.userSees).toMatch(/Unable to retrieve data key/)
    expect(outcome.causes[0]).toMatch(/^kms\/node-can-decrypt/)
  })

  it('opens no session where its ARN is of another Region', () => {
    const outcome = outcomeOf(foreignKey(KEY.replace(REGION, 'eu-west-1')))
    expect([outcome.canConnect, outcome.encrypted]).toEqual(['no', 'no'])
    expect(outcome.userSees).toMatch(/GenerateDataKey API: NotFoundException/)
    expect(outcome.causes[0]).toMatch(/^kms\/key-usable/)
  })
})
