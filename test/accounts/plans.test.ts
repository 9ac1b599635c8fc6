import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { OWN_POLICY } from '../../src/core/plan/policy-drafts.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import type { Plan } from '../../src/core/plan/types.ts'
import { addInline, bound, editInline, editShared, prefer } from '../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  DB,
  GROUP,
  HYBRID,
  LOGGING_POLICY,
  loggingStatements,
  policyDocument,
  REGION,
  SESSION_KEY,
  WEB,
  TLS_ONLY,
} from '../support/healthy.ts'
import { BROKEN } from '../support/broken/all.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge, worldWith } from './judge.ts'

type Statement = Record<string, unknown>

const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
const OTHER_GROUP = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-sessions-prod:*`
const ALL_GROUPS = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*`
const OBJECTS = `arn:aws:s3:::${BUCKET}/sessions/*`
const [WRITE = {}, ...OTHERS] = loggingStatements()

const planOf = (world: BreakableWorld): Plan => makePlan([world], checks, judge(world))

/** Role db alone, its session logging in one inline policy of these statements. */
const dbWith = (statements: unknown, alter: (world: BreakableWorld) => void = () => {}): BreakableWorld =>
  worldWith(world => {
    for (const id of [WEB, HYBRID]) delete world.records.managedNodes[id]
    delete world.records.instances[WEB]
    const db = world.records.roles['db']
    if (db) db.inline = { 'session-logging-inline': policyDocument(statements) }
    alter(world)
  })

/** What a plan writes: policy → its statements as they stand afterwards. */
const written = ({ steps }: Plan): Record<string, unknown> =>
  Object.fromEntries(
    steps.map(({ diff }) => {
      const after: { Statement: unknown } = JSON.parse(diff?.after ?? '{}')
      return [diff?.title, after.Statement]
    }),
  )

const INLINE = 'db/session-logging-inline'
const OWN = `db/${OWN_POLICY}`
const own = (Sid: string, Action: readonly string[], Resource: string): Record<string, unknown> => ({
  [OWN]: [{ Sid, Effect: 'Allow', Action, Resource }],
})

const write = (change: Statement): Statement => ({ ...WRITE, ...change })
const other = (sid: string, change: Statement | undefined): Statement[] =>
  OTHERS.flatMap(one => (one['Sid'] === sid ? (change ? [{ ...one, ...change }] : []) : [one]))

interface Repair {
  readonly world: () => BreakableWorld
  readonly writes: Readonly<Record<string, unknown>>
}

