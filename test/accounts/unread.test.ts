import { describe, expect, it } from 'vitest'
import type { World } from '../../src/core/index.ts'
import type { CollectedKind } from '../../src/core/records.ts'
import { editInline, editShared, prefer } from '../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  CORE_POLICY,
  DB,
  GROUP,
  GROUP_KEY,
  healthyWorld,
  HYBRID,
  LOGGING_POLICY,
  REGION,
  SESSION_KEY,
  WEB,
} from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { foldedIn, judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const UNKNOWN = 'unknown unknown unknown unknown'
const LOST = 'no unknown unknown unknown'
const WELL = 'yes yes yes yes'

const deny = (world: BreakableWorld, kind: CollectedKind, id?: string): void => {
  if (id === undefined) Object.assign(world.records, { [kind]: {} })
  else delete world.records[kind][id]
  const reason = 'AccessDenied: not authorized'
  world.gaps.push({ kind, reason, actions: ['iam:GetRole'], ...(id !== undefined && { id }) })
}

const lose = (world: BreakableWorld, id: string): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, {
    pingStatus: 'ConnectionLost',
    lastPingAt: '2026-11-20T01:00:00.000Z',
  })
  world.records.connections[id] = { id, status: 'notconnected' }
}

const statusOf = (report: ReturnType<typeof judge>, id: string): string | undefined =>
  report.checks.find(check => check.id === id)?.status

/** What hides the role of web, in whole or in part. */
const HIDING: readonly (readonly [string, (world: BreakableWorld) => void])[] = [
  ['all policies', world => deny(world, 'policies')],
  ['one policy of the role', world => deny(world, 'policies', LOGGING_POLICY)],
  ['all roles', world => deny(world, 'roles')],
  ['the role', world => deny(world, 'roles', 'web')],
  ['all instance profiles', world => deny(world, 'instanceProfiles')],
  [
    'the instance profile',
    world => deny(world, 'instanceProfiles', `arn:aws:iam::${ACCOUNT}:instance-profile/web`),
  ],
]

describe.each(HIDING)('where %s cannot be read', (_name, hide) => {
  it('a node that is lost is told all the same', () => {
    const report = judge(
      worldWith(world => {
        hide(world)
        lose(world, WEB)
      }),
    )
    expect(rootsIn(report)).toEqual([`critical node/agent-ping ${WEB}`])
    expect(outcomesIn(report)[WEB]).toBe(LOST)
  })

  it('a named instance that is not registered is told all the same', () => {
    const report = judge(
      worldWith(world => {
        hide(world)
        delete world.records.managedNodes[WEB]
        world.declared = { named: [WEB, DB, HYBRID] }
      }),
    )
    expect(rootsIn(report)).toEqual([`high node/registered ${WEB}`])
    expect(outcomesIn(report)[WEB]).toBe(LOST)
  })

  it('nothing of the role is healthy, and its node is not said to be well', () => {
    const report = judge(worldWith(hide))
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)[WEB]).toBe(UNKNOWN)
    const healthy = report.checks.filter(check => check.status === 'healthy').map(check => check.id)
    // How many versions a policy has is not the role's matter.
    const ofRole = healthy.filter(id => /^identity|^logs\/.*perm|^s3\/.*perm|^kms\/node/.test(id))
    expect(ofRole.filter(id => id !== 'identity/policy-version-room')).toEqual([])
  })
})

