import { describe, expect, it } from 'vitest'
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
  loggingStatements,
  policyDocument,
  preferencesContent,
  REGION,
  SESSION_KEY,
  WEB,
  TLS_ONLY,
} from '../support/healthy.ts'
import { ENDPOINTS } from '../support/healthy-network.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { addInline, bound, editInline, editShared, prefer } from '../checks/policies.ts'
import { judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const HOSTED_ROLE = 'AWSSystemsManagerDefaultEC2InstanceManagementRole'
const DOCUMENT = 'SSM-SessionManagerRunShell'
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
const OTHER = '999999999999'
const ALL_WELL = 'yes yes yes yes'

interface Healthy {
  /** Turns the healthy account into another healthy one. */
  readonly alter: (world: BreakableWorld) => void
  /** What is told all the same: info and low, rights beyond need, and what nobody can know. Nothing unless given. */
  readonly tells?: readonly string[]
  /** By node; all well unless given. */
  readonly outcomes?: Readonly<Record<string, string>>
}

const allNodes = (outcome: string): Record<string, string> => ({
  [WEB]: outcome,
  [DB]: outcome,
  [HYBRID]: outcome,
})

const ROLES = ['db', 'hybrid-node', 'web']
/** Sessions work, and whoever has one may do more than he should. */
const TOO_MUCH = ROLES.map(role => `medium identity/node-role-least-privilege ${role} privilege`)
const MAY_ERASE = ROLES.flatMap(role =>
  [GROUP, BUCKET].map(store => `medium identity/node-may-erase-records ${role} ${store}`),
)

const edited = (world: BreakableWorld, sid: string, change: Record<string, unknown>): void => {
  editShared(world, sid, statement => ({ ...statement, ...change }))
  editInline(world, sid, statement => ({ ...statement, ...change }))
}

/** Replaces the statements of both logging policies. */
const logging = (world: BreakableWorld, statement: unknown, version = '2012-10-17'): void => {
  const document = JSON.stringify({ Version: version, Statement: statement })
  Object.assign(world.records.policies[LOGGING_POLICY] ?? {}, { document })
  Object.assign(world.records.roles['db'] ?? {}, { inline: { 'session-logging-inline': document } })
}

const withoutSession = (world: BreakableWorld): void => {
  editShared(world, 'SessionKey', () => undefined)
  editInline(world, 'SessionKey', () => undefined)
}

const bucketPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}

const keyPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument(statements) }
}

const groupKeyPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.keyPolicies[GROUP_KEY] = { keyArn: GROUP_KEY, document: policyDocument(statements) }
}

const root = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}

const nodesOf = (world: BreakableWorld) => Object.values(world.records.managedNodes)

