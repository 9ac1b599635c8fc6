import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { unpackSnapshot } from '../../../src/config/snapshot-format.ts'
import type { AnyCheck } from '../../../src/core/check.ts'
import { diffSnapshots, isSame } from '../../../src/core/diff/diff.ts'
import type { SnapshotDiff } from '../../../src/core/diff/types.ts'
import type { World } from '../../../src/core/snapshot.ts'
import {
  BUCKET,
  DB,
  GROUP,
  GROUP_KEY,
  healthyWorld,
  LOGGING_POLICY,
  loggingStatements,
  policyDocument,
  preferencesContent,
  SESSION_KEY,
  WEB,
} from '../../support/healthy.ts'
import { ENDPOINT_GROUP, NODE_ACL } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const PREFERENCES = 'SSM-SessionManagerRunShell'

type Break = (records: BreakableWorld['records'], world: BreakableWorld) => void

const broken = (change: Break): World => {
  const world = healthyWorld()
  change(world.records, world)
  return world
}

type Worlds = World | readonly World[]

const diff = (before: Worlds, after: Worlds, audited: readonly AnyCheck[] = []): SnapshotDiff =>
  diffSnapshots({ worlds: [before].flat() }, { worlds: [after].flat() }, audited)

const afterChange = (change: Break): SnapshotDiff => diff(healthyWorld(), broken(change))

/** `kind id: field - before + after`. */
const lines = ({ records }: SnapshotDiff): readonly string[] =>
  records.flatMap(({ kind, id, in: where, fields }) => {
    if (where !== 'both') return [`${kind} ${id}: only ${where}`]
    return fields.map(
      ({ field, before, after }) =>
        `${kind} ${id}: ${field}${before.map(one => ` - ${one}`).join('')}${after.map(one => ` + ${one}`).join('')}`,
    )
  })

const preferences = (records: BreakableWorld['records']) => {
  const document = records.preferencesDocuments[PREFERENCES]
  if (!document) throw new Error('the healthy world has no preferences')
  return document
}

describe('two snapshots say the same', () => {
  it.each<readonly [string, Break]>([
    [
      'with other times',
      ({ managedNodes, instances, logGroups }, { scope }) => {
        scope.takenAt = '2026-11-20T09:20:00.000Z'
        for (const node of Object.values(managedNodes)) node.lastPingAt = '2026-11-20T09:19:30.000Z'
        for (const instance of Object.values(instances)) instance.launchedAt = '2026-10-03T00:00:00.000Z'
        for (const group of Object.values(logGroups)) group.createdAt = '2026-08-15T10:00:01.000Z'
      },
    ],
    [
      'with another number of the preferences',
      records => {
        const document = preferences(records)
        document.default.version = '4'
        document.latest = { ...document.default, version: '5', createdAt: '2026-11-01T00:00:00.000Z' }
      },
    ],
    [
      'with the preferences as the agent reads them',
      records => {
        preferences(records).default.content = JSON.stringify(
          JSON.parse(preferencesContent({ s3KeyPrefix: 'sessions//' }, { description: 'other words' })),
          undefined,
          4,
        )
      },
    ],
    [
      'with the session key by its id',
      (records, world) => {
        const id = SESSION_KEY.split('/')[1] ?? ''
        preferences(records).default.content = preferencesContent({ kmsKeyId: id })
        const key = world.records.keys[SESSION_KEY]
        if (key) world.records.keys = { ...world.records.keys, [id]: { ...key, ref: id } }
      },
    ],
    [
      'with a key by its alias too',
      ({ keys, logGroups }) => {
        const key = keys[GROUP_KEY]
        if (key) keys['alias/logs'] = { ...key, ref: 'alias/logs' }
        const group = logGroups[GROUP]
        if (group) group.kmsKeyId = 'alias/logs'
      },
    ],
    [
      'with rules and routes in another order and in other words',
      ({ securityGroups, routeTables, networkAcls }) => {
        for (const group of Object.values(securityGroups)) {
          group.rules.reverse()
          for (const rule of group.rules) {
            rule.description = 'in other words'
            if (rule.protocol === 'tcp') rule.protocol = '6'
          }
        }
        for (const table of Object.values(routeTables)) table.routes.reverse()
        for (const acl of Object.values(networkAcls))
          for (const entry of acl.entries) if (entry.number < 32_767) entry.number += 7
      },
    ],
    [
      'with attached policies in another order',
      ({ roles }) => {
        for (const role of Object.values(roles)) role.attached.reverse()
      },
    ],
    [
      'with Default Host Management unknown to the Region',
      world => {
        world.serviceSettings = {}
      },
    ],
    [
      'with bucket policies that were not there and hold nothing',
      ({ bucketPolicies }) => {
        bucketPolicies['another'] = { bucket: 'another' }
      },
    ],
  ])('%s', (_, change) => {
    const found = afterChange(change)
    expect(lines(found)).toEqual([])
    expect(isSame(found)).toBe(true)
    expect(found.notCompared).toEqual([])
  })

  it('where the idle limit is the usual one and where it is not set', () => {
    const [unset, usual] = [{ idleSessionTimeout: '' }, { idleSessionTimeout: '20' }].map(inputs =>
      broken(records => {
        preferences(records).default.content = preferencesContent(inputs)
      }),
    )
    expect(lines(diff(unset ?? [], usual ?? []))).toEqual([])
  })

  it.each(readdirSync('fixtures/accounts'))('%s and itself', name => {
    const snapshot = unpackSnapshot(JSON.parse(readFileSync(`fixtures/accounts/${name}`, 'utf8')), name)
    expect(isSame(diffSnapshots(snapshot, structuredClone(snapshot), []))).toBe(true)
  })
})