describe('a read that failed', () => {
  it('an instance whose role holds what AWS keeps for nodes is judged though the text cannot be read', () => {
    const report = judge(
      worldWith(world => {
        deny(world, 'policies', CORE_POLICY)
        delete world.records.managedNodes[WEB]
      }),
    )
    expect(rootsIn(report)).toEqual([`high node/registered ${WEB}`])
  })

  it('the setting of Default Host Management does not matter to a node whose profile reports in', () => {
    const report = judge(worldWith(world => deny(world, 'serviceSettings')))
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)).toEqual({ [WEB]: WELL, [DB]: WELL, [HYBRID]: WELL })
    expect(statusOf(report, 'identity/instance-profile-attached')).toBe('unknown')
  })

  it('the setting of Default Host Management matters to a node without a profile', () => {
    const report = judge(
      worldWith(world => {
        deny(world, 'serviceSettings', HOSTED)
        delete world.records.instances[WEB]?.profileArn
      }),
    )
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)[WEB]).toBe(UNKNOWN)
  })

  it('the role of Default Host Management may be there though it cannot be read', () => {
    const report = judge(
      worldWith(world => {
        world.records.serviceSettings[HOSTED] = { id: HOSTED, value: 'service-role/hosted' }
        deny(world, 'roles', 'hosted')
        delete world.records.instances[WEB]?.profileArn
      }),
    )
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)[WEB]).toBe(UNKNOWN)
  })

  it('a missing log group is told though the roles that might name another cannot be read', () => {
    const report = judge(
      worldWith(world => {
        deny(world, 'roles', 'web')
        prefer(world, { cloudWatchLogGroupName: '/aws/ssm/gone', cloudWatchEncryptionEnabled: false })
        editInline(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: '*' }))
        editShared(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: '*' }))
      }),
    )
    expect(rootsIn(report)).toEqual(['high logs/log-group-exists /aws/ssm/gone absent'])
  })

  it("a log group's key that is off is told though the session key is another account's", () => {
    const foreign = SESSION_KEY.replace(ACCOUNT, '999999999999')
    const report = judge(
      worldWith(world => {
        prefer(world, { kmsKeyId: foreign })
        const gap = { id: foreign, reason: 'AccessDenied', actions: ['kms:DescribeKey'], foreign: true }
        world.gaps.push({ kind: 'keys', ...gap }, { kind: 'keyPolicies', ...gap })
        for (const edit of [editInline, editShared])
          edit(world, 'SessionKey', statement => ({ ...statement, Resource: foreign }))
        Object.assign(world.records.keys[GROUP_KEY] ?? {}, { state: 'Disabled' })
      }),
    )
    const failed = report.findings.filter(finding => finding.verdict === 'fail')
    expect(failed.map(finding => finding.check)).toEqual(['logs/key-allows-logs-service'])
  })

  it("an old agent that hangs is told though the bucket is another account's", () => {
    const report = judge(
      worldWith(world => {
        prefer(world, { runAsEnabled: 'false', s3EncryptionEnabled: false })
        Object.assign(world.records.managedNodes[WEB] ?? {}, { agentVersion: '3.0.400.0' })
        for (const kind of ['buckets', 'bucketPolicies', 'bucketEncryption'] as const) {
          deny(world, kind, BUCKET)
          Object.assign(world.gaps.at(-1) ?? {}, { foreign: true })
        }
      }),
    )
    const [told, document] = [
      `node/agent-version ${WEB}`,
      'preferences/schema-valid SSM-SessionManagerRunShell',
    ]
    expect(rootsIn(report)).toContain(`critical ${document} runAsEnabled`)
    expect(foldedIn(report)).toContain(`${told} <- ${document}`)
  })

  it('where nobody can list the log groups, the writes are judged and the group is not', () => {
    const report = judge(
      worldWith(world => {
        deny(world, 'logGroups')
        editInline(world, 'WriteSessionLogs', () => undefined)
      }),
    )
    expect(rootsIn(report)).toEqual(['high logs/write-permissions db logs:CreateLogStream'])
    expect(statusOf(report, 'logs/log-group-exists')).toBe('unknown')
  })
})

describe('a kind that the run did not read', () => {
  const without = (...kinds: readonly CollectedKind[]): World => {
    const records = Object.entries(healthyWorld().records).filter(([kind]) => !kinds.includes(kind as never))
    return { ...healthyWorld(), records: Object.fromEntries(records) }
  }

  it('is neither absent nor healthy: the keys', () => {
    const report = judge(without('keys', 'keyPolicies', 'keyGrants'))
    expect(rootsIn(report)).toEqual([])
    expect(statusOf(report, 'kms/key-usable')).toBe('unknown')
    expect(outcomesIn(report)[WEB]).toBe('unknown unknown yes unknown')
  })

  it('is neither absent nor healthy: the log groups', () => {
    const report = judge(without('logGroups'))
    expect(rootsIn(report)).toEqual([])
    expect(statusOf(report, 'logs/log-group-exists')).toBe('unknown')
  })

  it('makes no empty Region: the nodes', () => {
    const report = judge(without('managedNodes'))
    expect(rootsIn(report)).toEqual([])
    expect(statusOf(report, 'report/empty-region')).toBe('unknown')
  })
})

describe('a hybrid node of which Systems Manager tells no role', () => {
  it('is not known, and no check of roles is healthy for it', () => {
    const report = judge(
      worldWith(world => Object.assign(world.records.managedNodes[HYBRID] ?? {}, { iamRole: '' })),
    )
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)[HYBRID]).toBe(UNKNOWN)
    expect(statusOf(report, 'logs/write-permissions')).toBe('unknown')
    expect(statusOf(report, 'identity/core-permissions')).toBe('unknown')
  })
})

describe('an instance that is Online without a profile and without Default Host Management', () => {
  const bare = (world: BreakableWorld): void => {
    delete world.records.instances[WEB]?.profileArn
    delete world.records.instances[WEB]?.profileId
  }

  it('is not known, and no check of roles is healthy for it', () => {
    const report = judge(worldWith(bare))
    expect(rootsIn(report)).toEqual([`info identity/instance-profile-attached ${WEB}`])
    expect(outcomesIn(report)[WEB]).toBe(UNKNOWN)
    expect(statusOf(report, 's3/write-permissions')).toBe('unknown')
  })

  it('is judged by the role that Systems Manager tells', () => {
    const report = judge(
      worldWith(world => {
        bare(world)
        Object.assign(world.records.managedNodes[WEB] ?? {}, { iamRole: 'service-role/hybrid-node' })
      }),
    )
    expect(outcomesIn(report)[WEB]).toBe(WELL)
    expect(statusOf(report, 's3/write-permissions')).toBe('healthy')
  })
})

