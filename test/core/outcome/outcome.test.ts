import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Gap, Outcome } from '../../../src/core/index.ts'
import { checks } from '../../../checks/index.ts'
import {
  BUCKET,
  DB,
  GROUP,
  GROUP_KEY,
  healthyWorld,
  loggingStatements,
  policyDocument,
  preferencesContent,
  SESSION_KEY,
} from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const report = (world: BreakableWorld): ReturnType<typeof audit> => audit([world], checks)

const preferences = (world: BreakableWorld, inputs: Record<string, unknown>): void => {
  const document = world.records.preferencesDocuments['SSM-SessionManagerRunShell']
  if (document) document.default.content = preferencesContent(inputs)
}

const withoutStatement = (world: BreakableWorld, ...sids: string[]): void => {
  const db = world.records.roles['db']
  const left = loggingStatements().filter(statement => !sids.includes(statement['Sid'] as string))
  if (db) db.inline = { 'session-logging-inline': policyDocument(left) }
}

const node = (world: BreakableWorld, more: Record<string, unknown>): void => {
  Object.assign(world.records.managedNodes[DB] ?? {}, more)
}

type Seen = Partial<Omit<Outcome, 'recorded'>> & { readonly recorded?: Partial<Outcome['recorded']> }

interface Story {
  break(world: BreakableWorld): void
  readonly seen: Seen
  /** The text that the user sees, by its distinctive fragment. */
  readonly text?: string
}

const LOGS_ONLY = { s3BucketName: '', s3EncryptionEnabled: false, kmsKeyId: '' }
const UNENCRYPTED = { cloudWatchEncryptionEnabled: false }

/** What one fault does to the node db-1, by the agent's order of steps. */
const STORIES: Record<string, Story> = {
  'a lost agent cannot be connected to': {
    break: world => {
      world.records.connections[DB] = { id: DB, status: 'notconnected' }
      node(world, { pingStatus: 'ConnectionLost' })
    },
    seen: { canConnect: 'no' },
    text: `${DB} is not connected.`,
  },
  'a lost agent of which nobody asked whether it has a control channel cannot be connected to': {
    break: world => {
      delete world.records.connections[DB]
      node(world, { pingStatus: 'ConnectionLost' })
    },
    seen: { canConnect: 'no' },
  },
  'a lost agent whose control channel is up may yet be connected to': {
    break: world => node(world, { pingStatus: 'ConnectionLost' }),
    seen: { canConnect: 'unknown' },
  },
  'an agent that is heard and has no control channel cannot be connected to': {
    break: world => {
      world.records.connections[DB] = { id: DB, status: 'notconnected' }
    },
    seen: { canConnect: 'no' },
    text: `${DB} is not connected.`,
  },
  'a control channel that is down leaves it open whether an agent long silent is there': {
    break: world => {
      world.records.connections[DB] = { id: DB, status: 'notconnected' }
      node(world, { lastPingAt: '2026-11-20T08:50:00.000Z' })
    },
    seen: { canConnect: 'unknown' },
  },
  'a control channel may still come up while the node is new': {
    break: world => {
      world.records.connections[DB] = { id: DB, status: 'notconnected' }
      Object.assign(world.records.instances[DB] ?? {}, { launchedAt: '2026-11-20T09:01:00.000Z' })
    },
    seen: { canConnect: 'unknown' },
  },
  'a role without the data channel actions opens no data channel': {
    break: world => {
      const db = world.records.roles['db']
      if (!db) return
      db.attached = []
      const actions = ['ssm:UpdateInstanceInformation', 'ssmmessages:*ControlChannel']
      db.inline['core'] = policyDocument({ Effect: 'Allow', Action: actions, Resource: '*' })
    },
    seen: { canConnect: 'no' },
    text: 'Setting up data channel',
  },
  'a string for cloudWatchStreamingEnabled makes every session hang': {
    break: world => preferences(world, { cloudWatchStreamingEnabled: 'true' }),
    seen: { canConnect: 'no' },
    text: 'Starting session with SessionId',
  },
  'a disabled session key is refused at the handshake': {
    break: world => Object.assign(world.records.keys[SESSION_KEY] ?? {}, { state: 'Disabled' }),
    seen: { canConnect: 'no', encrypted: 'no' },
    text: 'DisabledException',
  },
  'a node that may not decrypt ends the handshake': {
    break: world => withoutStatement(world, 'SessionKey'),
    seen: { canConnect: 'no', encrypted: 'no' },
    text: 'Fetching data key failed',
  },
  'a group without a key refuses the session where encryption is required': {
    break: world => delete world.records.logGroups[GROUP]?.kmsKeyId,
    seen: { canConnect: 'no' },
    text: 'encryption is not set up on the selected CloudWatch Logs log group',
  },
  'an absent group refuses the session where encryption is required': {
    break: world => delete world.records.logGroups[GROUP],
    seen: { canConnect: 'no' },
    text: 'encryption is not set up on the selected CloudWatch Logs log group',
  },
  'an absent group is silent where encryption is not required': {
    break: world => {
      preferences(world, UNENCRYPTED)
      delete world.records.logGroups[GROUP]
    },
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'no', s3: 'yes' }, userSees: null },
  },
  'DescribeLogGroups denied is silent with streaming and without the flag': {
    break: world => {
      preferences(world, UNENCRYPTED)
      withoutStatement(world, 'FindLogGroups')
    },
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'no' } },
  },
  'DescribeLogGroups denied does not matter without streaming and without the flag': {
    break: world => {
      preferences(world, { ...UNENCRYPTED, cloudWatchStreamingEnabled: false })
      withoutStatement(world, 'FindLogGroups')
    },
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'yes' } },
  },
  'a group key that the logs service may not use loses the record': {
    break: world => {
      const policy = world.records.keyPolicies[GROUP_KEY]
      if (policy) policy.document = world.records.keyPolicies[SESSION_KEY]?.document ?? ''
    },
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'no' } },
  },
  'an absent bucket refuses the session where its encryption is required': {
    break: world => delete world.records.buckets[BUCKET],
    seen: { canConnect: 'no' },
    text: 'NoSuchBucket',
  },
  'a bucket whose encryption may not be read refuses the session': {
    break: world => withoutStatement(world, 'ReadBucketEncryption'),
    seen: { canConnect: 'no' },
    text: 's3:GetEncryptionConfiguration',
  },
  'an upload that is denied is silent': {
    break: world => withoutStatement(world, 'Archive'),
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'yes', s3: 'no' } },
  },
  'what the preferences do not name is off': {
    break: world => preferences(world, LOGS_ONLY),
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'yes', s3: 'off' }, encrypted: 'off' },
  },
  'an absent document records nothing': {
    break: world => (world.records.preferencesDocuments = {}),
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'off', s3: 'off' }, encrypted: 'off' },
  },
  'two versions that differ leave open which applies': {
    break: world => {
      const document = world.records.preferencesDocuments['SSM-SessionManagerRunShell']
      if (document) document.latest = { version: '4', content: preferencesContent(LOGS_ONLY) }
    },
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'yes', s3: 'unknown' }, encrypted: 'unknown' },
  },
  'a name that is left to the node is not known': {
    break: world => preferences(world, { ...UNENCRYPTED, cloudWatchLogGroupName: '{{ssm:session-group}}' }),
    seen: { canConnect: 'yes', recorded: { cloudwatch: 'unknown', s3: 'yes' } },
  },
  'a node in its first half hour is not judged': {
    break: world => {
      delete world.records.managedNodes[DB]
      Object.assign(world.records.instances[DB] ?? {}, { launchedAt: '2026-11-20T09:00:00.000Z' })
    },
    seen: { canConnect: 'unknown' },
  },
}