describe('two snapshots differ', () => {
  it.each<readonly [string, Break, readonly string[]]>([
    [
      'in the preferences, typed',
      records => {
        preferences(records).default.content = preferencesContent({
          cloudWatchLogGroupName: '/ops/other',
          cloudWatchStreamingEnabled: false,
        })
      },
      [
        `preferencesDocuments ${PREFERENCES}: cloudWatchLogGroupName - ${GROUP} + /ops/other`,
        `preferencesDocuments ${PREFERENCES}: cloudWatchStreamingEnabled - true + false`,
      ],
    ],
    [
      'in a flag that the agent cannot read',
      records => {
        preferences(records).default.content = preferencesContent({ cloudWatchStreamingEnabled: 'true' })
      },
      [
        `preferencesDocuments ${PREFERENCES}: faults + cloudWatchStreamingEnabled is a string ("true"), not a boolean`,
      ],
    ],
    [
      'in what the latest version would change',
      records => {
        const document = preferences(records)
        document.latest = { version: '9', content: preferencesContent({ runAsEnabled: true, kmsKeyId: '' }) }
      },
      [
        `preferencesDocuments ${PREFERENCES}: of the latest version: runAsEnabled + true`,
        `preferencesDocuments ${PREFERENCES}: of the latest version: kmsKeyId + not set`,
      ],
    ],
    [
      'in a policy, by its statement',
      ({ policies }) => {
        const policy = policies[LOGGING_POLICY]
        const [first, ...others] = loggingStatements()
        if (policy) policy.document = policyDocument([{ ...first, Resource: '*' }, ...others])
      },
      [
        `policies ${LOGGING_POLICY}: document, statement WriteSessionLogs, Resource - arn:aws:logs:ap-southeast-1:123456789012:log-group:${GROUP}:* + *`,
      ],
    ],
    [
      'in an inline policy that is gone',
      ({ roles }) => {
        const { db } = roles
        if (db)
          db.inline = {
            other: policyDocument([{ Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
          }
      },
      [
        ...loggingStatements().map(
          ({ Sid, Action, Resource }) =>
            `roles db: inline session-logging-inline, statement - ${String(Sid)}; Effect Allow; Action ${[Action].flat().join(', ')}; Resource ${[Resource].flat().join(', ')}`,
        ),
        'roles db: inline other, statement + A; Effect Allow; Action s3:GetObject; Resource *',
      ],
    ],
    [
      'in a rule of a security group',
      ({ securityGroups }) => {
        const group = securityGroups[ENDPOINT_GROUP]
        if (group)
          group.rules = [
            {
              direction: 'ingress',
              protocol: 'udp',
              ports: { from: 53, to: 53 },
              peer: { kind: 'cidr', cidr: '10.9.0.0/16' },
            },
          ]
      },
      [
        `securityGroups ${ENDPOINT_GROUP}: rules - tcp 443 from sg-0a1b2c3d4e5f60001 - all traffic to 0.0.0.0/0 + udp 53 from 10.9.0.0/16`,
      ],
    ],
    [
      'in the order of entries of an ACL',
      ({ networkAcls }) => {
        const acl = networkAcls[NODE_ACL]
        if (acl)
          acl.entries = [
            { number: 20, egress: false, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
            {
              number: 10,
              egress: false,
              allow: false,
              protocol: '6',
              cidr: '10.0.0.0/8',
              ports: { from: 22, to: 22 },
            },
            ...acl.entries.filter(({ egress }) => egress),
          ]
      },
      [
        `networkAcls ${NODE_ACL}: entries ingress - 100 allow all traffic from 0.0.0.0/0 - 32767 deny all traffic from 0.0.0.0/0 + 10 deny tcp 22 from 10.0.0.0/8 + 20 allow all traffic from 0.0.0.0/0`,
      ],
    ],
    [
      'in a node that has gone and one that has come',
      ({ instances, managedNodes }) => {
        delete instances[DB]
        delete managedNodes[DB]
        const web = instances[WEB]
        if (web) instances['i-0ffffffffffffffff'] = { ...web, id: 'i-0ffffffffffffffff' }
      },
      [
        `managedNodes ${DB}: only before`,
        `instances ${DB}: only before`,
        'instances i-0ffffffffffffffff: only after',
      ],
    ],
    [
      'in what a bucket is encrypted with',
      ({ bucketEncryption, keyRotation }) => {
        bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: GROUP_KEY }
        delete keyRotation[SESSION_KEY]
      },
      [
        `keyRotation ${SESSION_KEY}: only before`,
        `bucketEncryption ${BUCKET}: algorithm - AES256 + aws:kms`,
        `bucketEncryption ${BUCKET}: keyId + ${GROUP_KEY}`,
      ],
    ],
  ])('%s', (_, change, expected) => {
    const found = afterChange(change)
    expect(lines(found).toSorted()).toEqual([...expected].toSorted())
    expect(isSame(found)).toBe(false)
  })

  it('the other way round with what is before in the place of what is after', () => {
    const other = broken(records => {
      preferences(records).default.content = preferencesContent({ maxSessionDuration: '60' })
    })
    const [there] = diff(healthyWorld(), other, checks).records
    const [back] = diff(other, healthyWorld()).records
    expect(there?.fields).toEqual([{ field: 'maxSessionDuration', before: ['720'], after: ['60'] }])
    expect(back?.fields).toEqual([{ field: 'maxSessionDuration', before: ['60'], after: ['720'] }])
  })
})

describe('what changes for people', () => {
  const other = broken(records => {
    preferences(records).default.content = preferencesContent({ cloudWatchLogGroupName: '/ops/other' })
  })

  it('is told per node, and by the findings that are new and gone', () => {
    const { outcomes, findings } = diff(healthyWorld(), other, checks)
    expect(
      outcomes.map(({ node, before, after }) => [node, before?.canConnect, after?.canConnect]),
    ).toContainEqual([WEB, 'yes', 'no'])
    expect(findings.new.map(({ finding }) => finding.check)).toContain('logs/log-group-exists')
    expect(findings.gone).toEqual([])
    const back = diff(other, healthyWorld(), checks).findings
    expect(back.gone.map(({ finding }) => finding.fingerprint)).toEqual(
      findings.new.map(({ finding }) => finding.fingerprint),
    )
    expect(back.new).toEqual([])
  })
})

describe('what is not known', () => {
  type Gap = BreakableWorld['gaps'][number]

  const gap = (fields: Partial<Gap> = {}): Gap => ({
    kind: 'logGroups',
    reason: 'AccessDenied: no',
    actions: ['logs:DescribeLogGroups'],
    ...fields,
  })

  it('is not compared where one snapshot could not read a kind', () => {
    const found = afterChange((records, world) => {
      records.logGroups = {}
      world.gaps.push(gap())
    })
    expect(lines(found)).toEqual([])
    expect(found.notCompared).toEqual([
      {
        accountId: '123456789012',
        region: 'ap-southeast-1',
        kind: 'logGroups',
        unknownIn: 'after',
        reason: 'AccessDenied: no',
        actions: ['logs:DescribeLogGroups'],
      },
    ])
  })

  it('is not compared where both could not read a record, and no other suffers', () => {
    const withGap = (days: number): World =>
      broken(({ roles, logGroups }, world) => {
        const group = logGroups[GROUP]
        if (group) group.retentionInDays = days
        delete roles['web']
        world.gaps.push(gap({ kind: 'roles', id: 'web', foreign: true }))
      })
    const found = diff(withGap(30), withGap(60))
    expect(lines(found)).toEqual([`logGroups ${GROUP}: retentionInDays - 30 + 60`])
    expect(found.notCompared).toMatchObject([{ kind: 'roles', id: 'web', unknownIn: 'both', foreign: true }])
  })

  it('is not taken for new or gone where one snapshot did not ask for it', () => {
    const faulty = broken(({ bucketVersioning }) => {
      bucketVersioning[BUCKET] = { bucket: BUCKET }
    })
    const { bucketVersioning: _, ...rest } = healthyWorld().records
    const found = diff({ ...healthyWorld(), records: rest }, faulty, checks)
    expect(found.findings.new).toEqual([])
    expect(found.notCompared.map(({ kind, unknownIn }) => [kind, unknownIn])).toEqual([
      ['bucketVersioning', 'before'],
    ])
  })

  it('leaves open whether a finding is gone', () => {
    const faulty = broken(({ bucketVersioning }) => {
      bucketVersioning[BUCKET] = { bucket: BUCKET }
    })
    const unread = broken((records, world) => {
      records.bucketVersioning = {}
      world.gaps.push(gap({ kind: 'bucketVersioning', actions: ['s3:GetBucketVersioning'] }))
    })
    const { gone } = diff(faulty, unread, checks).findings
    expect(gone.map(({ finding, unsure }) => [finding.check, unsure])).toEqual([
      ['s3/versioning', 'bucketVersioning could not be read: AccessDenied: no'],
    ])
  })

  it('connections are a sample: one that was not asked for is no change', () => {
    const found = afterChange(({ connections }) => {
      delete connections[WEB]
      const db = connections[DB]
      if (db) db.status = 'notconnected'
    })
    expect(lines(found)).toEqual([`connections ${DB}: status - connected + notconnected`])
  })
})

describe('snapshots of different places', () => {
  const inPlace = (accountId: string, region: string, change: Break = () => {}): World => {
    const world = broken(change)
    return { ...world, scope: { ...world.scope, accountId, region } }
  }

  it('are compared where both looked, and the rest is told', () => {
    const { onlyIn, scopes, ...found } = diff(
      [inPlace('123456789012', 'eu-west-1'), inPlace('123456789012', 'eu-west-3')],
      [inPlace('123456789012', 'eu-west-3'), inPlace('999999999999', 'eu-west-1')],
    )
    expect(scopes.map(({ scope }) => scope.region)).toEqual(['eu-west-3'])
    expect(onlyIn.before.map(({ accountId, region }) => [accountId, region])).toEqual([
      ['123456789012', 'eu-west-1'],
    ])
    expect(onlyIn.after.map(({ accountId, region }) => [accountId, region])).toEqual([
      ['999999999999', 'eu-west-1'],
    ])
    expect(found.records).toEqual([])
    expect(isSame({ onlyIn, scopes, ...found })).toBe(false)
  })

  it('of one account share what is global', () => {
    const found = diff(
      inPlace('123456789012', 'eu-west-1'),
      inPlace('123456789012', 'eu-west-3', ({ roles }) => {
        const { web } = roles
        if (web) web.tags = { team: 'web' }
      }),
    )
    expect(lines(found)).toEqual(['roles web: tags team + web'])
    expect(found.records[0]?.region).toBe('global')
  })

  it('tell what is global once', () => {
    const change: Break = ({ roles }) => {
      const { web } = roles
      if (web) web.tags = { team: 'web' }
    }
    const regions = ['eu-west-1', 'eu-west-3']
    const found = diff(
      regions.map(region => inPlace('123456789012', region)),
      regions.map(region => inPlace('123456789012', region, change)),
    )
    expect(lines(found)).toEqual(['roles web: tags team + web'])
  })
})
