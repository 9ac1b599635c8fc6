import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { audit } from '../../src/core/audit/audit.ts'
import {
  ACCOUNT,
  CORE_POLICY,
  healthyWorld,
  LOGGING_POLICY,
  policyDocument,
  REGION,
  WEB,
} from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { set, write } from './preferences/written.ts'

const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/web`
const OWN = /^(preferences|identity|node)\//

/** What an audit says of a broken world, each finding as `check of subject`, with its cause where it has one. */
const explain = (broken: (world: BreakableWorld) => void): string[] => {
  const world = healthyWorld()
  broken(world)
  const { findings } = audit([world], checks)
  const named = new Map(findings.map(one => [one.fingerprint, `${one.check} of ${one.subject.id}`]))
  return findings
    .filter(one => OWN.test(one.check))
    .map(one =>
      one.causedBy === undefined
        ? `${named.get(one.fingerprint)}`
        : `${named.get(one.fingerprint)} follows from ${named.get(one.causedBy)}`,
    )
    .sort()
}

const role = (world: BreakableWorld, changed: object): void => {
  Object.assign(world.records.roles['web'] ?? {}, changed)
}

const onlyLogging = { attached: [{ arn: LOGGING_POLICY, name: 'session-logging' }] }

/** Both ways in which a node fails to report in: it is not listed, or it is lost. */
const absences = [
  ['node/registered', (world: BreakableWorld) => delete world.records.managedNodes[WEB]],
  [
    'node/agent-ping',
    (world: BreakableWorld) =>
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' }),
  ],
] as const

describe.each(absences)('%s', (check, absent) => {
  const gone = (world: BreakableWorld): void => {
    absent(world)
    world.declared = { named: [WEB] }
  }

  it('stands alone where nothing explains it', () => {
    expect(explain(gone)).toEqual([`${check} of ${WEB}`])
  })

  it('follows from a missing instance profile', () => {
    const cause = `identity/instance-profile-attached of ${WEB}`
    const found = explain(world => {
      gone(world)
      delete world.records.instances[WEB]?.profileArn
    })
    expect(found).toEqual([cause, `${check} of ${WEB} follows from ${cause}`])
  })

  it('follows from an instance profile without a role', () => {
    const cause = `identity/profile-has-role of ${WEB}`
    const found = explain(world => {
      gone(world)
      delete world.records.instanceProfiles[PROFILE]?.roleName
    })
    expect(found).toEqual([cause, `${check} of ${WEB} follows from ${cause}`])
  })

  it('follows from a metadata endpoint that is off', () => {
    const cause = `node/imds-enabled of ${WEB}`
    const found = explain(world => {
      gone(world)
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
    })
    expect(found).toEqual([`${check} of ${WEB} follows from ${cause}`, cause].sort())
  })

  it('follows from a role that EC2 may not assume', () => {
    const found = explain(world => {
      gone(world)
      role(world, { trustPolicy: policyDocument([]) })
    })
    const cause = 'identity/role-trust of web'
    expect(found).toEqual([cause, `${check} of ${WEB} follows from ${cause}`])
  })

  it('follows from a role that may not report in', () => {
    const found = explain(world => {
      gone(world)
      role(world, onlyLogging)
    })
    const cause = 'identity/core-permissions of web'
    expect(found).toEqual([cause, `${check} of ${WEB} follows from ${cause}`])
  })

  it('does not follow from a missing data channel', () => {
    const found = explain(world => {
      gone(world)
      role(world, {
        inline: {
          guard: policyDocument([{ Effect: 'Deny', Action: 'ssmmessages:OpenDataChannel', Resource: '*' }]),
        },
      })
    })
    expect(found).toEqual(['identity/core-permissions of web', `${check} of ${WEB}`])
  })
})

describe('identity/instance-profile-attached', () => {
  it('follows from a role of Default Host Management that does not trust it', () => {
    const id = '/ssm/managed-instance/default-ec2-instance-management-role'
    const found = explain(world => {
      delete world.records.instances[WEB]?.profileArn
      world.records.serviceSettings = { [id]: { id, value: 'hosts', status: 'Customized' } }
      world.records.roles['hosts'] = {
        name: 'hosts',
        arn: `arn:aws:iam::${ACCOUNT}:role/hosts`,
        id: 'AROAHOSTSXXXXXXXXXXXX',
        trustPolicy: policyDocument([]),
        attached: [
          { arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' },
          { arn: LOGGING_POLICY, name: 'session-logging' },
        ],
        inline: {},
        tags: {},
      }
    })
    const cause = 'identity/role-trust of hosts'
    expect(found).toEqual([
      `identity/dhmc-role of ${REGION} follows from identity/role-trust of hosts`,
      `identity/instance-profile-attached of ${WEB} follows from ${cause}`,
      cause,
    ])
  })
})

describe('preferences/logging-enabled', () => {
  const name = 'SSM-SessionManagerRunShell'

  it('follows from an absent document', () => {
    const cause = `preferences/document-exists of ${name}`
    expect(explain(world => (world.records.preferencesDocuments = {}))).toEqual([
      cause,
      `preferences/logging-enabled of ${name} follows from ${cause}`,
    ])
  })

  it('follows, as all that the document would say does, from one that is not JSON', () => {
    const cause = `preferences/schema-valid of ${name}`
    const checks = ['logging-enabled', 'session-key-set', 'timeouts-set', 'timeouts-set']
    expect(explain(world => write(world, 'none'))).toEqual(
      [cause, ...checks.map(check => `preferences/${check} of ${name} follows from ${cause}`)].sort(),
    )
  })

  it.each([
    [
      'destinations under names that the agent does not know',
      (world: BreakableWorld) =>
        set(world, {
          s3BucketName: undefined,
          cloudWatchLogGroupName: undefined,
          s3Bucketname: 'session-archive',
        }),
    ],
  ])('follows from %s', (_name, broken) => {
    const cause = `preferences/schema-valid of ${name}`
    expect(explain(broken)).toEqual([`preferences/logging-enabled of ${name} follows from ${cause}`, cause])
  })

  it('stands alone beside a fault of another field', () => {
    const found = explain(world =>
      set(world, { s3BucketName: '', cloudWatchLogGroupName: '', idleSessionTimeout: '90' }),
    )
    expect(found).toEqual([`preferences/logging-enabled of ${name}`, `preferences/schema-valid of ${name}`])
  })
})

describe('a fault of the preferences', () => {
  it('is told though a role cannot be read', () => {
    const found = explain(world => {
      world.records.preferencesDocuments = {}
      world.gaps.push({ kind: 'roles', id: 'db', reason: 'AccessDenied', actions: ['iam:GetRole'] })
    })
    expect(found).toContain('preferences/document-exists of SSM-SessionManagerRunShell')
  })
})
