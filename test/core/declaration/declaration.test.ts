import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import * as declaration from '../../../src/core/declaration/declaration.ts'
import type { Declared } from '../../../src/core/records.ts'
import {
  ACCOUNT,
  BUCKET,
  DB,
  GROUP,
  GROUP_KEY,
  healthyWorld,
  preferencesContent,
  REGION,
  WEB,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

type Declaration = declaration.Declaration

const declarationOf = (worlds: readonly BreakableWorld[]): Declaration =>
  declaration.declarationOf(worlds, audit(worlds, checks))

type Inputs = Readonly<Record<string, unknown>>

const NAME = 'SSM-SessionManagerRunShell'

const preferring = (inputs: Inputs, world = healthyWorld()): BreakableWorld => {
  world.records.preferencesDocuments = {
    [NAME]: { name: NAME, default: { version: '3', content: preferencesContent(inputs) } },
  }
  return world
}

/** Preferences that hold these inputs and no others. */
const holding = (inputs: unknown): BreakableWorld => {
  const world = healthyWorld()
  const content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs })
  world.records.preferencesDocuments = { [NAME]: { name: NAME, default: { version: '3', content } } }
  return world
}

/** The healthy account in another Region, where all names that hold the Region hold that one. */
const elsewhere = (region: string, from = healthyWorld()): BreakableWorld => {
  const moved: BreakableWorld = JSON.parse(JSON.stringify(from).replaceAll(REGION, region))
  return moved
}

const preferencesOf = ({ expect: { preferences } }: Declaration): Inputs => preferences ?? {}

const remarksOf = ({ remarks }: Declaration): readonly string[] => remarks.map(({ text }) => text)