describe('the outcome of starting a session', () => {
  it.each(Object.entries(STORIES))('%s', (_name, story) => {
    const world = healthyWorld()
    story.break(world)
    const { outcomes, findings } = report(world)
    const outcome = outcomes.find(one => one.node === DB)
    expect(outcome).toMatchObject(story.seen)
    if (story.text !== undefined) expect(outcome?.userSees).toContain(story.text)
    const fails = outcome?.canConnect === 'no' || Object.values(outcome?.recorded ?? {}).includes('no')
    const causes = findings.filter(finding => outcome?.causes.includes(finding.fingerprint))
    if (fails) expect(causes.filter(cause => cause.verdict === 'fail' && !cause.causedBy)).not.toEqual([])
  })

  it('changes under every critical finding that hurts a node', () => {
    for (const story of Object.values(STORIES)) {
      const world = healthyWorld()
      story.break(world)
      const { outcomes, findings } = report(world)
      for (const finding of findings.filter(one => one.severity === 'critical' && one.verdict === 'fail')) {
        const hurt = outcomes.filter(outcome => finding.affects.includes(outcome.node))
        expect(
          hurt.map(outcome => outcome.canConnect === 'yes' && outcome.recorded.cloudwatch === 'yes'),
        ).not.toContain(true)
      }
    }
  })

  it('is unknown where what it rests on could not be read', () => {
    const gaps: readonly [Gap['kind'], Seen][] = [
      ['preferencesDocuments', { canConnect: 'unknown', recorded: { cloudwatch: 'unknown', s3: 'unknown' } }],
      ['logGroups', { canConnect: 'unknown', recorded: { cloudwatch: 'unknown', s3: 'yes' } }],
      ['keys', { canConnect: 'unknown', encrypted: 'unknown' }],
      ['bucketPolicies', { canConnect: 'unknown', recorded: { cloudwatch: 'yes', s3: 'unknown' } }],
      ['policies', { canConnect: 'unknown' }],
      ['roles', { canConnect: 'unknown' }],
    ]
    for (const [kind, seen] of gaps) {
      const world = healthyWorld()
      world.gaps.push({ kind, reason: 'AccessDenied', actions: ['x:Y'] })
      Object.assign(world.records, { [kind]: {} })
      expect(
        report(world).outcomes.find(one => one.node === DB),
        kind,
      ).toMatchObject(seen)
    }
  })
})
