import { describe, expect, it } from 'vitest'
import { addInline, prefer } from '../checks/policies.ts'
import { BUCKET, healthyWorld, loggingStatements, policyDocument, REGION } from '../support/healthy.ts'
import { ENDPOINTS } from '../support/healthy-network.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { SOUND } from '../support/sound/all.ts'
import { edited, logging, bucketPolicy, keyPolicy, moved } from '../support/sound/changes.ts'
import { OTHER, ALL_WELL, allNodes } from '../support/sound/words.ts'
import { judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

describe('a healthy account', () => {
  it.each(Object.entries(SOUND))('%s', (_name, one) => {
    const report = judge(worldWith(one.alter))
    expect(rootsIn(report)).toEqual([...(one.tells ?? [])].sort())
    expect(outcomesIn(report)).toEqual(one.outcomes ?? allNodes(ALL_WELL))
    expect(report.outcomes.map(outcome => outcome.userSees).filter(text => text !== null)).toEqual([])
  })

  it.each([
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
    ['aws-eusc', 'eusc-de-east-1', 'amazonaws.com'],
  ])('in partition %s', (partition, region, suffix) => {
    const report = judge(moved(partition, region, suffix))
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)).toEqual(allNodes(ALL_WELL))
  })

  it('in China with the principal that AWS uses elsewhere', () => {
    const world = moved('aws-cn', 'cn-northwest-1', 'amazonaws.com.cn')
    for (const role of ['web', 'db']) {
      const found = world.records.roles[role]
      if (found) found.trustPolicy = found.trustPolicy.replace('ec2.amazonaws.com.cn', 'ec2.amazonaws.com')
    }
    expect(rootsIn(judge(world))).toEqual([])
  })

  it('in two Regions, the second with its own documents and groups', () => {
    const second: BreakableWorld = JSON.parse(JSON.stringify(healthyWorld()).replaceAll(REGION, 'eu-west-1'))
    const first = healthyWorld()
    const both = [
      ...loggingStatements(),
      ...(JSON.parse(JSON.stringify(loggingStatements()).replaceAll(REGION, 'eu-west-1')) as Record<
        string,
        unknown
      >[]),
    ]
    for (const world of [first, second]) logging(world, both)
    const report = judge(first, second)
    expect(rootsIn(report)).toEqual([])
    expect(report.outcomes.map(one => `${one.region} ${one.canConnect} ${one.recorded.cloudwatch}`)).toEqual([
      ...[1, 2, 3].map(() => `${REGION} yes yes`),
      ...[1, 2, 3].map(() => 'eu-west-1 yes yes'),
    ])
  })
})

const foreign = (
  world: BreakableWorld,
  kinds: readonly ('buckets' | 'bucketPolicies' | 'bucketEncryption')[],
): void => {
  for (const kind of kinds) {
    delete world.records[kind][BUCKET]
    world.gaps.push({ kind, id: BUCKET, reason: '403 Forbidden', actions: ['s3:ListBucket'], foreign: true })
  }
}

describe('a condition on what nobody can see', () => {
  const org = (positive: boolean) => ({
    [positive ? 'StringEquals' : 'StringNotEquals']: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
  })
  const objects = `arn:aws:s3:::${BUCKET}/*`

  const UNSEEN: Readonly<Record<string, (world: BreakableWorld) => void>> = {
    'a bucket that shuts out other organizations': world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: objects,
        Condition: org(false),
      }),
    'a bucket that demands an endpoint': world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: objects,
        Condition: { StringNotEquals: { 'aws:SourceVpce': ENDPOINTS.s3 } },
      }),
    'a key for one organization': world =>
      keyPolicy(world, {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: org(true),
      }),
    'a role that works from one network alone': world =>
      addInline(world, 'web', 'network', {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } },
      }),
    'a role that has to be fetched by the second version of the metadata service': world =>
      addInline(world, 'web', 'imds', {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
      }),
    'a trust policy bound to a condition': world => {
      Object.assign(world.records.roles['web'] ?? {}, {
        trustPolicy: policyDocument({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } },
        }),
      })
    },
  }

  it.each(Object.entries(UNSEEN))('%s: nothing fails', (_name, alter) => {
    const report = judge(worldWith(alter))
    expect(report.findings.filter(finding => finding.verdict === 'fail')).toEqual([])
    expect(report.outcomes.filter(one => one.canConnect === 'no' || one.recorded.s3 === 'no')).toEqual([])
  })

  it('a bucket that lets the organization in adds to what the roles may', () => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: objects,
      Condition: org(true),
    }
    const report = judge(worldWith(world => bucketPolicy(world, statement)))
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)).toEqual(allNodes(ALL_WELL))
  })
})

describe('what another account owns', () => {
  const BUCKET_KINDS = ['buckets', 'bucketPolicies', 'bucketEncryption'] as const

  it('a log archive: nothing fails, and what its owner keeps is not known', () => {
    const report = judge(
      worldWith(world => {
        prefer(world, { s3EncryptionEnabled: false })
        foreign(world, BUCKET_KINDS)
      }),
    )
    expect(report.findings.filter(finding => finding.verdict === 'fail')).toEqual([])
    expect(outcomesIn(report)).toEqual(allNodes('yes yes unknown yes'))
  })

  it('a log archive that the config declares raises nothing at all', () => {
    const report = judge(
      worldWith(world => {
        foreign(world, BUCKET_KINDS)
        world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      }),
    )
    expect(rootsIn(report)).toEqual([])
  })

  it('a session key: nothing fails', () => {
    const arn = `arn:aws:kms:${REGION}:${OTHER}:key/99999999-2222-4333-8444-555555555555`
    const world = worldWith(alter => {
      prefer(alter, { kmsKeyId: arn })
      edited(alter, 'SessionKey', { Resource: arn })
      for (const kind of ['keys', 'keyPolicies', 'keyGrants'] as const)
        alter.gaps.push({
          kind,
          id: arn,
          reason: 'AccessDeniedException',
          actions: ['kms:DescribeKey'],
          foreign: true,
        })
    })
    const report = judge(world)
    expect(report.findings.filter(finding => finding.verdict === 'fail')).toEqual([])
    expect(outcomesIn(report)).toEqual(allNodes('unknown yes yes unknown'))
  })
})