const REPAIRS: Readonly<Record<string, Repair>> = {
  'another group: the right ARN beside the wrong one': {
    world: () => dbWith([write({ Resource: OTHER_GROUP }), ...OTHERS]),
    writes: { [INLINE]: [write({ Resource: [OTHER_GROUP, `${GROUP_ARN}:*`] }), ...OTHERS] },
  },
  'one statement that is no list stays none': {
    world: () =>
      dbWith(
        {
          Sid: 'Sessions',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: OTHER_GROUP,
        },
        world =>
          prefer(world, {
            s3BucketName: '',
            kmsKeyId: '',
            cloudWatchStreamingEnabled: false,
            cloudWatchEncryptionEnabled: false,
          }),
      ),
    writes: {
      [INLINE]: {
        Sid: 'Sessions',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [OTHER_GROUP, `${GROUP_ARN}:*`],
      },
    },
  },
  'a statement for each action: each gets the ARN': {
    world: () =>
      dbWith([
        { Sid: 'A', Effect: 'Allow', Action: 'logs:CreateLogStream', Resource: OTHER_GROUP },
        { Sid: 'Keep', Effect: 'Deny', Action: 'logs:DeleteLogGroup', Resource: '*' },
        { Sid: 'B', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: OTHER_GROUP },
        ...OTHERS,
      ]),
    writes: {
      [INLINE]: [
        {
          Sid: 'A',
          Effect: 'Allow',
          Action: 'logs:CreateLogStream',
          Resource: [OTHER_GROUP, `${GROUP_ARN}:*`],
        },
        { Sid: 'Keep', Effect: 'Deny', Action: 'logs:DeleteLogGroup', Resource: '*' },
        { Sid: 'B', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: [OTHER_GROUP, `${GROUP_ARN}:*`] },
        ...OTHERS,
      ],
    },
  },
  'three near misses: the nearest alone is edited': {
    world: () =>
      dbWith([
        write({ Sid: 'A', Resource: OTHER_GROUP }),
        write({ Sid: 'B', Resource: `${GROUP_ARN.replace('/aws/', '/AWS/')}:*` }),
        write({ Sid: 'C', Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/orders:*` }),
        ...OTHERS,
      ]),
    writes: {
      [INLINE]: [
        write({ Sid: 'A', Resource: OTHER_GROUP }),
        write({ Sid: 'B', Resource: [`${GROUP_ARN.replace('/aws/', '/AWS/')}:*`, `${GROUP_ARN}:*`] }),
        write({ Sid: 'C', Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/orders:*` }),
        ...OTHERS,
      ],
    },
  },
  'the statement for the logs of an application is left alone': {
    world: () =>
      dbWith(OTHERS, world =>
        addInline(world, 'db', 'application', {
          Sid: 'AppLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/orders:*`,
        }),
      ),
    writes: own('SessionLogsWrite', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${GROUP_ARN}:*`),
  },
  'a slip in the name of an action: the right one beside it': {
    world: () => dbWith([write({ Action: ['logs:CreateLogStream', 'logs:PutLogEvent'] }), ...OTHERS]),
    writes: {
      [INLINE]: [
        write({ Action: ['logs:CreateLogStream', 'logs:PutLogEvent', 'logs:PutLogEvents'] }),
        ...OTHERS,
      ],
    },
  },
  'what NotAction leaves out gets a statement of its own': {
    world: () =>
      dbWith({ Sid: 'SessionLogs', Effect: 'Allow', NotAction: ['logs:PutLogEvents'], Resource: '*' }),
    writes: own('SessionLogsWrite', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${GROUP_ARN}:*`),
  },
  'DescribeLogGroups on the named group: a statement of its own on every group': {
    world: () => dbWith([WRITE, ...other('FindLogGroups', { Resource: GROUP_ARN })]),
    writes: own('SessionLogsDescribe', ['logs:DescribeLogGroups'], ALL_GROUPS),
  },
  'another prefix: the right one beside it': {
    world: () => dbWith([WRITE, ...other('Archive', { Resource: `arn:aws:s3:::${BUCKET}/logs/*` })]),
    writes: {
      [INLINE]: [WRITE, ...other('Archive', { Resource: [`arn:aws:s3:::${BUCKET}/logs/*`, OBJECTS] })],
    },
  },
  'no right to upload': {
    world: () => dbWith([WRITE, ...other('Archive', undefined)]),
    writes: own('SessionLogsUpload', ['s3:PutObject', 's3:PutObjectAcl'], OBJECTS),
  },
  'no right to read the encryption of the bucket': {
    world: () => dbWith([WRITE, ...other('ReadBucketEncryption', undefined)]),
    writes: own('SessionLogsBucketEncryption', ['s3:GetEncryptionConfiguration'], `arn:aws:s3:::${BUCKET}`),
  },
  'no right to decrypt': {
    world: () => dbWith([WRITE, ...other('SessionKey', undefined)]),
    writes: own('SessionKeyDecrypt', ['kms:Decrypt'], SESSION_KEY),
  },
  'a core action that is missing, and no other': {
    world: () =>
      dbWith(loggingStatements(), world => {
        Object.assign(world.records.roles['db'] ?? {}, { attached: [] })
        addInline(world, 'db', 'core', {
          Effect: 'Allow',
          Action: [
            'ssm:UpdateInstanceInformation',
            'ssmmessages:*ControlChannel',
            'ssmmessages:CreateDataChannel',
          ],
          Resource: '*',
        })
      }),
    writes: own('SessionManagerCore', ['ssmmessages:OpenDataChannel'], '*'),
  },
}

