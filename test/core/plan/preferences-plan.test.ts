import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { ChangeOf } from '../../../src/core/changes/change.ts'
import type { AnyCheck, Fix, World } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import { editShared } from '../../checks/policies.ts'
import { hideInstances, NAME, set, write, writeTwo } from '../../checks/preferences/written.ts'
import {
  BUCKET,
  GROUP,
  GROUP_KEY,
  healthyWorld,
  HYBRID,
  preferencesContent,
  REGION,
  SESSION_KEY,
  WEB,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import {
  asked,
  changeOf,
  checksOf,
  declare,
  inputsAfter,
  onEc2,
  planOf,
  reasonsOf,
  setting,
  typesOf,
  wishing,
  worldWith,
} from './preferences-worlds.ts'

describe('preferences with several faults', () => {
  const world = worldWith(one =>
    write(
      one,
      `${JSON.stringify(
        {
          schemaVersion: 1,
          note: 'ours',
          inputs: {
            recordingMode: 'full',
            ...(
              JSON.parse(
                preferencesContent({ cloudWatchStreamingEnabled: 'true', s3KeyPrefix: '/sessions' }),
              ) as { inputs: object }
            ).inputs,
          },
          sessionType: 'Standard_Stream',
        },
        undefined,
        4,
      )}\n`,
    ),
  )
  const plan = planOf(world)

  it('are mended in one version, which becomes the default', () => {
    expect(typesOf(plan)).toEqual(['update-document', 'set-default-document-version'])
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(checksOf(plan.fixes)).toEqual(Array(3).fill('preferences/schema-valid'))
  })

  it('are the reason for both steps', () => {
    expect(plan.steps.map(({ reasons }) => reasons.map(({ fingerprint }) => fingerprint))).toEqual([
      plan.fixes,
      plan.fixes,
    ])
  })

  it('keep what else they say, where and how they say it', () => {
    const { from, to } = changeOf(plan) as ChangeOf<'update-document'>
    expect(to).toBe(
      from.content
        .replace('"schemaVersion": 1', '"schemaVersion": "1.0"')
        .replace('"cloudWatchStreamingEnabled": "true"', '"cloudWatchStreamingEnabled": true')
        .replace('"s3KeyPrefix": "/sessions"', '"s3KeyPrefix": "sessions"'),
    )
  })

  it('are undone by their old default, and then the new version goes', () => {
    expect(plan.steps.map(({ undo }) => undo.type)).toEqual([
      'delete-document-version',
      'set-default-document-version',
    ])
  })

  it('show the edit once, and touch every session of the Region', () => {
    expect(plan.steps.map(({ diff }) => diff?.title)).toEqual([NAME, undefined])
    expect(plan.steps.map(({ risk }) => risk)).toEqual(['review', 'review'])
    expect(plan.steps[0]?.sharedBy).toEqual([
      `the sessions of all 3 nodes of ${REGION} (${WEB}, i-0a1b2c3d4e5f60002, ${HYBRID})`,
    ])
  })
})

describe('a latest version that is not the default', () => {
  const behind = (world: BreakableWorld): void =>
    writeTwo(world, preferencesContent({ maxSessionDuration: '60' }), preferencesContent())

  it('becomes it by one step, with its diff', () => {
    const plan = planOf(worldWith(behind))
    expect(plan.steps.map(({ change }) => change)).toEqual([
      {
        type: 'set-default-document-version',
        region: REGION,
        name: NAME,
        from: { version: '3', content: preferencesContent({ maxSessionDuration: '60' }) },
        to: { version: '4', content: preferencesContent() },
      },
    ])
    expect(plan.steps[0]?.describe).toBe(`make version 4 of document ${NAME} the default in ${REGION}`)
    expect(plan.steps[0]?.diff?.title).toBe(`default version of ${NAME}`)
  })

  it('is what is edited, and the edit becomes the default', () => {
    const faulty = { cloudWatchStreamingEnabled: 'true' }
    const world = worldWith(one =>
      writeTwo(
        one,
        preferencesContent({ ...faulty, maxSessionDuration: '60' }),
        preferencesContent({ ...faulty, maxSessionDuration: '30' }),
      ),
    )
    const plan = planOf(world)
    expect(plan.steps.map(({ change }) => change)).toMatchObject([
      { type: 'update-document', from: { version: '4' } },
      { type: 'set-default-document-version', from: { version: '3' } },
    ])
    expect(inputsAfter(plan)).toMatchObject({ cloudWatchStreamingEnabled: true, maxSessionDuration: '30' })
    expect(plan.steps.map(({ diff }) => diff?.title)).toEqual([NAME, `default version of ${NAME}`])
    const both = ['preferences/default-version-current', 'preferences/schema-valid']
    expect(checksOf(plan.fixes).toSorted()).toEqual(both)
    const reasons = plan.steps.map(step => step.reasons.map(({ fingerprint }) => fingerprint))
    expect(reasons.map(prints => checksOf(prints).toSorted())).toEqual([['preferences/schema-valid'], both])
  })

  it('is not edited where nobody says that it is the one that is meant', () => {
    const faulty = { cloudWatchStreamingEnabled: 'true' }
    const world = worldWith(one =>
      writeTwo(one, preferencesContent({ ...faulty, kmsKeyId: '' }), preferencesContent(faulty)),
    )
    const plan = asked(world, ['preferences/schema-valid'])
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([expect.stringContaining('version 3 and the latest version 4 differ')])
  })

  it('with a fault of its own is mended on the way', () => {
    const world = worldWith(one =>
      writeTwo(one, preferencesContent(), preferencesContent({ cloudWatchStreamingEnabled: 'true' })),
    )
    const plan = planOf(world)
    // What is left then says what the default says.
    expect(typesOf(plan)).toEqual(['update-document'])
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(inputsAfter(plan)['cloudWatchStreamingEnabled']).toBe(true)
    expect(plan.steps[0]?.reasons.map(({ message }) => message)).toEqual([
      expect.stringContaining('cloudWatchStreamingEnabled is a string'),
    ])
  })

  it('that nobody can mend is left where it is', () => {
    const world = worldWith(one =>
      writeTwo(one, preferencesContent(), preferencesContent({ runAsEnabled: 7 })),
    )
    const plan = planOf(world)
    expect([plan.steps, plan.breaks]).toEqual([[], []])
    expect(reasonsOf(plan)).toEqual([expect.stringContaining('it would make this worse: ')])
  })
})

describe('preferences from the config', () => {
  const FULL = {
    cloudWatchLogGroupName: GROUP,
    cloudWatchStreamingEnabled: true,
    s3BucketName: BUCKET,
    s3KeyPrefix: 'sessions',
    idleSessionTimeout: '5',
  }

  it('are created whole, with all that is not declared off', () => {
    const world = worldWith(one => {
      one.records.preferencesDocuments = {}
      declare(one, FULL)
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    const [step, ...others] = plan.steps
    expect(others).toEqual([])
    const { content } = changeOf(plan) as ChangeOf<'create-document'>
    expect(JSON.parse(content)).toEqual({
      schemaVersion: '1.0',
      description: 'Document to hold regional settings for Session Manager',
      sessionType: 'Standard_Stream',
      inputs: {
        s3EncryptionEnabled: false,
        cloudWatchEncryptionEnabled: false,
        kmsKeyId: '',
        runAsEnabled: false,
        runAsDefaultUser: '',
        ...FULL,
      },
    })
    expect(step?.undo).toEqual({ ...step?.change, type: 'delete-document' })
  })

  it('bring the rights along that they ask of the roles', () => {
    const other = '/aws/ssm/sessions-new'
    const world = worldWith(one => {
      const arn = `arn:aws:logs:${REGION}:123456789012:log-group:${other}`
      one.records.logGroups[other] = { name: other, arn, kmsKeyId: GROUP_KEY, retentionInDays: 400 }
      declare(one, { cloudWatchLogGroupName: other })
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(typesOf(plan)).toEqual([
      'put-policy-version',
      'put-role-policy',
      'put-key-policy',
      'update-document',
      'set-default-document-version',
    ])
  })

  it('are refused alone where they would make something worse, and the rest is mended', () => {
    const world = worldWith(one => {
      set(one, { cloudWatchStreamingEnabled: 'true' })
      declare(one, { s3BucketName: 'nowhere-to-be-found', maxSessionDuration: '30' })
    })
    const plan = planOf(world)
    expect(plan.breaks).toEqual([])
    expect(inputsAfter(plan)).toMatchObject({
      cloudWatchStreamingEnabled: true,
      maxSessionDuration: '30',
      s3BucketName: BUCKET,
    })
    expect(plan.refused).toEqual([
      {
        fingerprint: expect.stringContaining('preferences/as-declared') as string,
        reason: expect.stringContaining(
          'it would make this worse: s3/bucket-exists: bucket nowhere-to-be-found does not exist',
        ) as string,
      },
    ])
  })

  it('name a session key where every node may use it, and say who else has to', () => {
    const world = onEc2(one => {
      set(one, { kmsKeyId: '' })
      declare(one, { kmsKeyId: SESSION_KEY })
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(inputsAfter(plan)['kmsKeyId']).toBe(SESSION_KEY)
    expect(plan.steps[0]?.sharedBy[1]).toBe(
      `everyone who opens sessions: they have to call kms:GenerateDataKey on ${SESSION_KEY}`,
    )
  })
})

describe('a prefix that is not the declared one', () => {
  it('is put right, and no policy is widened for it', () => {
    const world = worldWith(one => {
      set(one, { s3KeyPrefix: 'elsewhere' })
      declare(one, { s3KeyPrefix: 'sessions' })
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(typesOf(plan)).toEqual(['update-document', 'set-default-document-version'])
    expect(inputsAfter(plan)['s3KeyPrefix']).toBe('sessions')
  })
})

describe('the log group that policies and an existing group agree on', () => {
  it('is written into the preferences, and the role that named the other gets its ARN', () => {
    const other = '/aws/ssm/onetime-sessions'
    const arn = `arn:aws:logs:${REGION}:123456789012:log-group:${other}`
    const world = worldWith(one => {
      delete one.records.logGroups[GROUP]
      one.records.logGroups[other] = { name: other, arn, retentionInDays: 400 }
      set(one, { cloudWatchEncryptionEnabled: false })
      editShared(one, 'WriteSessionLogs', statement => ({ ...statement, Resource: [`${arn}:*`] }))
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(typesOf(plan)).toEqual(['put-role-policy', 'update-document', 'set-default-document-version'])
    expect(inputsAfter(plan)['cloudWatchLogGroupName']).toBe(other)
    expect(checksOf(plan.fixes)).toContain('logs/log-group-exists')
  })
})

describe('an edit', () => {
  it.each([
    ['what two findings want differently', preferencesContent(), /do not agree on inputs\.kmsKeyId/],
    [
      'a number that would be lost',
      preferencesContent({}, { n: 1 }).replace('"n":1', '"n":1.0'),
      /the number 1\.0/,
    ],
    [
      'a place that is none',
      preferencesContent().replace(/"inputs":.*\}$/s, '"inputs":[]}'),
      /its inputs is a list/,
    ],
    ['no JSON', 'no json', /it is no JSON/],
    [
      'too much',
      preferencesContent({ shellProfile: { linux: 'x'.repeat(64_500), windows: '' } }),
      /with the edit it would have 65\d+ bytes of 65536/,
    ],
  ])('is refused for %s, and says why', (_, content, why) => {
    const wishes = ['alias/one', 'alias/two'].map(value => setting('inputs.kmsKeyId', value.repeat(60)))
    const plugin = (fixes: readonly Fix[]): AnyCheck => ({
      ...wishing(fixes[0] as Fix),
      run: () => ({ message: 'm', remedy: { text: 't' }, fix: [...fixes] }),
    })
    const wanted = why.source.includes('agree') ? wishes : wishes.slice(0, 1)
    const plan = planOf(
      worldWith(one => write(one, content)),
      [plugin(wanted)],
    )
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan).join()).toMatch(why)
  })

  it('of a document that was not read is refused', () => {
    const gap = {
      kind: 'preferencesDocuments',
      reason: 'AccessDenied',
      actions: ['ssm:GetDocument'],
    } as const
    const check = wishing(setting('inputs.idleSessionTimeout', '5'))
    const before = audit([healthyWorld()], [check])
    const unread: World = { ...healthyWorld(), gaps: [gap] }
    expect(reasonsOf(makePlan([unread], [check], before))).toEqual([
      `document ${NAME} could not be read: AccessDenied (needs ssm:GetDocument)`,
    ])
  })
})

describe('preferences of two Regions', () => {
  it('are mended each in its own', () => {
    const here = worldWith(one => set(one, { cloudWatchStreamingEnabled: 'true' }))
    const there = JSON.parse(JSON.stringify(here).replaceAll(REGION, 'eu-west-1')) as BreakableWorld
    const worlds = [here, there]
    const plan = makePlan(worlds, checks, audit(worlds, checks))
    expect(plan.steps.map(({ describe: told }) => told)).toEqual([
      `write a new version of document ${NAME} in ${REGION}`,
      `make the new version of document ${NAME} the default in ${REGION}`,
      `write a new version of document ${NAME} in eu-west-1`,
      `make the new version of document ${NAME} the default in eu-west-1`,
    ])
    expect([plan.breaks, plan.refused]).toEqual([[], []])
  })
})

describe('the sessions that follow the preferences', () => {
  const faulty = (alter: (world: BreakableWorld) => void): BreakableWorld =>
    worldWith(one => {
      set(one, { idleSessionTimeout: '90' })
      alter(one)
    })
  const toldOf = (world: BreakableWorld): string | undefined => planOf(world).steps[0]?.sharedBy[0]

  it('are those of the one node there is', () => {
    const world = faulty(one => {
      one.records.instances = {}
      one.records.managedNodes = { [HYBRID]: one.records.managedNodes[HYBRID] as never }
    })
    expect(toldOf(world)).toBe(`the sessions of the one node of ${REGION} (${HYBRID})`)
  })

  it('are told by ten of their nodes where there are more', () => {
    const world = faulty(one => {
      const node = one.records.managedNodes[HYBRID]
      if (!node) return
      const ids = Array.from({ length: 12 }, (_, at) => `mi-0000000000000000${String(at + 10)}`)
      one.records.instances = {}
      one.records.managedNodes = Object.fromEntries(ids.map(id => [id, { ...node, id }]))
    })
    expect(toldOf(world)).toMatch(
      /^the sessions of all 12 nodes of \S+ \(mi-\S+, (?:mi-\S+, ){8}mi-\S+ and 2 more\)$/,
    )
  })

  it('are those of nodes that could not all be read', () => {
    const world = faulty(hideInstances)
    expect(toldOf(world)).toBe(`the sessions of all nodes of ${REGION}, which could not all be read`)
  })
})

describe('who owns the document', () => {
  const faulty = (): BreakableWorld => worldWith(one => set(one, { cloudWatchStreamingEnabled: 'true' }))
  const KEY = `document ${NAME}`

  it('is told of each step that edits it', () => {
    const world = faulty()
    world.records.resourceTags[KEY] = { tags: { 'aws:cloudformation:stack-name': 'session-preferences' } }
    const owner = { by: 'CloudFormation', name: 'session-preferences' }
    expect(planOf(world).steps.map(step => step.owner)).toEqual([owner, owner])
  })

  it('is told as unknown where the tags could not be read', () => {
    const gap = {
      kind: 'resourceTags',
      id: KEY,
      reason: 'AccessDenied',
      actions: ['ssm:ListTagsForResource'],
    } as const
    const { steps } = planOf({ ...faulty(), gaps: [gap] })
    expect(steps.map(({ ownerUnknown }) => ownerUnknown)).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining('needs ssm:ListTagsForResource')),
    )
  })
})