/** Default Host Management with a role that writes session logs; the profiles go, or keep what is left of them. */
const hosted = (world: BreakableWorld, { profiles }: { profiles: boolean }): void => {
  const web = world.records.roles['web']
  if (!web) return
  world.records.roles[HOSTED_ROLE] = {
    ...web,
    name: HOSTED_ROLE,
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/${HOSTED_ROLE}`,
    id: 'AROAHOSTEDXXXXXXXXXXX',
    trustPolicy: policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  }
  world.records.serviceSettings[HOSTED] = {
    id: HOSTED,
    value: `service-role/${HOSTED_ROLE}`,
    status: 'Customized',
  }
  for (const id of [WEB, DB]) {
    const node = world.records.managedNodes[id]
    if (node) node.iamRole = HOSTED_ROLE
    if (!profiles) {
      delete world.records.instances[id]?.profileArn
      delete world.records.instances[id]?.profileId
    }
  }
  const apps = policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::app/*' }])
  for (const name of ['web', 'db']) {
    if (profiles) Object.assign(world.records.roles[name] ?? {}, { attached: [], inline: { app: apps } })
    else delete world.records.roles[name]
  }
}

const anInstance = (world: BreakableWorld, id: string, change: object): void => {
  const web = world.records.instances[WEB]
  if (web) world.records.instances[id] = { ...web, id, name: id, ...change }
}

const anOutsider = (world: BreakableWorld, role: string, document: string): void => {
  const web = world.records.roles['web']
  const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/${role}`
  if (web) world.records.roles[role] = { ...web, name: role, attached: [], inline: { worker: document } }
  world.records.instanceProfiles[arn] = { arn, name: role, id: 'AIPAWORKERXXXXXXXXXXX', roleName: role }
  anInstance(world, 'i-0a1b2c3d4e5f6000a', { profileArn: arn })
}

const emptied = (world: BreakableWorld): void => {
  world.records.instances = {}
  world.records.managedNodes = {}
}

/** The account in another partition and Region. */
const moved = (partition: string, region: string, suffix: string): BreakableWorld => {
  const text = JSON.stringify(healthyWorld())
    .replaceAll('arn:aws:', `arn:${partition}:`)
    .replaceAll(REGION, region)
    .replaceAll(`logs.${region}.amazonaws.com`, `logs.${region}.${suffix}`)
    .replaceAll('ec2.amazonaws.com', `ec2.${suffix}`)
  const world: BreakableWorld = JSON.parse(text)
  world.scope.partition = partition
  return world
}

const CASES: Readonly<Record<string, Healthy>> = {
  'the healthy account': { alter: () => {} },
  'S3 alone': {
    alter: world => {
      prefer(world, {
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
      })
      world.records.logGroups = {}
      for (const sid of ['WriteSessionLogs', 'FindLogGroups']) {
        editShared(world, sid, () => undefined)
        editInline(world, sid, () => undefined)
      }
    },
    outcomes: allNodes('yes off yes yes'),
  },
  'CloudWatch Logs alone': {
    alter: world => {
      prefer(world, { s3BucketName: '', s3KeyPrefix: '', s3EncryptionEnabled: false })
      world.records.buckets = {}
      world.records.bucketPolicies = {}
      world.records.bucketEncryption = {}
      for (const sid of ['Archive', 'ReadBucketEncryption']) {
        editShared(world, sid, () => undefined)
        editInline(world, sid, () => undefined)
      }
    },
    outcomes: allNodes('yes yes off yes'),
  },
  'streaming and encryption off: DescribeLogGroups is not needed': {
    alter: world => {
      prefer(world, { cloudWatchStreamingEnabled: false, cloudWatchEncryptionEnabled: false })
      editShared(world, 'FindLogGroups', () => undefined)
      editInline(world, 'FindLogGroups', () => undefined)
    },
    tells: [
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`,
    ],
  },
  'streaming off, encryption on': {
    alter: world => prefer(world, { cloudWatchStreamingEnabled: false }),
    tells: [`low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`],
  },
  'no session key': {
    alter: world => {
      prefer(world, { kmsKeyId: '' })
      withoutSession(world)
    },
    tells: [`low preferences/session-key-set ${DOCUMENT} kmsKeyId`],
    outcomes: allNodes('yes yes yes off'),
  },
  'a group with default encryption, the flag off': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
  },
  'the flags on and the names empty, as the documentation prints it': {
    alter: world => {
      prefer(world, {
        s3BucketName: '',
        s3KeyPrefix: '',
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: false,
        kmsKeyId: '',
        idleSessionTimeout: '',
        maxSessionDuration: '',
      })
      world.declared = { preferences: { cloudWatchLogGroupName: '', s3BucketName: '' } }
    },
    tells: [
      `info preferences/timeouts-set ${DOCUMENT} idleSessionTimeout`,
      `low preferences/session-key-set ${DOCUMENT} kmsKeyId`,
      `low preferences/timeouts-set ${DOCUMENT} maxSessionDuration`,
    ],
    outcomes: allNodes('yes off off off'),
  },
  'flags that are absent, destinations without them': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) {
        document.default.content = JSON.stringify({
          schemaVersion: '1.0',
          sessionType: 'Standard_Stream',
          inputs: { cloudWatchLogGroupName: GROUP, s3BucketName: BUCKET, s3KeyPrefix: 'sessions' },
        })
      }
    },
    tells: [
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `info preferences/schema-valid ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `info preferences/schema-valid ${DOCUMENT} cloudWatchStreamingEnabled`,
      `info preferences/schema-valid ${DOCUMENT} runAsEnabled`,
      `info preferences/schema-valid ${DOCUMENT} s3EncryptionEnabled`,
      `info preferences/timeouts-set ${DOCUMENT} idleSessionTimeout`,
      `low preferences/session-key-set ${DOCUMENT} kmsKeyId`,
      `low preferences/streaming-enabled ${DOCUMENT} cloudWatchStreamingEnabled`,
      `low preferences/timeouts-set ${DOCUMENT} maxSessionDuration`,
    ],
    outcomes: allNodes('yes yes yes off'),
  },
  'flags written as strings, read by new agents': {
    alter: world =>
      prefer(world, {
        s3EncryptionEnabled: 'true',
        cloudWatchEncryptionEnabled: 'true',
        runAsEnabled: 'false',
      }),
    tells: [
      `low preferences/schema-valid ${DOCUMENT} cloudWatchEncryptionEnabled`,
      `low preferences/schema-valid ${DOCUMENT} runAsEnabled`,
      `low preferences/schema-valid ${DOCUMENT} s3EncryptionEnabled`,
    ],
  },
  'a field that is newer than this version': {
    alter: world => prefer(world, { auditTrailDestination: 'none' }),
    tells: [`info preferences/schema-valid ${DOCUMENT} auditTrailDestination`],
  },
  'a prefix with a trailing slash': { alter: world => prefer(world, { s3KeyPrefix: 'sessions/' }) },
  'a prefix with doubled slashes': {
    alter: world => {
      prefer(world, { s3KeyPrefix: 'sessions//apac///' })
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/sessions/apac/*` })
    },
  },
  'no prefix, and a policy on the whole bucket': {
    alter: world => {
      prefer(world, { s3KeyPrefix: '' })
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/*` })
    },
  },
  'a broader prefix in the policy': {
    alter: world => {
      prefer(world, { s3KeyPrefix: 'sessions/ap-southeast-1/prod' })
    },
  },
  'a log group that keeps its events for ever': {
    alter: world => {
      delete world.records.logGroups[GROUP]?.retentionInDays
    },
    tells: [`low logs/retention-set ${GROUP} retentionInDays`],
  },
  'a latest version that differs in its description alone': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) {
        document.latest = {
          version: '4',
          content: preferencesContent({}, { description: 'Session Manager settings of the platform team' }),
        }
      }
    },
    tells: [`low preferences/default-version-current ${DOCUMENT}`],
  },
  'a document with a profile, run as and limits': {
    alter: world =>
      prefer(world, {
        runAsEnabled: true,
        runAsDefaultUser: 'ops',
        idleSessionTimeout: '60',
        maxSessionDuration: '1440',
        shellProfile: { linux: 'exec bash\ncd "$HOME"', windows: 'Get-Date' },
      }),
  },

  // Default Host Management
  'Default Host Management, no instance profile anywhere': {
    alter: world => hosted(world, { profiles: false }),
  },
  'Default Host Management beside profiles that do not report in': {
    alter: world => hosted(world, { profiles: true }),
  },
  'Default Host Management beside profiles that do': {
    alter: world => {
      const { web, db } = structuredClone(world.records.roles)
      hosted(world, { profiles: true })
      if (web) world.records.roles['web'] = web
      if (db) world.records.roles['db'] = db
      Object.assign(world.records.roles[HOSTED_ROLE] ?? {}, {
        attached: [{ arn: CORE_POLICY, name: 'Core' }],
      })
    },
  },
  'Default Host Management with its setting written as the page shows it': {
    alter: world => {
      hosted(world, { profiles: false })
      Object.assign(world.records.serviceSettings[HOSTED] ?? {}, { status: 'Custom', value: HOSTED_ROLE })
    },
  },
  'Default Host Management where a profile gives no credentials': {
    alter: world => {
      hosted(world, { profiles: false })
      const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/web`
      const instance = world.records.instances[WEB]
      if (instance) instance.profileArn = arn
      const role = healthyWorld().records.roles['web']
      const trustPolicy = policyDocument([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ])
      if (role) world.records.roles['web'] = { ...role, trustPolicy }
    },
  },
  'a Region that does not know Default Host Management': {
    alter: world => {
      world.records.serviceSettings = {}
    },
  },
  'a setting that names no role': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = { id: HOSTED, value: 'None', status: 'Default' }
      anInstance(world, 'i-0a1b2c3d4e5f6000a', {})
      delete world.records.instances['i-0a1b2c3d4e5f6000a']?.profileArn
    },
    tells: [`info report/not-managed ${REGION}`],
  },

  // who is judged
  'hybrid nodes alone': {
    alter: world => {
      world.records.instances = {}
      world.records.instanceProfiles = {}
      delete world.records.managedNodes[WEB]
      delete world.records.managedNodes[DB]
      delete world.records.roles['web']
      delete world.records.roles['db']
    },
    outcomes: { [HYBRID]: ALL_WELL },
  },
  'a hybrid node whose role is told with its path': {
    alter: world => {
      const node = world.records.managedNodes[HYBRID]
      if (node) node.iamRole = 'service-role/hybrid-node'
    },
  },
  'container workers whose role has nothing of Systems Manager': {
    alter: world =>
      anOutsider(
        world,
        'eks-worker',
        policyDocument([
          { Effect: 'Allow', Action: ['ec2:Describe*', 'eks:DescribeCluster', 'ecr:*'], Resource: '*' },
          { Effect: 'Allow', Action: ['ssm:GetParameter', 'logs:PutLogEvents'], Resource: '*' },
        ]),
      ),
    tells: [`info report/not-managed ${REGION}`],
  },
  'instances that a service operates': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { operatedByService: true })
      const node = world.records.managedNodes[WEB]
      anInstance(world, 'i-0a1b2c3d4e5f6000b', { operatedByService: true })
      if (node) {
        world.records.managedNodes['i-0a1b2c3d4e5f6000b'] = {
          ...node,
          id: 'i-0a1b2c3d4e5f6000b',
          pingStatus: 'ConnectionLost',
        }
      }
    },
  },
  'stopped and stopping instances': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { state: 'stopped' })
      anInstance(world, 'i-0a1b2c3d4e5f6000b', { state: 'stopping' })
      anInstance(world, 'i-0a1b2c3d4e5f6000c', { state: 'shutting-down' })
      const node = world.records.managedNodes[WEB]
      if (!node) return
      for (const id of ['i-0a1b2c3d4e5f6000a', 'i-0a1b2c3d4e5f6000b', 'i-0a1b2c3d4e5f6000c'])
        world.records.managedNodes[id] = { ...node, id, pingStatus: 'ConnectionLost' }
    },
  },
  'instances without a profile that are meant to have none': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', {})
      delete world.records.instances['i-0a1b2c3d4e5f6000a']?.profileArn
    },
    tells: [`info report/not-managed ${REGION}`],
  },
  'an instance that has just started and is not registered': {
    alter: world => {
      anInstance(world, 'i-0a1b2c3d4e5f6000a', { launchedAt: '2026-11-20T08:50:00.000Z' })
    },
    tells: ['high? node/registered i-0a1b2c3d4e5f6000a'],
    outcomes: { ...allNodes(ALL_WELL), 'i-0a1b2c3d4e5f6000a': 'unknown yes yes yes' },
  },
  'Windows nodes': {
    alter: world => {
      for (const node of nodesOf(world)) {
        Object.assign(node, {
          platformType: 'Windows',
          platformName: 'Microsoft Windows Server 2022 Datacenter',
          platformVersion: '10.0.20348',
          isLatestVersion: false,
        })
      }
      for (const instance of Object.values(world.records.instances)) instance.platform = 'windows'
    },
  },
  'agents that are a little behind': {
    alter: world => {
      for (const node of nodesOf(world))
        Object.assign(node, { agentVersion: '3.3.40.0', isLatestVersion: false })
    },
    tells: [WEB, DB, HYBRID].map(id => `low node/agent-version ${id}`),
  },
  'a heartbeat that was set to an hour': {
    alter: world => {
      const node = world.records.managedNodes[WEB]
      if (node) node.lastPingAt = '2026-11-20T08:20:00.000Z'
    },
  },
  'tokens optional': {
    alter: world => {
      const instance = world.records.instances[WEB]
      if (instance) instance.metadataTokens = 'optional'
    },
    tells: [`low node/imdsv2-required ${WEB} HttpTokens`],
  },
  'a Region without anything': {
    alter: world => {
      emptied(world)
      world.records.preferencesDocuments = {}
    },
    tells: [`info report/empty-region ${REGION}`],
    outcomes: {},
  },
  "a Region whose nodes are stopped or a service's own, and no preferences": {
    alter: world => {
      delete world.records.managedNodes[HYBRID]
      world.records.preferencesDocuments = {}
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      Object.assign(world.records.instances[DB] ?? {}, { operatedByService: true })
    },
    tells: [`info report/empty-region ${REGION}`],
    outcomes: {},
  },
  'a Region with preferences and no node': { alter: emptied, outcomes: {} },
  'a Region with preferences of long ago, no node, and nothing of what they name': {
    alter: world => {
      emptied(world)
      Object.assign(world.records, {
        logGroups: {},
        keys: {},
        keyPolicies: {},
        keyGrants: {},
        buckets: {},
        bucketPolicies: {},
        bucketEncryption: {},
      })
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document)
        document.latest = { version: '4', content: preferencesContent({ s3KeyPrefix: 'elsewhere' }) }
    },
    tells: [`low preferences/default-version-current ${DOCUMENT}`],
    outcomes: {},
  },

  // policies
  'one statement that is no list, an action that is no list': {
    alter: world => logging(world, { Effect: 'Allow', Action: '*', Resource: '*' }),
    tells: TOO_MUCH,
  },
  'a policy of the 2008 version': {
    alter: world => logging(world, loggingStatements(), '2008-10-17'),
  },
  'wildcards in actions and resources': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: ['logs:Create*', 'logs:Put*', 'logs:Describe*'],
          Resource: 'arn:aws:logs:*:*:*',
        },
        { Effect: 'Allow', Action: ['s3:Put*', 's3:Get*'], Resource: 'arn:aws:s3:::session-archive-*' },
        { Effect: 'Allow', Action: 'kms:De*', Resource: `arn:aws:kms:*:${ACCOUNT}:key/*` },
      ]),
    tells: MAY_ERASE,
  },
  'question marks and another letter case in actions': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: 'LOGS:createlogstream',
          Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-sessions-???:*`,
        },
        { Effect: 'Allow', Action: 'logs:putLOGevents', Resource: `${GROUP_ARN}:log-stream:*` },
        {
          Effect: 'Allow',
          Action: 'logs:DescribeLogGroups',
          Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*:*`,
        },
        ...loggingStatements().slice(2),
      ]),
  },
  'everything but some services': {
    alter: world =>
      logging(world, [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }]),
    tells: TOO_MUCH,
  },
  'everything but some resources': {
    alter: world =>
      logging(world, [
        {
          Effect: 'Allow',
          Action: ['logs:*', 's3:*', 'kms:*'],
          NotResource: ['arn:aws:s3:::payroll', 'arn:aws:s3:::payroll/*'],
        },
      ]),
    tells: MAY_ERASE,
  },
  'an administrator': {
    alter: world => {
      const arn = 'arn:aws:iam::aws:policy/AdministratorAccess'
      const document = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }])
      world.records.policies[arn] = { arn, name: 'AdministratorAccess', document }
      for (const role of Object.values(world.records.roles))
        Object.assign(role, { attached: [{ arn, name: 'AdministratorAccess' }], inline: {} })
    },
    tells: TOO_MUCH,
  },
  'the agent of CloudWatch beside session logs': {
    alter: world => {
      addInline(world, 'web', 'app-logs', {
        Sid: 'AppLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/web:*`,
      })
    },
  },
  'a right statement beside one that misses the group by a letter': {
    alter: world => {
      addInline(world, 'web', 'old-session-logs', {
        Sid: 'OldSessionLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-session-dev:*`,
      })
    },
  },
  'policies by variables': {
    alter: world => {
      for (const role of Object.values(world.records.roles)) role.tags = { team: 'sessions' }
      edited(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}/\${aws:PrincipalTag/team}/*` })
    },
  },
  'the account and Region as conditions': {
    alter: world => {
      edited(world, 'WriteSessionLogs', {
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': REGION, 'aws:PrincipalAccount': ACCOUNT } },
      })
      edited(world, 'Archive', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })
    },
  },
  'the core actions by wildcards and for the own instance alone': {
    alter: world => {
      Object.assign(world.records.roles['db'] ?? {}, { attached: [] })
      addInline(
        world,
        'db',
        'core',
        {
          Effect: 'Allow',
          Action: 'ssm:UpdateInstanceInformation',
          Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/*`,
          Condition: { ArnLike: { 'ssm:SourceInstanceARN': `arn:aws:ec2:*:${ACCOUNT}:instance/i-*` } },
        },
        { Effect: 'Allow', Action: 'ssmmessages:*', Resource: '*' },
      )
    },
  },
  'a role with a path, which key and bucket name': {
    alter: world => {
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, root, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: 'kms:Decrypt',
        Resource: '*',
      })
      bucketPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      })
    },
  },
  'a boundary that allows': {
    alter: world => {
      for (const role of ['web', 'db', 'hybrid-node']) {
        bound(world, role, `limit-${role}`, { Effect: 'Allow', NotAction: ['iam:*', 'ec2:*'], Resource: '*' })
      }
    },
  },
  'a Deny that is about something else': {
    alter: world => {
      addInline(world, 'web', 'guard', {
        Effect: 'Deny',
        Action: ['logs:Delete*', 's3:Delete*'],
        Resource: '*',
      })
      addInline(world, 'db', 'guard', {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': [REGION, 'eu-west-1'] } },
      })
      addInline(world, 'hybrid-node', 'guard', {
        Effect: 'Deny',
        NotAction: ['ssm:*', 'ssmmessages:*', 'logs:*', 's3:*', 'kms:*'],
        Resource: '*',
      })
    },
  },
  'a role that several services may assume': {
    alter: world => {
      const trust = [
        {
          Effect: 'Allow',
          Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } },
        },
      ]
      Object.assign(world.records.roles['web'] ?? {}, { trustPolicy: policyDocument(trust) })
      Object.assign(world.records.roles['db'] ?? {}, {
        trustPolicy: policyDocument({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      })
    },
  },
  'a service role bound to the account and Region, as the documentation prints it': {
    alter: world => {
      Object.assign(world.records.roles['hybrid-node'] ?? {}, {
        trustPolicy: policyDocument([
          {
            Effect: 'Allow',
            Principal: { Service: 'ssm.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': ACCOUNT },
              ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:${REGION}:${ACCOUNT}:*` },
            },
          },
        ]),
      })
    },
  },

  // keys
  'a key policy that names the roles and not the account': {
    alter: world => {
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: '*',
      })
    },
  },
  'a key policy that names the roles, and no policy of theirs': {
    alter: world => {
      withoutSession(world)
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, { Effect: 'Allow', Principal: { AWS: arns }, Action: 'kms:Decrypt', Resource: '*' })
    },
  },
  'grants in the place of policies': {
    alter: world => {
      withoutSession(world)
      world.records.keyGrants[SESSION_KEY] = {
        keyArn: SESSION_KEY,
        grants: Object.values(world.records.roles).map(role => ({
          grantee: role.arn,
          operations: ['Decrypt', 'GenerateDataKey'],
        })),
      }
    },
  },
  'a key that is for each node alone': {
    alter: world =>
      edited(world, 'SessionKey', {
        Condition: { StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': ['i-*', 'mi-*'] } },
      }),
  },
  'a session key by its alias': {
    alter: world => {
      prefer(world, { kmsKeyId: 'alias/sessions' })
      const key = world.records.keys[SESSION_KEY]
      if (key)
        world.records.keys = { ...world.records.keys, 'alias/sessions': { ...key, ref: 'alias/sessions' } }
      delete world.records.keys[SESSION_KEY]
    },
  },
  'a session key by the ARN of its alias': {
    alter: world => {
      const ref = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/sessions`
      prefer(world, { kmsKeyId: ref })
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys[ref] = { ...key, ref }
    },
  },
  'a session key by its bare id': {
    alter: world => {
      const ref = '11111111-2222-4333-8444-555555555555'
      prefer(world, { kmsKeyId: ref })
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys[ref] = { ...key, ref }
    },
  },
  'a replica of a multi-Region key': {
    alter: world => {
      const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`
      prefer(world, { kmsKeyId: arn })
      edited(world, 'SessionKey', { Resource: arn })
      const key = world.records.keys[SESSION_KEY]
      if (key)
        world.records.keys[arn] = {
          ...key,
          ref: arn,
          arn,
          id: 'mrk-1234abcd12ab34cd56ef1234567890ab',
          multiRegion: true,
        }
      world.records.keyPolicies[arn] = { keyArn: arn, document: policyDocument([root]) }
      world.records.keyGrants[arn] = { keyArn: arn, grants: [] }
    },
  },
  "a group key's policy for any group of the account": {
    alter: world =>
      groupKeyPolicy(world, root, {
        Effect: 'Allow',
        Principal: { Service: `logs.${REGION}.amazonaws.com` },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:*` },
        },
      }),
  },
  "a group key's policy without a condition, in one statement": {
    alter: world =>
      groupKeyPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: [`logs.${REGION}.amazonaws.com`] },
        Action: 'kms:*',
        Resource: '*',
      }),
  },
  "a group key's policy for anybody under a condition": {
    alter: world =>
      groupKeyPolicy(world, root, {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `${GROUP_ARN}*` } },
      }),
  },

  // buckets
  'a bucket policy that demands TLS': {
    alter: world =>
      bucketPolicy(world, {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
  },
  'a bucket policy that demands encryption, which the agent copies': {
    alter: world => {
      bucketPolicy(
        world,
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
        },
      )
    },
  },
  'a bucket policy that demands the ACL which the agent sends': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
  },
  'a bucket policy that shuts out other roles': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        NotPrincipal: { AWS: Object.values(world.records.roles).map(role => role.arn) },
        Action: 's3:DeleteObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      }),
  },
  'a bucket that lets the account in': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ['s3:PutObject', 's3:GetEncryptionConfiguration'],
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      }),
  },
  'PutObject without PutObjectAcl, as the sample policy has it': {
    alter: world => edited(world, 'Archive', { Action: 's3:PutObject' }),
    tells: ['db', 'hybrid-node', 'web'].map(role => `info s3/write-permissions ${role} s3:PutObjectAcl`),
  },
  'a bucket in another Region, and an endpoint that leads there': {
    alter: world => {
      const bucket = world.records.buckets[BUCKET]
      const kms = world.records.vpcEndpoints[ENDPOINTS.kms]
      if (!bucket || !kms) return
      bucket.region = 'eu-central-1'
      const serviceName = 'com.amazonaws.eu-central-1.s3'
      const abroad = { ...kms, id: 'vpce-0c9', serviceName, serviceRegion: 'eu-central-1' }
      world.records.vpcEndpoints['vpce-0c9'] = abroad
    },
  },
  'a bucket that KMS encrypts by the key of S3': {
    alter: world => {
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms' }
    },
  },
}

describe('a healthy account', () => {
  it.each(Object.entries(CASES))('%s', (_name, one) => {
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
        world.declared = { foreign: [`arn:aws:s3:::${BUCKET}`] }
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
