import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { GrantStatement } from '../../../src/core/changes/change.ts'
import { newPolicy } from '../../../src/core/iam/edit.ts'
import { nodePolicy } from '../../../src/core/least-policy/node-policy.ts'
import { joinPolicies } from '../../../src/core/least-policy/statements.ts'
import { ACCOUNT, BUCKET, healthyWorld, REGION, SESSION_KEY, policyDocument } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { prefer } from '../../checks/policies.ts'

const BUCKET_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/bbbbbbbb-7777-4888-9999-aaaaaaaaaaaa`

/** A world whose bucket encrypts by a key of the account, so that every statement is needed. */
const demanding = (): BreakableWorld => {
  const world = healthyWorld()
  const model = world.records.keys[SESSION_KEY]
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
  const document = policyDocument([{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }])
  world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: BUCKET_KEY }
  if (model) world.records.keys[BUCKET_KEY] = { ...model, ref: BUCKET_KEY, arn: BUCKET_KEY }
  world.records.keyPolicies[BUCKET_KEY] = { keyArn: BUCKET_KEY, document }
  world.records.keyGrants[BUCKET_KEY] = { keyArn: BUCKET_KEY, grants: [] }
  return world
}

const demandHeaders = (world: BreakableWorld): void => {
  const bare = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${BUCKET}/*`,
    Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
  }
  const { Statement } = JSON.parse(world.records.bucketPolicies[BUCKET]?.document ?? '') as {
    readonly Statement: readonly object[]
  }
  world.records.bucketPolicies[BUCKET] = { bucket: BUCKET, document: policyDocument([...Statement, bare]) }
}

/** What is found where each role has these statements and no other. */
const foundWith = (world: BreakableWorld, statements: readonly GrantStatement[]): readonly string[] => {
  const altered = structuredClone(world)
  for (const role of Object.values(altered.records.roles))
    Object.assign(role, { attached: [], inline: { sessions: newPolicy(statements) } })
  return audit([altered], checks).findings.map(finding => finding.check)
}

const { statements } = nodePolicy(demanding())

describe('the policy for a node', () => {
  it('makes every check healthy', () => {
    expect(foundWith(demanding(), statements)).toEqual([])
  })

  it.each(statements.map(statement => [statement.sid, statement] as const))(
    'needs its statement %s',
    (_sid, left) => {
      const others = statements.filter(statement => statement !== left)
      expect(foundWith(demanding(), others).length).toBeGreaterThan(0)
    },
  )

  it.each(
    statements.flatMap(statement =>
      statement.actions
        .filter(action => action !== 's3:PutObjectAcl')
        .map(action => [statement.sid, action, statement] as const),
    ),
  )('needs in %s the action %s', (_sid, left, statement) => {
    const less = statements.map(one =>
      one === statement ? { ...one, actions: one.actions.filter(action => action !== left) } : one,
    )
    const kept = less.filter(one => one.actions.length > 0)
    expect(foundWith(demanding(), kept).length).toBeGreaterThan(0)
  })

  it('holds nothing for what the preferences do not name', () => {
    const world = demanding()
    prefer(world, { cloudWatchLogGroupName: '', s3BucketName: '', kmsKeyId: '' })
    expect(nodePolicy(world).statements.map(one => one.sid)).toEqual(['SessionManagerCore'])
  })

  it('lists no groups where the agent does not look for them', () => {
    const world = demanding()
    prefer(world, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
    expect(nodePolicy(world).statements.map(one => one.sid)).not.toContain('SessionLogsDescribe')
  })

  it.each([
    ['the flag is on', { s3EncryptionEnabled: true }, false, true],
    ['the bucket policy demands headers', { s3EncryptionEnabled: false }, true, true],
    ['nothing asks for headers', { s3EncryptionEnabled: false }, false, false],
  ])('reads how the bucket encrypts where it has to: %s', (_, flags, demanded, reads) => {
    const world = demanding()
    prefer(world, flags)
    if (demanded) demandHeaders(world)
    const policy = nodePolicy(world).statements
    const others = policy.filter(({ sid }) => sid !== 'SessionLogsBucketEncryption')
    expect(policy.length > others.length).toBe(reads)
    expect(foundWith(world, policy)).toEqual([])
    expect(foundWith(world, others).length > 0).toBe(reads)
  })

  it('reads how the bucket encrypts where its policy is not seen', () => {
    const world = demanding()
    prefer(world, { s3EncryptionEnabled: false })
    world.gaps.push({ kind: 'bucketPolicies', id: BUCKET, reason: 'AccessDenied', actions: [] })
    expect(nodePolicy(world).statements.map(one => one.sid)).toContain('SessionLogsBucketEncryption')
  })

  it('leaves the key of another account’s bucket to its owner, unless it is seen', () => {
    const world = demanding()
    world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '210987654321' }] }
    const theirs = BUCKET_KEY.replace(ACCOUNT, '210987654321')
    world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: theirs }
    expect(nodePolicy(world).statements.at(-1)).toEqual({
      sid: 'SessionLogsBucketKey',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      resources: [theirs],
    })
    delete world.records.bucketEncryption[BUCKET]
    world.gaps.push({ kind: 'bucketEncryption', id: BUCKET, reason: 'x', actions: [], foreign: true })
    const { notes, foreign } = nodePolicy(world)
    expect([notes, foreign]).toEqual([
      [],
      [`bucket ${BUCKET} is another account's: ask its owner which key encrypts it`],
    ])
  })

  it('tells what only the node can fill in, and a key that nobody finds', () => {
    const world = demanding()
    prefer(world, { cloudWatchLogGroupName: '{{ssm:group}}', kmsKeyId: 'alias/gone' })
    expect(nodePolicy(world).notes).toEqual([
      'cloudWatchLogGroupName is {{ssm:group}}, which only the node can fill in: add its permission, and ssm:GetParameters, by hand',
      'session key alias/gone could not be looked up: add kms:Decrypt on its ARN by hand',
    ])
  })

  it('is never made of what could not be read', () => {
    const world = demanding()
    const gap = { reason: 'AccessDenied', actions: ['ssm:GetDocument'] }
    world.gaps.push({ kind: 'preferencesDocuments', ...gap })
    expect(() => nodePolicy(world)).toThrow(/preferencesDocuments could not be read: AccessDenied/)
  })

  it('joins what several Regions need', () => {
    const other: BreakableWorld = JSON.parse(JSON.stringify(demanding()).replaceAll(REGION, 'eu-west-1'))
    const joined = joinPolicies([nodePolicy(demanding()), nodePolicy(other)])
    expect(joined.statements.map(one => one.sid)).toEqual(statements.map(one => one.sid))
    const write = joined.statements.find(one => one.sid === 'SessionLogsWrite')
    expect(write?.resources.map(arn => arn.split(':')[3])).toEqual([REGION, 'eu-west-1'])
  })
})