describe('one Region', () => {
  it('declares what it has, as the agent reads it', () => {
    const { expect: declared, remarks } = declarationOf([healthyWorld()])
    expect(remarks).toEqual([])
    const { inputs }: { inputs: Inputs } = JSON.parse(preferencesContent())
    expect(declared).toEqual({
      preferences: inputs,
      logRetentionDays: { atLeast: 400 },
      managed: 'all',
      logGroupKey: GROUP_KEY,
    } satisfies Declared)
  })

  it('declares a flag that is written as a text by what it means', () => {
    const found = declarationOf([
      preferring({ cloudWatchStreamingEnabled: 'true', s3EncryptionEnabled: 'F', runAsEnabled: '' }),
    ])
    expect(preferencesOf(found)).toMatchObject({
      cloudWatchStreamingEnabled: true,
      s3EncryptionEnabled: false,
      runAsEnabled: false,
    })
  })

  it('says nothing of fields that the document does not have, and of null', () => {
    const found = declarationOf([holding({ cloudWatchLogGroupName: GROUP, runAsEnabled: null })])
    expect(preferencesOf(found)).toEqual({ cloudWatchLogGroupName: GROUP })
  })

  it.each<readonly [string, Inputs, string]>([
    ['s3BucketName', { s3BucketName: 5 }, 'it is a number, which does not say what is meant'],
    ['runAsEnabled', { runAsEnabled: 'on' }, 'it is a string, which does not say what is meant'],
    [
      'runAsDefaultUser',
      { runAsDefaultUser: '{{ user }}' },
      'the node fills it in at the start of a session',
    ],
    ['s3KeyPrefix', { s3KeyPrefix: 'by/${region}' }, 'it holds ${…}, which the config would read as a place'],
    [
      'runAsDefaultUser',
      { runAsDefaultUser: '${who}' },
      'it holds ${…}, which the config would read as a place',
    ],
    [
      'shellProfile.linux',
      { shellProfile: { linux: 'echo ${account}' } },
      'it holds ${…}, which the config would read as a place',
    ],
    ['shellProfile.linux', { shellProfile: { linux: 'export API_TOKEN=Zx81hunter' } }, 'it holds a secret'],
    [
      'idleSessionTimeout',
      { idleSessionTimeout: '61' },
      'idleSessionTimeout "61" is not a number of minutes from 1 to 60',
    ],
    [
      'cloudWatchLogGroupName',
      { cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dew' },
      '/aws/ssm/onetime-sessions-dew does not exist',
    ],
    ['s3BucketName', { s3BucketName: 'session-archive-gone' }, 'session-archive-gone does not exist'],
    ['kmsKeyId', { kmsKeyId: 'alias/gone' }, 'alias/gone does not exist'],
  ])('leaves out %s where it is %j, and says why', (field, inputs, why) => {
    const found = declarationOf([preferring(inputs)])
    const [name = field, shell] = field.split('.')
    const value = preferencesOf(found)[name] as Inputs | undefined
    expect(shell === undefined ? value : value?.[shell]).toBeUndefined()
    expect(remarksOf(found)).toContain(`expect.preferences.${field} is left out: ${REGION}: ${why}`)
  })

  it('leaves out what the repair of a finding would change, and keeps what it would only type right', () => {
    const streaming = declarationOf([preferring({ cloudWatchStreamingEnabled: false })])
    expect(preferencesOf(streaming)).not.toHaveProperty('cloudWatchStreamingEnabled')
    expect(remarksOf(streaming)).toEqual([
      `expect.preferences.cloudWatchStreamingEnabled is left out: ${REGION}: sessions are written to log group ${GROUP} only when they end`,
    ])
    const typed = declarationOf([preferring({ cloudWatchStreamingEnabled: 'true' })])
    expect([preferencesOf(typed)['cloudWatchStreamingEnabled'], typed.remarks]).toEqual([true, []])
    const other = elsewhere('eu-west-1', preferring({ cloudWatchStreamingEnabled: false }))
    expect(remarksOf(declarationOf([healthyWorld(), other]))[0]).toContain(
      ' is left out: eu-west-1: sessions',
    )
  })

  it('lets a shell have placeholders of its own, and a secret be fetched', () => {
    const linux = 'cd "${HOME}"; export API_TOKEN=$(fetch)'
    const found = declarationOf([preferring({ shellProfile: { linux } })])
    expect(preferencesOf(found)['shellProfile']).toEqual({ linux })
  })

  it('shows no secret', () => {
    const linux = 'export API_TOKEN=Zx81hunter'
    const worlds = [preferring({ shellProfile: { linux } }), elsewhere('eu-west-1')]
    expect(JSON.stringify(declarationOf(worlds))).not.toContain('Zx81hunter')
  })

  it('declares what default and latest version agree on, and tells the rest with both', () => {
    const world = preferring({ s3KeyPrefix: 'old' })
    Object.assign(world.records.preferencesDocuments[NAME] ?? {}, {
      latest: { version: '5', content: preferencesContent({ s3KeyPrefix: 'new' }) },
    })
    const found = declarationOf([world])
    expect(preferencesOf(found)).not.toHaveProperty('s3KeyPrefix')
    expect(preferencesOf(found)['s3BucketName']).toBe(BUCKET)
    expect(remarksOf(found)).toEqual([
      `expect.preferences.s3KeyPrefix is left out: default version 3 of ${REGION} has "old", latest version 5 of ${REGION} has "new"`,
    ])
  })

  it('declares one empty destination beside another, and never that nothing shall be recorded', () => {
    expect(preferencesOf(declarationOf([preferring({ s3BucketName: '' })]))['s3BucketName']).toBe('')
    const silent = declarationOf([preferring({ s3BucketName: '', cloudWatchLogGroupName: '' })])
    expect(Object.keys(preferencesOf(silent))).not.toContain('s3BucketName')
    expect(Object.keys(preferencesOf(silent))).not.toContain('cloudWatchLogGroupName')
    expect(remarksOf(silent)).toContain(
      'expect.preferences.s3BucketName is left out: sessions are recorded nowhere, which is left for check to tell',
    )
  })

  it('declares how long idle sessions last where the document leaves that to AWS', () => {
    const found = declarationOf([holding({ s3BucketName: BUCKET })])
    expect(found.expect.idleSessionTimeout).toEqual({ atMost: 20 })
    expect(declarationOf([holding({ idleSessionTimeout: '' })]).expect.idleSessionTimeout).toBeUndefined()
  })

  it('says so where the document cannot be read, and declares none of it', () => {
    const world = healthyWorld()
    world.records.preferencesDocuments = { [NAME]: { name: NAME, default: { version: '3', content: '{' } } }
    const found = declarationOf([world])
    expect(found.expect.preferences).toBeUndefined()
    expect(remarksOf(found)).toContain(`expect.preferences is left out: ${REGION}: the document is not JSON`)
  })
})

describe('several Regions', () => {
  it('are one declaration where values differ by the Region alone', () => {
    const home = preferring({ s3KeyPrefix: `${REGION}/shell` })
    const found = declarationOf([home, elsewhere('eu-west-1', home)])
    expect(preferencesOf(found)).toMatchObject({
      s3KeyPrefix: '${region}/shell',
      s3BucketName: BUCKET,
      kmsKeyId: `arn:aws:kms:\${region}:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`,
    })
    expect(found.expect.logGroupKey).toBe(
      `arn:aws:kms:\${region}:${ACCOUNT}:key/66666666-7777-4888-9999-aaaaaaaaaaaa`,
    )
    expect(found.remarks).toEqual([])
  })

  it('and accounts are too', () => {
    const other: BreakableWorld = JSON.parse(
      JSON.stringify(elsewhere('eu-west-1')).replaceAll(ACCOUNT, '210987654321'),
    )
    const { expect: declared } = declarationOf([healthyWorld(), other])
    expect(declared.preferences?.['s3BucketName']).toBe('session-archive-${account}')
    expect(declared.logGroupKey).toBe(
      'arn:aws:kms:${region}:${account}:key/66666666-7777-4888-9999-aaaaaaaaaaaa',
    )
  })

  it('leave out what truly differs, and tell it with the values', () => {
    const other = elsewhere('eu-west-1', preferring({ maxSessionDuration: '61', idleSessionTimeout: '44' }))
    const found = declarationOf([healthyWorld(), other])
    expect(preferencesOf(found)).not.toHaveProperty('maxSessionDuration')
    expect(preferencesOf(found)).not.toHaveProperty('idleSessionTimeout')
    expect(found.expect.idleSessionTimeout).toEqual({ atMost: 44 })
    expect(remarksOf(found)).toEqual([
      `expect.preferences.idleSessionTimeout is left out: ${REGION} has "15", eu-west-1 has "44"`,
      `expect.preferences.maxSessionDuration is left out: ${REGION} has "720", eu-west-1 has "61"`,
    ])
  })

  it('tell one without preferences', () => {
    const bare = elsewhere('eu-west-1')
    bare.records.preferencesDocuments = {}
    const found = declarationOf([bare, healthyWorld()])
    expect(preferencesOf(found)['s3BucketName']).toBe(BUCKET)
    expect(remarksOf(found)).toEqual([
      'expect.preferences says nothing yet of some Regions: no preferences document in eu-west-1; fix would create it as declared',
    ])
    expect(remarksOf(declarationOf([bare]))).toContain(
      'expect.preferences is left out: no preferences document in eu-west-1',
    )
  })

  it('declare no preferences where those of one could not be read', () => {
    const shut = elsewhere('eu-west-1')
    const reason = 'AccessDeniedException: no'
    shut.records.preferencesDocuments = {}
    shut.gaps.push({ kind: 'preferencesDocuments', reason, actions: ['ssm:GetDocument'] })
    const found = declarationOf([healthyWorld(), shut])
    expect(found.expect).toEqual({ managed: 'all' })
    const [first] = found.remarks
    expect(first?.text).toBe(
      `expect.preferences is left out: preferencesDocuments of eu-west-1 could not be read: ${reason}`,
    )
    expect(first?.gaps?.map(({ actions }) => actions)).toEqual([['ssm:GetDocument']])
  })
})

describe('how long records are kept', () => {
  const keeping = (days: number | undefined, alter: (world: BreakableWorld) => void = () => {}) => {
    const world = healthyWorld()
    const { retentionInDays: _, ...group } = world.records.logGroups[GROUP] ?? { name: GROUP, arn: '' }
    world.records.logGroups[GROUP] = { ...group, ...(days !== undefined && { retentionInDays: days }) }
    alter(world)
    return world
  }

  const expiring = (rule: object) => (world: BreakableWorld) => {
    world.records.bucketLifecycle[BUCKET] = {
      bucket: BUCKET,
      expirations: [{ id: 'tidy', prefix: '', ...rule }],
    }
  }

  it('is not declared where nobody has chosen', () => {
    const found = declarationOf([keeping(undefined)])
    expect([found.expect.logRetentionDays, found.remarks]).toEqual([undefined, []])
  })

  it('is the shortest, which is told, of groups and of the rules of the bucket', () => {
    const other = elsewhere('eu-west-1', keeping(90))
    const found = declarationOf([keeping(731), other])
    expect(found.expect.logRetentionDays).toEqual({ atLeast: 90 })
    expect(remarksOf(found)).toEqual([
      `expect.logRetentionDays is the shortest of several times: log group ${GROUP} in ${REGION} 731 days, log group ${GROUP} in eu-west-1 90 days`,
    ])
    const bucket = declarationOf([keeping(400, expiring({ days: 33 }))])
    expect(bucket.expect.logRetentionDays).toEqual({ atLeast: 33 })
  })

  it('is left out where one group keeps for ever: a promise would cut it', () => {
    const found = declarationOf([keeping(90), elsewhere('eu-west-1', keeping(undefined))])
    expect(found.expect.logRetentionDays).toBeUndefined()
    expect(remarksOf(found)).toEqual([
      `expect.logRetentionDays is left out: log groups differ: log group ${GROUP} in ${REGION} 90 days, log group ${GROUP} in eu-west-1 for ever`,
    ])
  })

  it('is left out where a rule deletes on a day, and not for rules about other objects', () => {
    const found = declarationOf([keeping(400, expiring({ date: '2027-01-01T00:00:00Z' }))])
    expect(found.expect.logRetentionDays).toBeUndefined()
    expect(remarksOf(found)).toEqual([
      `expect.logRetentionDays is left out: rule tidy of bucket ${BUCKET} deletes records on a day, however old they are`,
    ])
    const others = declarationOf([keeping(400, expiring({ prefix: 'tmp/', days: 1 }))])
    expect(others.expect.logRetentionDays).toEqual({ atLeast: 400 })
  })

  it('is that of the rules of a bucket too in a Region that records in S3 alone', () => {
    const alone = elsewhere('eu-west-1', keeping(400, expiring({ days: 7 })))
    const bucketOnly = preferring({ cloudWatchLogGroupName: '' }, alone)
    const found = declarationOf([keeping(365), bucketOnly])
    expect(found.expect.logRetentionDays).toEqual({ atLeast: 7 })
  })

  it('is nobody’s to ask where there is no log group, be the rules of the bucket readable or not', () => {
    const shut = preferring({ cloudWatchLogGroupName: '' })
    shut.records.bucketLifecycle = {}
    shut.gaps.push({ kind: 'bucketLifecycle', id: BUCKET, reason: '403', actions: ['s3:GetLifecycle'] })
    const found = declarationOf([shut])
    expect([found.expect.logRetentionDays, found.remarks]).toEqual([undefined, []])
  })

  it('is left out where the rules of the bucket could not be read', () => {
    const found = declarationOf([
      keeping(400, world => {
        world.records.bucketLifecycle = {}
        world.gaps.push({ kind: 'bucketLifecycle', id: BUCKET, reason: '403', actions: ['s3:GetLifecycle'] })
      }),
    ])
    expect(found.expect.logRetentionDays).toBeUndefined()
    expect(remarksOf(found)).toEqual([
      `expect.logRetentionDays is left out: bucketLifecycle ${BUCKET} of ${REGION} could not be read: 403`,
    ])
  })
})

describe('the key of the log group', () => {
  it('is not declared where one group has none', () => {
    const bare = elsewhere('eu-west-1', preferring({ cloudWatchEncryptionEnabled: false }))
    const group = bare.records.logGroups[GROUP]
    if (group) delete group.kmsKeyId
    const found = declarationOf([healthyWorld(), bare])
    expect(found.expect.logGroupKey).toBeUndefined()
    expect(remarksOf(found)).toContain(
      `expect.logGroupKey is left out: log groups differ: ${GROUP} in ${REGION} has ${GROUP_KEY}, ${GROUP} in eu-west-1 has no key`,
    )
  })
})

describe('nodes', () => {
  const alter = (change: (world: BreakableWorld) => void): Declared => {
    const world = healthyWorld()
    change(world)
    return declarationOf([world]).expect
  }
  const share = (world: BreakableWorld, name: string): void => {
    for (const id of [WEB, DB])
      Object.assign(world.records.instances[id] ?? {}, {
        profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`,
        profileId: Object.values(world.records.instanceProfiles).find(one => one.name === name)?.id,
      })
  }

  it('are all managed only where every one that runs is, but for those that a service operates', () => {
    const unmanaged = (world: BreakableWorld): void => {
      delete world.records.managedNodes[WEB]
    }
    expect(alter(unmanaged).managed).toBeUndefined()
    expect(
      alter(world => {
        unmanaged(world)
        Object.assign(world.records.instances[WEB] ?? {}, { operatedByService: true })
      }).managed,
    ).toBe('all')
    expect(
      alter(world => {
        unmanaged(world)
        Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      }).managed,
    ).toBe('all')
    expect(
      alter(world => {
        world.records.instances = {}
      }).managed,
    ).toBeUndefined()
  })

  it('share an instance profile only where all hold one that works', () => {
    expect(alter(() => {}).instanceProfile).toBeUndefined()
    expect(alter(world => share(world, 'web')).instanceProfile).toBe('web')
    expect(
      alter(world => {
        share(world, 'web')
        Object.assign(world.records.instances[DB] ?? {}, { profileId: 'AIPA00000000000000ANEW' })
      }).instanceProfile,
    ).toBeUndefined()
    expect(
      alter(world => {
        share(world, 'web')
        for (const one of Object.values(world.records.instanceProfiles)) delete one.roleName
      }).instanceProfile,
    ).toBeUndefined()
    // One instance is no agreement.
    expect(
      alter(world => {
        share(world, 'web')
        Object.assign(world.records.instances[DB] ?? {}, { state: 'stopped' })
      }).instanceProfile,
    ).toBeUndefined()
  })
})
