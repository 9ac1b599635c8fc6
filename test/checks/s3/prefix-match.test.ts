import check from '../../../checks/s3/prefix-match.ts'
import { BUCKET, DB, policyDocument, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, editShared, prefer, preferLater } from '../policies.ts'

const LOST =
  'sessions open and leave no log in S3, without an error, while the console still shows a link to it'
const s3 = (path: string): string => `arn:aws:s3:::${path}`
const archive = (world: BreakableWorld, ...Resource: string[]): void =>
  editInline(world, 'Archive', one => ({ ...one, Resource }))
const may = (how: string, objects = `${BUCKET}/sessions/`): string =>
  `db: role db may not upload to ${objects}: statement Archive of policy session-logging-inline ${how}; ${LOST}`

testCheck(check, {
  'another prefix of the bucket': {
    break: world => archive(world, s3(`${BUCKET}/shell/*`)),
    finds: [
      {
        subject: 'db',
        message: may(`names ${BUCKET}/shell/*`).slice('db: '.length),
        severity: 'high',
        about: 'session-logging-inline Archive',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'another prefix of a bucket that cannot be read': {
    break: world => {
      archive(world, s3(`${BUCKET}/shell/*`))
      delete world.records.buckets[BUCKET]
      world.gaps.push({ kind: 'buckets', id: BUCKET, reason: 'AccessDenied', actions: ['s3:ListBucket'] })
    },
    finds: [may(`names ${BUCKET}/shell/*`)],
  },
  'another bucket, in a shared policy': {
    break: world =>
      editShared(world, 'Archive', one => ({ ...one, Resource: s3('session-archive-dev/sessions/*') })),
    finds: [
      { subject: 'hybrid-node', fixable: true },
      {
        subject: 'web',
        message: /statement Archive of policy session-logging names session-archive-dev\/sessions\/\*; /,
        affects: [WEB],
      },
    ],
  },
  'the bucket itself instead of its objects': {
    break: world => archive(world, s3(BUCKET)),
    finds: [may(`names the bucket ${BUCKET} itself and not its objects`)],
  },
  'the prefix without /*': {
    break: world => archive(world, s3(`${BUCKET}/sessions`)),
    finds: [may(`names ${BUCKET}/sessions without /* and so none of the objects under it`)],
  },
  'the prefix in other letter case': {
    break: world => archive(world, s3(`${BUCKET}/Sessions/*`)),
    finds: [may(`spells it ${BUCKET}/Sessions/* in other letter case`)],
  },
  'a leading slash in the prefix, which survives the join': {
    break: world => {
      prefer(world, { s3KeyPrefix: '/sessions' })
      for (const role of ['web', 'hybrid-node'])
        addInline(world, role, 'wide', { Effect: 'Allow', Action: 's3:*', Resource: '*' })
    },
    finds: [
      may(
        `names ${BUCKET}/sessions/*, and the prefix's leading slash makes the difference`,
        `${BUCKET}//sessions/`,
      ),
    ],
  },
  'another partition': {
    break: world => archive(world, `arn:aws-us-gov:s3:::${BUCKET}/sessions/*`),
    finds: [may('names them in partition aws-us-gov')],
  },
  'an address instead of an ARN': {
    break: world => archive(world, `s3://${BUCKET}/sessions/*`),
    finds: [{ subject: 'db', message: /which is not the form of an object's ARN/ }],
  },
  'the bucket is gone: that is the cause, and nothing is granted on it': {
    break: world => {
      delete world.records.buckets[BUCKET]
      archive(world, s3('session-archive-12345678901/sessions/*'))
    },
    finds: [{ subject: 'db', fixable: false }],
  },
  'the latest version uploads elsewhere': {
    break: world => preferLater(world, { s3KeyPrefix: 'shell' }),
    finds: [
      {
        subject: 'db',
        verdict: 'unknown',
        about: `session-logging-inline Archive ${BUCKET}/shell`,
        fixable: false,
      },
      { subject: 'hybrid-node', verdict: 'unknown' },
      { subject: 'web', verdict: 'unknown' },
    ],
  },
  'a bucket of another account: the role’s own side is judged': {
    break: world => {
      archive(world, s3(`${BUCKET}/shell/*`))
      delete world.records.buckets[BUCKET]
      for (const kind of ['buckets', 'bucketPolicies', 'bucketEncryption'] as const) {
        world.gaps.push({
          kind,
          id: BUCKET,
          reason: '403 Forbidden',
          actions: ['s3:ListBucket'],
          foreign: true,
        })
      }
    },
    finds: [{ subject: 'db', fixable: true }],
  },
  'the bucket policy lets the role upload': {
    break: world => {
      archive(world, s3(`${BUCKET}/shell/*`))
      world.records.bucketPolicies[BUCKET] = {
        bucket: BUCKET,
        document: policyDocument([
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::123456789012:role/service/db' },
            Action: 's3:PutObject',
            Resource: s3(`${BUCKET}/sessions/*`),
          },
        ]),
      }
    },
    finds: [],
  },
  'a header that the agent copies is demanded': {
    break: world => {
      archive(world, s3(`${BUCKET}/shell/*`))
      editInline(world, 'Archive', one => ({
        ...one,
        Condition: { StringEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
      }))
    },
    finds: [{ subject: 'db', fixable: true }],
  },
  'a trailing slash in the prefix': {
    break: world => prefer(world, { s3KeyPrefix: 'sessions/' }),
    finds: [],
  },
  'doubled slashes in the prefix': {
    break: world => prefer(world, { s3KeyPrefix: 'sessions//prod/' }),
    finds: [],
  },
  'a broader prefix': { break: world => archive(world, s3(`${BUCKET}/*`)), finds: [] },
  'a policy for an application’s bucket': {
    break: world => {
      editInline(world, 'Archive', () => undefined)
      addInline(world, 'db', 'uploads', {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: s3('billing-exports/*'),
      })
    },
    finds: [],
  },
  'a boundary stops the upload as well': {
    break: world => {
      archive(world, s3(`${BUCKET}/shell/*`))
      bound(world, 'db', 'fence', { Effect: 'Allow', Action: ['ssm*:*', 'logs:*', 'kms:*'], Resource: '*' })
    },
    finds: [],
  },
})