describe('a node that is Online and that EC2 does not know', () => {
  it('is not known, and no check of roles is healthy for it', () => {
    const report = judge(worldWith(world => delete world.records.instances[WEB]))
    expect(rootsIn(report)).toEqual([])
    expect(outcomesIn(report)[WEB]).toBe(UNKNOWN)
    expect(statusOf(report, 'kms/node-can-decrypt')).toBe('unknown')
  })
})

describe('a node that cannot be read', () => {
  it.each(['managedNodes', 'instances'] as const)('hides itself alone: %s', kind => {
    const report = judge(
      worldWith(world => {
        deny(world, kind, DB)
        lose(world, WEB)
      }),
    )
    expect(rootsIn(report)).toEqual([`critical node/agent-ping ${WEB}`])
    expect(outcomesIn(report)).toEqual({
      [WEB]: 'no yes yes yes',
      [DB]: 'unknown unknown unknown unknown',
      [HYBRID]: WELL,
    })
    expect(statusOf(report, 'node/imds-enabled')).toBe('unknown')
  })
})

describe('one fault on many', () => {
  const many = (world: BreakableWorld, count: number): string[] => {
    const [instance, node] = [world.records.instances[WEB], world.records.managedNodes[WEB]]
    const ids = Array.from({ length: count }, (_, at) => `i-0b1b2c3d4e5f6${String(at).padStart(4, '0')}`)
    for (const id of ids) {
      if (instance) world.records.instances[id] = { ...instance, id, name: id }
      if (node) world.records.managedNodes[id] = { ...node, id }
      world.records.connections[id] = { id, status: 'connected' }
    }
    return ids
  }

  it('a role is told once, with all its nodes', () => {
    const world = healthyWorld()
    const ids = many(world, 40)
    editShared(world, 'WriteSessionLogs', () => undefined)
    const report = judge(world)
    const ofWeb = report.findings.filter(finding => finding.subject.id === 'web')
    expect(ofWeb.map(finding => finding.check)).toEqual(['logs/write-permissions'])
    expect(ofWeb[0]?.affects.toSorted()).toEqual([WEB, ...ids].sort())
  })

  it('a permission for some instances of a role hurts the others alone', () => {
    const world = healthyWorld()
    const [first = '', second = ''] = many(world, 2)
    editShared(world, 'SessionKey', statement => ({
      ...statement,
      Condition: {
        ArnEquals: {
          'ec2:SourceInstanceARN': [WEB, first].map(id => `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${id}`),
        },
      },
    }))
    const report = judge(world)
    const found = report.findings.map(({ check, subject, affects }) =>
      [check, subject.id, ...affects].join(' '),
    )
    expect(found.sort()).toEqual([
      `kms/node-can-decrypt hybrid-node ${HYBRID}`,
      `kms/node-can-decrypt web ${second}`,
    ])
    expect(outcomesIn(report)).toEqual({
      [WEB]: WELL,
      [DB]: WELL,
      [first]: WELL,
      [second]: 'no yes yes no',
      [HYBRID]: 'no yes yes no',
    })
  })

  it('a cause that hurts some nodes explains those alone', () => {
    const world = healthyWorld()
    const [lost = ''] = many(world, 1)
    lose(world, WEB)
    lose(world, lost)
    delete world.records.instances[lost]?.profileArn
    const report = judge(world)
    expect(rootsIn(report)).toEqual([
      `critical identity/instance-profile-attached ${lost}`,
      `critical node/agent-ping ${WEB}`,
    ])
    expect(foldedIn(report)).toEqual([
      `node/agent-ping ${lost} <- identity/instance-profile-attached ${lost}`,
    ])
  })

  it('a Region without the group is told in that Region alone, by a role of both', () => {
    const second: BreakableWorld = JSON.parse(JSON.stringify(healthyWorld()).replaceAll(REGION, 'eu-west-1'))
    const wide = (world: BreakableWorld): void => {
      for (const edit of [editInline, editShared]) {
        edit(world, 'WriteSessionLogs', statement => ({
          ...statement,
          Resource: `arn:aws:logs:*:${ACCOUNT}:log-group:/aws/ssm/*`,
        }))
        edit(world, 'FindLogGroups', statement => ({ ...statement, Resource: '*' }))
        edit(world, 'SessionKey', statement => ({ ...statement, Resource: '*' }))
      }
    }
    const first = worldWith(wide)
    wide(second)
    delete second.records.logGroups[GROUP]
    prefer(second, { kmsKeyId: '', cloudWatchEncryptionEnabled: false })
    const report = judge(first, second)
    expect(report.findings.map(finding => `${finding.region} ${finding.check}`)).toEqual([
      'eu-west-1 logs/log-group-exists',
      'eu-west-1 preferences/session-key-set',
    ])
    expect(report.outcomes.filter(one => one.recorded.cloudwatch === 'no').map(one => one.region)).toEqual(
      [1, 2, 3].map(() => 'eu-west-1'),
    )
  })
})