/** What stays of what keeps sessions from working or from being recorded. */
const leftIn = ({ leaves }: Plan): string[] => leaves.filter(print => !GOOD_PRACTICE.test(print))
const GOOD_PRACTICE =
  /^(?:identity\/node-role-least-privilege|preferences\/(?:session-key-set|streaming-enabled|log-encryption-required))\|/

describe('a plan', () => {
  it.each(Object.entries(REPAIRS))('%s', (_name, { world, writes }) => {
    const plan = planOf(world())
    expect(written(plan)).toEqual(writes)
    expect([plan.breaks, plan.refused, leftIn(plan)]).toEqual([[], [], []])
  })

  it('edits a shared policy once, and names who shares it', () => {
    const world = worldWith(alter =>
      editShared(alter, 'WriteSessionLogs', statement => ({ ...statement, Resource: OTHER_GROUP })),
    )
    const plan = planOf(world)
    expect(plan.steps.map(step => step.change.type)).toEqual(['put-policy-version'])
    expect(plan.steps[0]?.sharedBy).toEqual([`role web (${WEB})`, `role hybrid-node (${HYBRID})`])
    expect(plan.fixes).toHaveLength(2)
  })

  it('never edits a policy that AWS keeps', () => {
    const arn = 'arn:aws:iam::aws:policy/SessionManagerLogs'
    const world = dbWith(OTHERS, alter => {
      const document = policyDocument([write({ Resource: OTHER_GROUP })])
      alter.records.policies[arn] = { arn, name: 'SessionManagerLogs', document }
      alter.records.roles['db']?.attached.push({ arn, name: 'SessionManagerLogs' })
    })
    expect(written(planOf(world))).toEqual(
      own('SessionLogsWrite', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${GROUP_ARN}:*`),
    )
  })

  const NOTHING_HELPS: readonly (readonly [string, (world: BreakableWorld) => void])[] = [
    [
      'a Deny',
      world =>
        addInline(world, 'db', 'guard', {
          Effect: 'Deny',
          Action: ['logs:Put*', 's3:Put*', 'kms:Decrypt'],
          Resource: '*',
        }),
    ],
    [
      'a boundary',
      world => bound(world, 'db', 'limit', { Effect: 'Allow', Action: 'ssm*:*', Resource: '*' }),
    ],
    [
      'a Deny beside a near miss',
      world => {
        addInline(world, 'db', 'guard', { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' })
        editInline(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: OTHER_GROUP }))
      },
    ],
    [
      'a statement that leaves the group out by NotResource',
      world =>
        editInline(world, 'WriteSessionLogs', ({ Resource: _resource, ...statement }) => ({
          ...statement,
          NotResource: `${GROUP_ARN}:*`,
        })),
    ],
  ]

  it('lets the roles in by the policy of a key that shuts the account out', () => {
    const admin = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
      Action: 'kms:*',
      Resource: '*',
    }
    const world = worldWith(broken => {
      broken.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([admin]) }
    })
    const plan = planOf(world)
    expect(plan).toMatchObject({ breaks: [], leaves: [], refused: [] })
    expect(plan.steps.map(({ change, risk }) => [change.type, risk])).toEqual([['put-key-policy', 'review']])
    const added = ['hybrid-node', 'service/db', 'web'].map((role, at) => ({
      Sid: `DecryptSessions${at === 0 ? '' : at + 1}`,
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${role}` },
      Action: 'kms:Decrypt',
      Resource: '*',
    }))
    expect(Object.values(written(plan))).toEqual([[admin, ...added]])
    expect(plan.steps[0]?.sharedBy).toEqual([
      'the sessions of all 3 nodes of ap-southeast-1',
      'others that use this key are not seen',
    ])
  })

  it.each(NOTHING_HELPS)('offers nothing against %s', (_name, breakIt) => {
    const world = worldWith(breakIt)
    const report = judge(world)
    expect(report.findings.length).toBeGreaterThan(0)
    expect(report.findings.filter(finding => finding.remediation.fixable)).toEqual([])
    expect(planOf(world).steps).toEqual([])
  })

  it('repairs one of two causes, though what follows from both then stands under the other', () => {
    const world = dbWith(loggingStatements(), alter => {
      const db = alter.records.roles['db']
      const shut = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }
      if (db) Object.assign(db, { attached: [], trustPolicy: policyDocument([shut]) })
      addInline(alter, 'db', 'core', { Effect: 'Allow', Action: 'ssmmessages:*', Resource: '*' })
      Object.assign(alter.records.managedNodes[DB] ?? {}, { pingStatus: 'ConnectionLost' })
    })
    const plan = planOf(world)
    expect(plan.breaks).toEqual([])
    expect(plan.fixes.map(print => print.split('|')[0])).toEqual(['identity/core-permissions'])
    expect(plan.leaves.map(print => print.split('|')[0])).toEqual(['identity/role-trust'])
  })

  it('grants the upload and the header that it then needs together', () => {
    const statements = [WRITE, ...OTHERS].filter(one => !/Archive|ReadBucket/.test(String(one['Sid'])))
    const world = dbWith(statements, alter => {
      prefer(alter, { s3EncryptionEnabled: false })
      alter.records.bucketPolicies[BUCKET] = {
        bucket: BUCKET,
        document: policyDocument([
          TLS_ONLY,
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:PutObject',
            Resource: `arn:aws:s3:::${BUCKET}/*`,
            Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
          },
        ]),
      }
    })
    const plan = planOf(world)
    expect([plan.breaks, plan.refused, plan.leaves]).toEqual([[], [], []])
    expect(plan.fixes.map(print => print.split('|')[0]).toSorted()).toEqual([
      's3/encryption-readable',
      's3/write-permissions',
    ])
  })

  it('repairs what it can, and leaves what it cannot', () => {
    const world = dbWith([write({ Resource: OTHER_GROUP }), ...other('SessionKey', undefined)], alter => {
      Object.assign(alter.records.managedNodes[DB] ?? {}, { pingStatus: 'ConnectionLost' })
    })
    const plan = planOf(world)
    expect(plan.steps.map(step => step.describe)).toEqual([
      'replace inline policy session-logging-inline of role db',
      `add inline policy ${OWN_POLICY} to role db`,
    ])
    expect(plan.leaves.map(print => print.split('|')[0])).toEqual(['node/agent-ping'])
  })

  it('enables a key though what its state had hidden is found then', () => {
    const alter = BROKEN['one key for sessions and bucket, off, and named by its alias for sessions']?.alter
    const plan = planOf(worldWith(world => alter?.(world)))
    expect(plan.steps.map(step => step.change.type)).toEqual(['enable-key'])
    expect(plan.breaks).toEqual([])
    expect(plan.uncovers).toHaveLength(3)
    expect(plan.uncovers[0]).toMatch(/^s3\/key-access: role db may not call kms:GenerateDataKey/)
  })

  it('is the same whatever the order in which things were read', () => {
    const broken = worldWith(world => {
      editShared(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: OTHER_GROUP }))
      editShared(world, 'Archive', () => undefined)
      editInline(world, 'SessionKey', () => undefined)
    })
    const reversed = structuredClone(broken)
    for (const [kind, records] of Object.entries(broken.records))
      Object.assign(reversed.records, { [kind]: Object.fromEntries(Object.entries(records).toReversed()) })
    expect(planOf(reversed).digest).toBe(planOf(broken).digest)
    expect(planOf(broken).steps.map(step => step.change.type)).toContain('put-policy-version')
    expect(broken.records.policies[LOGGING_POLICY]?.document).toContain('onetime-sessions-prod')
  })
})
