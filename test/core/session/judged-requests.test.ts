import { describe, expect, it } from 'vitest'
import { judgedRequests, ownAnswer, requestId } from '../../../src/core/session/judged-requests.ts'
import type { SimulatedRequest } from '../../../src/core/records.ts'
import { readingOf } from '../../../src/core/views.ts'
import {
  BUCKET,
  DB,
  GROUP,
  healthyWorld,
  HYBRID,
  preferencesContent,
  SESSION_KEY,
  WEB,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const requestsOf = (change: (world: BreakableWorld) => void = () => {}, role = 'web') => {
  const world = healthyWorld()
  change(world)
  return judgedRequests(world).filter(one => one.role === role)
}

const lines = (requests: readonly SimulatedRequest[]): string[] =>
  requests.map(({ action, resource, variant }) => [action, resource, variant].filter(Boolean).join(' '))

const ARN = 'arn:aws:logs:ap-southeast-1:123456789012:log-group'

describe('the requests of a role', () => {
  it('are those that the checks judge, one node standing for all', () => {
    expect(lines(requestsOf())).toEqual([
      `ssm:UpdateInstanceInformation arn:aws:ec2:ap-southeast-1:123456789012:instance/${WEB}`,
      'ssmmessages:CreateControlChannel *',
      'ssmmessages:OpenControlChannel *',
      'ssmmessages:CreateDataChannel *',
      'ssmmessages:OpenDataChannel *',
      `logs:CreateLogStream ${ARN}:${GROUP}:log-stream:operator-0a1b2c3d4e5f60789`,
      `logs:PutLogEvents ${ARN}:${GROUP}:log-stream:operator-0a1b2c3d4e5f60789`,
      `logs:DescribeLogGroups ${ARN}::log-stream:`,
      `s3:PutObject arn:aws:s3:::${BUCKET}/sessions/SESSION.log`,
      `s3:PutObjectAcl arn:aws:s3:::${BUCKET}/sessions/SESSION.log`,
      `s3:GetEncryptionConfiguration arn:aws:s3:::${BUCKET}`,
      `kms:Decrypt ${SESSION_KEY}`,
      `kms:Decrypt ${SESSION_KEY} aws:ssm:RandomChallenge`,
    ])
  })

  it('carry the facts of the node and of the call', () => {
    const decrypt = requestsOf(() => {}, 'hybrid-node').at(-1)
    expect(decrypt?.context).toMatchObject({
      'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/hybrid-node',
      'aws:RequestedRegion': 'ap-southeast-1',
      'aws:SecureTransport': true,
      'aws:username': null,
      'kms:ViaService': null,
      'kms:EncryptionContext:aws:ssm:TargetId': HYBRID,
      'kms:EncryptionContext:aws:ssm:RandomChallenge': expect.any(String),
    })
    const upload = requestsOf().find(one => one.action === 's3:PutObject')
    expect(upload?.context).toMatchObject({ 's3:x-amz-acl': 'bucket-owner-full-control' })
  })

  it('of a node that gets another answer than the first are asked too', () => {
    const requests = requestsOf(world => {
      const db = world.records.instances[DB]
      if (db) db.profileArn = 'arn:aws:iam::123456789012:instance-profile/web'
      const web = world.records.roles['web']
      if (web)
        web.inline['deny'] = JSON.stringify({
          Statement: {
            Effect: 'Deny',
            Action: 's3:PutObject',
            Resource: '*',
            Condition: { ArnLike: { 'ec2:SourceInstanceARN': `arn:*:ec2:*:*:instance/${DB}` } },
          },
        })
    })
    expect(lines(requests).filter(one => /UpdateInstance|PutObject /.test(one))).toEqual([
      `ssm:UpdateInstanceInformation arn:aws:ec2:ap-southeast-1:123456789012:instance/${WEB}`,
      `s3:PutObject arn:aws:s3:::${BUCKET}/sessions/SESSION.log`,
      `s3:PutObject arn:aws:s3:::${BUCKET}/sessions/SESSION.log ${DB}`,
    ])
  })

  it('leave out what preferences do not name, and names that cannot be', () => {
    const inputs = { s3BucketName: 'Not A Bucket', cloudWatchLogGroupName: `${ARN}:x`, kmsKeyId: '' }
    const requests = requestsOf(world => {
      const [document] = Object.values(world.records.preferencesDocuments)
      if (document) document.default.content = preferencesContent(inputs)
    })
    expect(requests.map(one => one.action.split(':')[0])).toEqual(['ssm', ...Array(4).fill('ssmmessages')])
  })

  it('leave out what hangs on a failed read, and keep the rest', () => {
    const requests = requestsOf(world => {
      const gap = { reason: 'AccessDenied: no', actions: [] }
      world.gaps.push({ kind: 'keys', ...gap }, { kind: 'roles', id: 'db', ...gap })
    })
    expect(requests.some(one => one.action === 'kms:Decrypt')).toBe(false)
    expect(requests.some(one => one.action === 's3:PutObject')).toBe(true)
  })

  it('have an id each', () => {
    const ids = judgedRequests(healthyWorld()).map(requestId)
    expect(new Set(ids).size).toBe(39)
    expect(ids).toHaveLength(39)
  })
})

it('our own answer to each looks at the policies of the role alone', () => {
  const world = healthyWorld()
  world.records.keyPolicies = {}
  const reading = readingOf(world)
  const verdicts = judgedRequests(world).map(request => {
    const role = reading.records('nodeRoles')[request.role]
    return role && ownAnswer(role, request, world.scope).verdict
  })
  expect(new Set(verdicts)).toEqual(new Set(['allowed']))
})
