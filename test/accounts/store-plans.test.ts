import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import { prove } from '../../src/core/plan/proof.ts'
import type { Plan } from '../../src/core/plan/types.ts'
import { prefer } from '../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  GROUP,
  GROUP_KEY,
  policyDocument,
  REGION,
  SESSION_KEY,
  TLS_ONLY,
} from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'

const planOf = (...worlds: BreakableWorld[]): Plan => makePlan(worlds, checks, judge(...worlds))

const linesOf = ({ steps }: Plan): string[] => steps.map(({ describe, risk }) => `${risk}: ${describe}`)

const typesOf = ({ steps }: Plan): string[] => steps.map(({ change }) => change.type)

const reasonsOf = ({ refused }: Plan): string[] => [...new Set(refused.map(({ reason }) => reason))]

const SESSIONS = `the sessions of all 3 nodes of ${REGION}`

const withoutGroup = (alter: (world: BreakableWorld) => void = () => {}): BreakableWorld =>
  worldWith(world => {
    delete world.records.logGroups[GROUP]
    alter(world)
  })

const unencrypted = (world: BreakableWorld): void => prefer(world, { cloudWatchEncryptionEnabled: false })

/** A key's policy that has no room for one more statement. */
const full = (world: BreakableWorld, keyArn: string): void => {
  const document = policyDocument([
    {
      Sid: 'A'.repeat(32_500),
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ])
  world.records.keyPolicies[keyArn] = { keyArn, document }
}

describe('a log group that is missing', () => {
  it('is created, safely, where nothing hints at another one', () => {
    const plan = planOf(withoutGroup(unencrypted))
    expect(linesOf(plan)).toEqual([`safe: create log group ${GROUP}`])
    expect(plan).toMatchObject({ breaks: [], refused: [], leaves: [] })
    expect(plan.fixes.map(print => print.split('|')[0])).toEqual(['logs/log-group-exists'])
    expect(plan.steps[0]?.sharedBy).toEqual([SESSIONS])
  })

  it('is created with the retention that the config asks for, rounded up', () => {
    const plan = planOf(
      withoutGroup(world => {
        unencrypted(world)
        world.declared = { logRetentionDays: { atLeast: 100 } }
      }),
    )
    expect(linesOf(plan)).toEqual([
      `safe: create log group ${GROUP}`,
      `safe: keep the records of log group ${GROUP} for 120 days and not for ever`,
    ])
    expect(plan).toMatchObject({ breaks: [], leaves: [] })
    expect(plan.steps[1]?.sharedBy).toEqual([SESSIONS])
  })

  it('is created after a review where another one has nearly its name', () => {
    const near = '/aws/ssm/onetime-session-dev'
    const plan = planOf(
      withoutGroup(world => {
        unencrypted(world)
        world.records.logGroups[near] = {
          name: near,
          arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${near}`,
        }
      }),
    )
    expect(linesOf(plan)).toEqual([`review: create log group ${GROUP}`])
  })

  it('is created with the session key, whose policy lets the logs service in first', () => {
    const plan = planOf(withoutGroup())
    expect(linesOf(plan)).toEqual([
      `review: write the policy of key ${SESSION_KEY}`,
      `review: create log group ${GROUP}, encrypted with key ${SESSION_KEY}`,
    ])
    expect(plan).toMatchObject({ breaks: [], refused: [], leaves: [] })
    expect(plan.steps[0]?.change).toMatchObject({ letsIn: [GROUP] })
    expect(plan.steps[0]?.undo).toMatchObject({ shutsOut: [GROUP] })
    const { Statement }: { Statement: unknown[] } = JSON.parse(plan.steps[0]?.diff?.after ?? '')
    expect(Statement.at(-1)).toMatchObject({
      Principal: { Service: `logs.${REGION}.amazonaws.com` },
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`,
        },
      },
    })
  })

  it('is created with the key that the config names, whose policy is left alone where it does', () => {
    const plan = planOf(
      withoutGroup(world => {
        world.declared = { logGroupKey: GROUP_KEY }
      }),
    )
    expect(linesOf(plan)).toEqual([`review: create log group ${GROUP}, encrypted with key ${GROUP_KEY}`])
    expect(plan).toMatchObject({ breaks: [], leaves: [] })
  })

  it('gets the key that the config names though the preferences do not ask for it', () => {
    const plan = planOf(
      withoutGroup(world => {
        unencrypted(world)
        world.declared = { logGroupKey: GROUP_KEY }
      }),
    )
    expect(typesOf(plan)).toEqual(['create-log-group'])
    expect(plan.breaks).toEqual([])
  })

  it('is not created with a key whose policy cannot be written', () => {
    const plan = planOf(withoutGroup(world => full(world, SESSION_KEY)))
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([`the policy of key ${SESSION_KEY} has no room for another statement`])
  })

  it('may not be created alone, where its key’s policy has to let the logs service in first', () => {
    const world = withoutGroup()
    const before = judge(world)
    const changes = makePlan([world], checks, before).steps.map(({ change }) => change)
    const { breaks } = prove([world], changes.slice(1), checks, before)
    expect(breaks.map(one => one.split(':')[0])).toEqual(['logs/key-allows-logs-service'])
  })

  it('is not created beside the one that the policies agree on', () => {
    const other = '/aws/ssm/onetime-sessions'
    const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${other}`
    const world = worldWith(broken => {
      unencrypted(broken)
      prefer(broken, { cloudWatchLogGroupName: '/aws/ssm/onetime-sessoins' })
      broken.records.logGroups = { [other]: { name: other, arn } }
      const text = JSON.stringify(broken.records).replaceAll(`log-group:${GROUP}:`, `log-group:${other}:`)
      broken.records = JSON.parse(text) as BreakableWorld['records']
    })
    expect(typesOf(planOf(world))).not.toContain('create-log-group')
  })
})

describe('a log group without the key that is required', () => {
  const keyless = (alter: (world: BreakableWorld) => void = () => {}): BreakableWorld =>
    worldWith(world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      alter(world)
    })

  it('gets the session key, whose policy lets the logs service in first; and who else is touched is told', () => {
    const plan = planOf(keyless())
    expect(linesOf(plan)).toEqual([
      `review: write the policy of key ${SESSION_KEY}`,
      `review: encrypt what comes to log group ${GROUP} with key ${SESSION_KEY}`,
    ])
    expect(plan).toMatchObject({ breaks: [], refused: [], leaves: [] })
    expect(plan.steps[1]?.sharedBy).toEqual([
      SESSIONS,
      'others that write to this log group or read it are not seen',
      'who reads its records, subscriptions too, may need the right to decrypt with the key from then on',
    ])
  })

  it('gets neither where the policy of the key has no room', () => {
    const plan = planOf(keyless(world => full(world, SESSION_KEY)))
    expect(plan.steps).toEqual([])
  })

  it('stays as it is where the key is going', () => {
    const plan = planOf(
      keyless(world => Object.assign(world.records.keys[SESSION_KEY] ?? {}, { state: 'PendingDeletion' })),
    )
    expect(plan.steps).toEqual([])
  })
})

describe('a retention', () => {
  const kept = (days: number | undefined, atLeast: number): BreakableWorld =>
    worldWith(world => {
      const group = world.records.logGroups[GROUP]
      if (!group) return
      delete group.retentionInDays
      if (days !== undefined) group.retentionInDays = days
      world.declared = { logRetentionDays: { atLeast } }
    })

  it('that is too short is raised, safely', () => {
    const plan = planOf(kept(90, 366))
    expect(linesOf(plan)).toEqual([
      `safe: keep the records of log group ${GROUP} for 400 days and not for 90 days`,
    ])
    expect(plan.steps[0]?.undo).toMatchObject({ from: 400, to: 90 })
    expect(plan.steps[0]?.sharedBy).toEqual([
      SESSIONS,
      'others that write to this log group or read it are not seen',
    ])
  })

  it('is set on a group that is not as old as it', () => {
    expect(linesOf(planOf(kept(undefined, 100)))).toEqual([
      `safe: keep the records of log group ${GROUP} for 120 days and not for ever`,
    ])
  })

  it('is not set on a group that would lose records', () => {
    expect(planOf(kept(undefined, 60)).steps).toEqual([])
  })

  it('of a group that infrastructure code owns names the owner', () => {
    const world = kept(90, 365)
    world.records.resourceTags[`logGroup ${GROUP}`] = { tags: { managed_by: 'terraform' } }
    expect(planOf(world).steps[0]?.owner).toEqual({ by: 'Terraform' })
  })
})

describe('a bucket that does not block all public access', () => {
  const open = (alter: (world: BreakableWorld) => void = () => {}): BreakableWorld =>
    worldWith(world => {
      const access = world.records.bucketPublicAccess[BUCKET]
      if (access) Object.assign(access.block, { BlockPublicAcls: false, RestrictPublicBuckets: false })
      alter(world)
    })

  it('gets the settings that lack, safely', () => {
    const plan = planOf(open())
    expect(linesOf(plan)).toEqual([
      `safe: turn on BlockPublicAcls, RestrictPublicBuckets in the block of public access of bucket ${BUCKET}`,
    ])
    expect(plan).toMatchObject({ breaks: [], refused: [], leaves: [] })
    expect(plan.steps[0]?.sharedBy).toEqual([
      SESSIONS,
      'others that put objects into this bucket or read them are not seen',
    ])
  })

  it('gets a block where it has none, and the undo takes that away', () => {
    const plan = planOf(
      open(world => {
        const access = world.records.bucketPublicAccess[BUCKET]
        if (access) Object.assign(access, { unset: true })
      }),
    )
    expect(plan.steps[0]?.change).not.toHaveProperty('from')
    expect(plan.steps[0]?.undo).not.toHaveProperty('to')
  })

  it.each<[string, (world: BreakableWorld) => void, string | undefined]>([
    [
      'serves a website',
      ({ records }) => (records.bucketWebsites[BUCKET] = { bucket: BUCKET, serves: true }),
      'visitors of the website that it serves',
    ],
    ['may serve one, as far as was read', ({ records }) => delete records.bucketWebsites[BUCKET], undefined],
    [
      'has a public policy',
      ({ records }) => Object.assign(records.bucketPublicAccess[BUCKET] ?? {}, { publicByPolicy: true }),
      'everybody, by its policy',
    ],
    [
      'has a public ACL',
      ({ records }) =>
        Object.assign(records.bucketPublicAccess[BUCKET] ?? {}, { publicGrants: ['AuthenticatedUsers'] }),
      'AuthenticatedUsers, by its ACL',
    ],
    [
      'cannot be asked for its website',
      ({ records, gaps }) => {
        delete records.bucketWebsites[BUCKET]
        gaps.push({ kind: 'bucketWebsites', id: BUCKET, reason: 'denied', actions: ['s3:GetBucketWebsite'] })
      },
      'whether it serves a website could not be read (needs s3:GetBucketWebsite)',
    ],
  ])('and that %s needs an answer', (_name, alter, told) => {
    const [step] = planOf(open(alter)).steps
    expect(step?.risk).toBe('review')
    if (told !== undefined) expect(step?.sharedBy).toContain(told)
  })

  it('and that infrastructure code owns names the owner', () => {
    const world = open()
    const tags = { 'aws:cloudformation:stack-name': 'archive' }
    world.records.accountTags[`bucket ${BUCKET}`] = { tags }
    expect(planOf(world).steps[0]?.owner).toEqual({ by: 'CloudFormation', name: 'archive' })
  })

  it('and that may be another account’s is left alone', () => {
    const plan = planOf(open(({ records }) => delete records.buckets[BUCKET]?.own))
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([`bucket ${BUCKET} is not known to be one of this account's own`])
  })

  it('is changed by way of its own Region, once for all Regions whose sessions it keeps', () => {
    const here = open(({ records }) => Object.assign(records.buckets[BUCKET] ?? {}, { region: 'eu-west-1' }))
    const there = JSON.parse(JSON.stringify(here).replaceAll(REGION, 'eu-central-1')) as BreakableWorld
    const plan = planOf(here, there)
    const steps = plan.steps.filter(({ change }) => change.type === 'put-public-access-block')
    expect(steps.map(({ change }) => change)).toMatchObject([{ bucket: BUCKET, region: 'eu-west-1' }])
    expect(steps[0]?.sharedBy.slice(0, 2)).toEqual([SESSIONS, 'the sessions of all 3 nodes of eu-central-1'])
    expect(plan.breaks).toEqual([])
  })
})

describe('a bucket that lets plain HTTP in', () => {
  const READ = {
    Sid: 'Auditors',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/auditor` },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${BUCKET}/*`,
  }
  const plain = (document: string | undefined): BreakableWorld =>
    worldWith(({ records }) => {
      records.bucketPolicies[BUCKET] = { bucket: BUCKET, ...(document !== undefined && { document }) }
    })
  const writtenIn = ({ steps }: Plan): unknown => {
    const text = steps[0]?.diff?.after ?? '{}'
    return (JSON.parse(text) as { Statement: unknown }).Statement
  }

  it('gets a Deny beside the statements that it has', () => {
    const plan = planOf(plain(policyDocument([READ])))
    expect(linesOf(plan)).toEqual([`review: write the policy of bucket ${BUCKET}`])
    expect(writtenIn(plan)).toEqual([READ, TLS_ONLY])
    expect(plan).toMatchObject({ breaks: [], refused: [], leaves: [] })
  })

  it('gets one beside a statement that is no list', () => {
    expect(writtenIn(planOf(plain(policyDocument(READ))))).toEqual([READ, TLS_ONLY])
  })

  it('gets a policy where it has none, and the undo deletes that', () => {
    const plan = planOf(plain(undefined))
    expect(linesOf(plan)).toEqual([`review: give bucket ${BUCKET} a policy`])
    expect(writtenIn(plan)).toEqual([TLS_ONLY])
    expect(plan.steps[0]?.undo).not.toHaveProperty('to')
  })

  it('is left alone where its policy has no room', () => {
    const plan = planOf(plain(policyDocument([{ ...READ, Sid: 'é'.repeat(10_100) }])))
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([`the policy of bucket ${BUCKET} has no room for another statement`])
  })

  it('is left alone where its policy is no JSON', () => {
    const plan = planOf(plain('not { json'))
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([`the policy of bucket ${BUCKET} is no JSON`])
  })

  it('is left alone where its own block would refuse the policy that it has', () => {
    const world = plain(policyDocument([{ ...READ, Principal: '*' }]))
    Object.assign(world.records.bucketPublicAccess[BUCKET] ?? {}, { publicByPolicy: true })
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan).join('')).toContain('refuses to have such a one written')
  })

  it('gets its policy before its block', () => {
    const world = plain(undefined)
    const access = world.records.bucketPublicAccess[BUCKET]
    if (access) access.block['BlockPublicPolicy'] = false
    expect(typesOf(planOf(world))).toEqual(['put-bucket-policy', 'put-public-access-block'])
  })
})
