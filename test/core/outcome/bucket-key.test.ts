import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { addInline } from '../../checks/policies.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { YesNoOff } from '../../../src/core/report.ts'
import {
  ACCOUNT,
  BUCKET,
  DB,
  healthyWorld,
  policyDocument,
  REGION,
  SESSION_KEY,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/aaaaaaaa-2222-4333-8444-555555555555`
const DB_ROLE = `arn:aws:iam::${ACCOUNT}:role/service/db`

const keyPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.keyPolicies[KEY] = { keyArn: KEY, document: policyDocument(statements) }
}

const root = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}

const mayGenerate = (world: BreakableWorld, service = `s3.${REGION}.amazonaws.com`): void =>
  addInline(world, 'db', 'bucket-key', {
    Effect: 'Allow',
    Action: 'kms:GenerateDataKey*',
    Resource: KEY,
    Condition: { StringEquals: { 'kms:ViaService': service } },
  })

/** Whether db-1's logs reach a bucket that KEY encrypts. */
const recorded = (alter: (world: BreakableWorld) => void): YesNoOff | undefined => {
  const world = healthyWorld()
  world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: KEY }
  const session = world.records.keys[SESSION_KEY]
  if (session) world.records.keys[KEY] = { ...session, ref: KEY, arn: KEY }
  keyPolicy(world, root)
  alter(world)
  return audit([world], checks).outcomes.find(outcome => outcome.node === DB)?.recorded.s3
}

const change = (world: BreakableWorld, fields: object): void => {
  Object.assign(world.records.keys[KEY] ?? {}, fields)
}

describe("a bucket's key", () => {
  it.each<[string, (world: BreakableWorld) => void, YesNoOff]>([
    ['lets in a role that may use it through S3', world => mayGenerate(world), 'yes'],
    ['keeps out a role that nothing allows to use it', () => {}, 'no'],
    [
      'keeps out a role that may use it through another service',
      world => mayGenerate(world, `ec2.${REGION}.amazonaws.com`),
      'no',
    ],
    [
      'lets in a role that its own policy names',
      world =>
        keyPolicy(world, {
          Effect: 'Allow',
          Principal: { AWS: DB_ROLE },
          Action: 'kms:GenerateDataKey',
          Resource: '*',
        }),
      'yes',
    ],
    [
      'lets in a role that a grant names',
      world => {
        world.records.keyGrants[KEY] = {
          keyArn: KEY,
          grants: [{ grantee: DB_ROLE, operations: ['GenerateDataKey'] }],
        }
      },
      'yes',
    ],
    [
      'stops every upload where it is off',
      world => {
        mayGenerate(world)
        change(world, { state: 'Disabled' })
      },
      'no',
    ],
    [
      'is not known while it is being updated',
      world => {
        mayGenerate(world)
        change(world, { state: 'Updating' })
      },
      'unknown',
    ],
    [
      'stops every upload where it does not exist',
      world => {
        delete world.records.keys[KEY]
      },
      'no',
    ],
    [
      'of another account keeps out a role that nothing allows to use it, whatever its own side says',
      world => {
        const elsewhere = KEY.replace(ACCOUNT, '999999999999')
        world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: elsewhere }
        const gap = { reason: 'denied', actions: ['kms:DescribeKey'], foreign: true }
        world.gaps.push({ kind: 'keys', id: elsewhere, ...gap })
      },
      'no',
    ],
    [
      'keeps everybody out where S3 itself keeps it for another account',
      world => {
        change(world, { manager: 'AWS' })
        world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '210987654321' }] }
      },
      'no',
    ],
    ['lets everybody in where S3 itself keeps it', world => change(world, { manager: 'AWS' }), 'yes'],
    [
      'is not known where it could not be read',
      world => {
        delete world.records.keys[KEY]
        world.gaps.push({ kind: 'keys', id: KEY, reason: 'AccessDenied', actions: ['kms:DescribeKey'] })
      },
      'unknown',
    ],
  ])('%s', (_name, alter, expected) => {
    expect(recorded(alter)).toBe(expected)
  })
})
