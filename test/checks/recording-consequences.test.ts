import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { audit } from '../../src/core/audit/audit.ts'
import { BUCKET, GROUP, GROUP_KEY, healthyWorld, SESSION_KEY } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { editInline, editShared, prefer, preferLater } from './policies.ts'

const OTHER = '/aws/ssm/onetime-sessions'
const DOCUMENT = 'SSM-SessionManagerRunShell'
const groupArn = (name: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${name}`
const none = (): undefined => undefined

/** What an audit finds in a broken world, each as `check of subject`, with what it follows from. */
const explain = (broken: (world: BreakableWorld) => void): readonly string[] => {
  const world = healthyWorld()
  broken(world)
  const { findings } = audit([world], checks)
  const named = new Map(findings.map(one => [one.fingerprint, `${one.check} of ${one.subject.id}`]))
  return findings
    .map(one =>
      [named.get(one.fingerprint), one.causedBy && named.get(one.causedBy)].filter(Boolean).join(' < '),
    )
    .toSorted()
}

describe('what follows from a missing log group', () => {
  it('is that it has no key', () => {
    const cause = `logs/log-group-exists of ${GROUP}`
    const found = explain(world => delete world.records.logGroups[GROUP])
    expect(found).toEqual([`logs/log-group-encrypted of ${GROUP} < ${cause}`, cause])
  })

  it('is that the policies name another one, where most do and that one exists', () => {
    const cause = `logs/log-group-exists of ${GROUP}`
    const found = explain(world => {
      delete world.records.logGroups[GROUP]
      world.records.logGroups[OTHER] = { name: OTHER, arn: groupArn(OTHER), kmsKeyId: GROUP_KEY }
      editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${groupArn(OTHER)}:*` }))
    })
    expect(found).toEqual([
      `logs/log-group-arn-match of hybrid-node < ${cause}`,
      `logs/log-group-arn-match of web < ${cause}`,
      `logs/log-group-encrypted of ${GROUP} < ${cause}`,
      cause,
    ])
  })

  it('is not that a policy names another one, where the others name the missing one', () => {
    const found = explain(world => {
      delete world.records.logGroups[GROUP]
      world.records.logGroups[OTHER] = { name: OTHER, arn: groupArn(OTHER), kmsKeyId: GROUP_KEY }
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${groupArn(OTHER)}:*` }))
    })
    expect(found).toContain('logs/log-group-arn-match of db')
  })
})

describe('what follows from a name that no log group can have', () => {
  it('is all that concerns the group', () => {
    const cause = `preferences/schema-valid of ${DOCUMENT}`
    const name = groupArn(GROUP)
    const found = explain(world => prefer(world, { cloudWatchLogGroupName: name }))
    expect(found).toEqual([
      `logs/log-group-encrypted of ${name} < ${cause}`,
      `logs/log-group-exists of ${name} < ${cause}`,
      `logs/write-permissions of db < ${cause}`,
      `logs/write-permissions of hybrid-node < ${cause}`,
      `logs/write-permissions of web < ${cause}`,
      cause,
    ])
  })
})

describe('what follows from a missing bucket', () => {
  const cause = `s3/bucket-exists of ${BUCKET}`

  it('is that a role may not upload to it or read how it encrypts', () => {
    const found = explain(world => {
      delete world.records.buckets[BUCKET]
      editInline(world, 'Archive', none)
      editInline(world, 'ReadBucketEncryption', none)
    })
    expect(found).toEqual([
      cause,
      `s3/encryption-readable of db < ${cause}`,
      `s3/write-permissions of db < ${cause}`,
    ])
  })

  it('is that a policy names another one', () => {
    const found = explain(world => {
      delete world.records.buckets[BUCKET]
      editInline(world, 'Archive', one => ({
        ...one,
        Resource: 'arn:aws:s3:::session-archive-dev/sessions/*',
      }))
    })
    expect(found).toContain(`s3/prefix-match of db < ${cause}`)
  })
})

describe('what follows from an impossible bucket name', () => {
  it('is that there is none', () => {
    const found = explain(world => prefer(world, { s3BucketName: `arn:aws:s3:::${BUCKET}` }))
    expect(found).toContain(
      `s3/bucket-exists of arn:aws:s3:::${BUCKET} < preferences/schema-valid of ${DOCUMENT}`,
    )
  })
})

describe('what follows from a leading slash in the prefix', () => {
  it('is that the policies name the prefix without it', () => {
    const found = explain(world => prefer(world, { s3KeyPrefix: '/sessions' }))
    expect(found).toContain(`s3/prefix-match of web < preferences/schema-valid of ${DOCUMENT}`)
  })
})

describe('what follows from a policy that names another prefix', () => {
  it('is that the ACL may not be set either', () => {
    const found = explain(world =>
      editInline(world, 'Archive', one => ({ ...one, Resource: `arn:aws:s3:::${BUCKET}/shell/*` })),
    )
    expect(found).toEqual(['s3/prefix-match of db', 's3/write-permissions of db < s3/prefix-match of db'])
  })
})

describe('what follows from a session key that is off', () => {
  const cause = `kms/key-usable of ${SESSION_KEY}`
  const disable = (world: BreakableWorld): void => {
    Object.assign(world.records.keys[SESSION_KEY] ?? {}, { state: 'Disabled' })
  }

  it('is that a role may not decrypt with it', () => {
    const found = explain(world => {
      disable(world)
      editInline(world, 'SessionKey', none)
    })
    expect(found).toEqual([cause, `kms/node-can-decrypt of db < ${cause}`])
  })

  it('is that the log group of the same key cannot be written to', () => {
    const found = explain(world => {
      disable(world)
      Object.assign(world.records.logGroups[GROUP] ?? {}, { kmsKeyId: SESSION_KEY })
    })
    expect(found).toEqual([cause, `logs/key-allows-logs-service of ${GROUP} < ${cause}`])
  })
})

describe('what follows from two versions of the preferences', () => {
  it('is all that only one of them names', () => {
    const cause = `preferences/default-version-current of ${DOCUMENT}`
    const found = explain(world =>
      preferLater(world, { cloudWatchLogGroupName: OTHER, s3KeyPrefix: 'shell', kmsKeyId: 'alias/new' }),
    )
    expect(found.filter(one => !one.includes(` < ${cause}`))).toEqual([cause])
    expect(found).toContain(`logs/log-group-exists of ${OTHER} < ${cause}`)
    expect(found).toContain(`s3/prefix-match of web < ${cause}`)
    expect(found).toContain(`kms/key-usable of alias/new < ${cause}`)
  })
})

describe('a bucket of another account', () => {
  const OWNER = `s3/bucket-owner of ${BUCKET}`
  const foreign = (world: BreakableWorld): void => {
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
  }
  const statusOf = (broken: (world: BreakableWorld) => void, id: string): string | undefined => {
    const world = healthyWorld()
    broken(world)
    return audit([world], checks).checks.find(one => one.id === id)?.status
  }

  it('leaves the upload unknown where the role’s own policies allow it', () => {
    expect(explain(foreign)).toEqual([OWNER])
    const ids = ['s3/bucket-exists', 's3/prefix-match', 's3/write-permissions', 's3/encryption-readable']
    expect(ids.map(id => statusOf(foreign, id))).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  })

  it('fails where the role’s own policies do not', () => {
    const found = explain(world => {
      foreign(world)
      editInline(world, 'ReadBucketEncryption', none)
      editInline(world, 'Archive', none)
    })
    expect(found).toEqual([OWNER, 's3/encryption-readable of db', 's3/write-permissions of db'])
  })
})
