import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  BUCKET,
  CORE_POLICY,
  DB,
  GROUP,
  GROUP_KEY,
  HYBRID,
  LOGGING_POLICY,
  policyDocument,
  preferencesContent,
  REGION,
  SESSION_KEY,
  WEB,
  TLS_ONLY,
} from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { addInline, bound, editInline, editShared, prefer, preferLater } from '../checks/policies.ts'
import { foldedIn, judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

const DOCUMENT = 'SSM-SessionManagerRunShell'
const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
const WEB_PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/web`

const WELL = 'yes yes yes yes'
const CW =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption."
const HANG = 'Starting session with SessionId: <session id> (then nothing)'
const UNREAD_DATA_KEY =
  'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException: …'
const noDataKey = (error: string): string =>
  `Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: ${error} …`
const noBucket = (error: string): string =>
  `Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: ${error}`
const tnc = (node: string): string =>
  `An error occurred (TargetNotConnected) when calling the StartSession operation: ${node} is not connected.`

interface Broken {
  readonly alter: (world: BreakableWorld) => void
  /** The findings that no other explains. */
  readonly roots: readonly string[]
  /** What is folded, as `check subject <- check subject`. */
  readonly folded?: readonly string[]
  /** Outcomes that are not all well. */
  readonly outcomes?: Readonly<Record<string, string>>
  /** What users meet, by node; nothing where nothing is given. */
  readonly sees?: Readonly<Record<string, string>>
}

const NODES = [WEB, DB, HYBRID]
const ROLES = ['db', 'hybrid-node', 'web']
const onAll = (text: string): Record<string, string> => Object.fromEntries(NODES.map(id => [id, text]))
/** One finding for each role. */
const perRole = (check: string, about: string, roles = ROLES): string[] =>
  roles.map(role => `${check} ${role} ${about}`)
const foldedPerRole = (check: string, cause: string): string[] =>
  ROLES.map(role => `${check} ${role} <- ${cause.replace('ROLE', role)}`)

const followsVersion = (check: string): string =>
  `preferences/${check} ${DOCUMENT} <- preferences/default-version-current ${DOCUMENT}`

const edit = (world: BreakableWorld, sid: string, change: Record<string, unknown> | undefined): void => {
  editShared(world, sid, statement => change && { ...statement, ...change })
  editInline(world, sid, statement => change && { ...statement, ...change })
}

const node = (world: BreakableWorld, id: string, change: object): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, change)
}

const role = (world: BreakableWorld, name: string, change: object): void => {
  Object.assign(world.records.roles[name] ?? {}, change)
}

const lose = (world: BreakableWorld, ...ids: readonly string[]): void => {
  for (const id of ids)
    node(world, id, { pingStatus: 'ConnectionLost', lastPingAt: '2026-11-20T01:00:00.000Z' })
}

/** Takes the AWS-managed core policy from role web and gives it these actions in its stead. */
const core = (world: BreakableWorld, ...actions: readonly string[]): void => {
  role(world, 'web', { attached: [{ arn: LOGGING_POLICY, name: 'session-logging' }] })
  if (actions.length > 0) addInline(world, 'web', 'core', { Effect: 'Allow', Action: actions, Resource: '*' })
}

const key = (world: BreakableWorld, arn: string, change: object): void => {
  Object.assign(world.records.keys[arn] ?? {}, change)
}

const noBucketAtAll = (world: BreakableWorld): void => {
  Object.assign(world.records, { buckets: {}, bucketPolicies: {}, bucketEncryption: {} })
}

const bucketPolicy = (world: BreakableWorld, ...statements: unknown[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}

/** Turns Default Host Management on, with a role made from role `like`. */
const hosted = (world: BreakableWorld, like: string, change: object = {}): void => {
  world.records.serviceSettings[HOSTED] = { id: HOSTED, value: 'service-role/hosted', status: 'Customized' }
  const model = world.records.roles[like]
  const arn = `arn:aws:iam::${ACCOUNT}:role/service-role/hosted`
  if (model) world.records.roles['hosted'] = { ...model, name: 'hosted', arn, ...change }
}

const withoutProfiles = (world: BreakableWorld): void => {
  for (const id of [WEB, DB]) delete world.records.instances[id]?.profileArn
}

const CHANNELS =
  'ssmmessages:CreateControlChannel,ssmmessages:OpenControlChannel,ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel'

const NO_ROLE = 'no unknown unknown unknown'

const CASES: Readonly<Record<string, Broken>> = {
  // credentials
  'no instance profile, never registered': {
    alter: world => {
      delete world.records.instances[WEB]?.profileArn
      delete world.records.managedNodes[WEB]
      world.declared = { managed: 'all' }
    },
    roots: [`high identity/instance-profile-attached ${WEB}`],
    folded: [`node/registered ${WEB} <- identity/instance-profile-attached ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'no instance profile any more': {
    alter: world => {
      delete world.records.instances[WEB]?.profileArn
      lose(world, WEB)
    },
    roots: [`critical identity/instance-profile-attached ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/instance-profile-attached ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'instance profiles that were deleted': {
    alter: world => {
      world.records.instanceProfiles = {}
      lose(world, WEB, DB)
    },
    roots: [WEB, DB].map(id => `critical identity/profile-current ${id} IamInstanceProfile`),
    folded: [WEB, DB].flatMap(id => [
      `identity/profile-has-role ${id} <- identity/profile-current ${id}`,
      `node/agent-ping ${id} <- identity/profile-current ${id}`,
    ]),
    outcomes: { [WEB]: NO_ROLE, [DB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },
  'an instance profile without a role': {
    alter: world => {
      delete world.records.instanceProfiles[WEB_PROFILE]?.roleName
      lose(world, WEB)
    },
    roots: [`critical identity/profile-has-role ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/profile-has-role ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'an instance profile whose role was deleted': {
    alter: world => {
      delete world.records.roles['web']
      lose(world, WEB)
    },
    roots: [`critical identity/profile-has-role ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/profile-has-role ${WEB}`],
    outcomes: { [WEB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB) },
  },
  'a role that EC2 may not assume': {
    alter: world => {
      const trust = [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]
      role(world, 'web', { trustPolicy: policyDocument(trust) })
      lose(world, WEB)
    },
    roots: ['critical identity/role-trust web ec2.amazonaws.com'],
    folded: [`node/agent-ping ${WEB} <- identity/role-trust web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a role that EC2 may not assume, while old credentials last': {
    alter: world => role(world, 'web', { trustPolicy: policyDocument([]) }),
    roots: ['high identity/role-trust web ec2.amazonaws.com'],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a service role that is bound to another Region': {
    alter: world => {
      const trust = {
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:eu-west-1:${ACCOUNT}:*` } },
      }
      role(world, 'hybrid-node', { trustPolicy: policyDocument([trust]) })
      lose(world, HYBRID)
    },
    roots: ['critical identity/role-trust hybrid-node ssm.amazonaws.com'],
    folded: [
      'hybrid/service-role-trust hybrid-node <- identity/role-trust hybrid-node',
      `node/agent-ping ${HYBRID} <- identity/role-trust hybrid-node`,
    ],
    outcomes: { [HYBRID]: 'no yes yes yes' },
    sees: { [HYBRID]: tnc(HYBRID) },
  },

  // what the agent may do
  'a role without UpdateInstanceInformation': {
    alter: world => {
      core(world, 'ssmmessages:*')
      lose(world, WEB)
    },
    roots: ['critical identity/core-permissions web ssm:UpdateInstanceInformation'],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a role that has never had anything for the agent, on a node that is named': {
    alter: world => {
      core(world)
      delete world.records.managedNodes[WEB]
      world.declared = { named: [WEB, DB, HYBRID] }
    },
    roots: [`critical identity/core-permissions web ssm:UpdateInstanceInformation,${CHANNELS}`],
    folded: [`node/registered ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Online but never connectable': {
    alter: world => core(world, 'ssm:*'),
    roots: [
      `critical identity/core-permissions web ${CHANNELS}`,
      'medium identity/node-role-least-privilege web privilege',
    ],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'no data channel': {
    alter: world => core(world, 'ssm:UpdateInstanceInformation', 'ssmmessages:*ControlChannel'),
    roots: [
      'critical identity/core-permissions web ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel',
    ],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: 'Setting up data channel with id <session id> failed: … AccessDeniedException …' },
  },
  'a boundary that leaves the agent out': {
    alter: world => {
      bound(world, 'web', 'limit', { Effect: 'Allow', Action: ['logs:*', 's3:*', 'kms:*'], Resource: '*' })
      lose(world, WEB)
    },
    roots: ['critical identity/core-permissions web permissions boundary limit'],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a Deny on the channels': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Sid: 'NoChannels',
        Effect: 'Deny',
        Action: 'ssmmessages:*',
        Resource: '*',
      }),
    roots: ['critical identity/core-permissions web identity policy guard NoChannels'],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },

  // Default Host Management
  'Default Host Management shadowed by half a profile': {
    alter: world => {
      hosted(world, 'hybrid-node')
      core(world, 'ssm:UpdateInstanceInformation')
    },
    roots: [`critical identity/core-permissions web ${CHANNELS}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management whose role has nothing but the core': {
    alter: world => {
      hosted(world, 'hybrid-node', { attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }] })
      withoutProfiles(world)
    },
    roots: [
      'critical kms/node-can-decrypt hosted kms:Decrypt',
      'critical logs/describe-log-groups hosted logs:DescribeLogGroups',
      'critical s3/encryption-readable hosted s3:GetEncryptionConfiguration',
      'high logs/write-permissions hosted logs:CreateLogStream',
      'high s3/write-permissions hosted s3:PutObject',
    ],
    outcomes: { [WEB]: 'no no no no', [DB]: 'no no no no' },
    sees: { [WEB]: UNREAD_DATA_KEY, [DB]: UNREAD_DATA_KEY },
  },
  'Default Host Management whose role is gone': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = {
        id: HOSTED,
        value: 'service-role/hosted',
        status: 'Customized',
      }
      withoutProfiles(world)
      lose(world, WEB, DB)
    },
    roots: [`critical identity/dhmc-role ${REGION} role`],
    folded: [WEB, DB].flatMap(id => [
      `identity/instance-profile-attached ${id} <- identity/dhmc-role ${REGION}`,
      `node/agent-ping ${id} <- identity/dhmc-role ${REGION}`,
    ]),
    outcomes: { [WEB]: NO_ROLE, [DB]: NO_ROLE },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },
  'Default Host Management whose role is gone, beside a profile that does not report in': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = {
        id: HOSTED,
        value: 'service-role/hosted',
        status: 'Customized',
      }
      core(world, 'ssmmessages:*')
      lose(world, WEB)
    },
    roots: [
      'critical identity/core-permissions web ssm:UpdateInstanceInformation',
      `low identity/dhmc-role ${REGION} role`,
    ],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'Default Host Management whose role trusts EC2 alone': {
    alter: world => {
      hosted(world, 'web')
      withoutProfiles(world)
      lose(world, WEB, DB)
    },
    roots: ['critical identity/role-trust hosted ssm.amazonaws.com'],
    folded: [
      `identity/dhmc-role ${REGION} <- identity/role-trust hosted`,
      ...[WEB, DB].flatMap(id => [
        `identity/instance-profile-attached ${id} <- identity/role-trust hosted`,
        `node/agent-ping ${id} <- identity/role-trust hosted`,
      ]),
    ],
    outcomes: { [WEB]: 'no yes yes yes', [DB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB), [DB]: tnc(DB) },
  },

  // the log group
  'a policy that lists the named group alone, as guides print it': {
    alter: world => edit(world, 'FindLogGroups', { Resource: GROUP_ARN }),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'the same with streaming and without encryption': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      edit(world, 'FindLogGroups', { Resource: [GROUP_ARN, `${GROUP_ARN}:*`] })
    },
    roots: [
      ...perRole('high logs/describe-log-groups', 'logs:DescribeLogGroups'),
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
    ],
    outcomes: onAll('yes no yes yes'),
  },
  'a policy that lists groups by a prefix': {
    alter: world =>
      editShared(world, 'FindLogGroups', statement => ({
        ...statement,
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/*`,
      })),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups', ['hybrid-node', 'web']),
    outcomes: { [WEB]: 'no no yes yes', [HYBRID]: 'no no yes yes' },
    sees: { [WEB]: CW, [HYBRID]: CW },
  },
  'a policy that lists groups by a tag, which the call never has': {
    alter: world =>
      edit(world, 'FindLogGroups', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'ops' } } }),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'another group in the policies': {
    alter: world =>
      edit(world, 'WriteSessionLogs', {
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/ssm/onetime-sessions-prod:*`,
      }),
    roots: [
      'high logs/log-group-arn-match db session-logging-inline WriteSessionLogs',
      'high logs/log-group-arn-match hybrid-node session-logging WriteSessionLogs',
      'high logs/log-group-arn-match web session-logging WriteSessionLogs',
    ],
    outcomes: onAll('yes no yes yes'),
  },
  'the group without :*': {
    alter: world =>
      editShared(world, 'WriteSessionLogs', statement => ({ ...statement, Resource: [GROUP_ARN] })),
    roots: perRole('high logs/log-group-arn-match', 'session-logging WriteSessionLogs', [
      'hybrid-node',
      'web',
    ]),
    outcomes: { [WEB]: 'yes no yes yes', [HYBRID]: 'yes no yes yes' },
  },
  'no right to write': {
    alter: world => edit(world, 'WriteSessionLogs', undefined),
    roots: perRole('high logs/write-permissions', 'logs:CreateLogStream'),
    outcomes: onAll('yes no yes yes'),
  },
  'no right to put events': {
    alter: world =>
      edit(world, 'WriteSessionLogs', { Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams'] }),
    roots: perRole('high logs/write-permissions', 'logs:PutLogEvents'),
    outcomes: onAll('yes no yes yes'),
  },
  'a Deny on writing': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Sid: 'NoLogs',
        Effect: 'Deny',
        Action: 'logs:PutLogEvents',
        Resource: '*',
      }),
    roots: ['high logs/write-permissions web identity policy guard NoLogs'],
    outcomes: { [WEB]: 'yes no yes yes' },
  },
  'no log group, where encryption is required': {
    alter: world => {
      world.records.logGroups = {}
    },
    roots: [`critical logs/log-group-exists ${GROUP} absent`],
    folded: [`logs/log-group-encrypted ${GROUP} <- logs/log-group-exists ${GROUP}`],
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'no log group': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      world.records.logGroups = {}
    },
    roots: [`high logs/log-group-exists ${GROUP} absent`],
    outcomes: onAll('yes no yes yes'),
  },
  'preferences that name what nobody else does': {
    alter: world =>
      prefer(world, {
        cloudWatchLogGroupName: '/aws/ssm/onetime-session-dev',
        cloudWatchEncryptionEnabled: false,
      }),
    roots: ['high logs/log-group-exists /aws/ssm/onetime-session-dev majority'],
    folded: foldedPerRole('logs/log-group-arn-match', 'logs/log-group-exists /aws/ssm/onetime-session-dev'),
    outcomes: onAll('yes no yes yes'),
  },
  'a group without a key, where encryption is required': {
    alter: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`critical logs/log-group-encrypted ${GROUP} kmsKeyId`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(CW),
  },
  "a group's key that shuts the logs service out": {
    alter: world => {
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[GROUP_KEY] = { keyArn: GROUP_KEY, document: policyDocument([root]) }
    },
    roots: [`high logs/key-allows-logs-service ${GROUP} key policy`],
    outcomes: onAll('yes no yes yes'),
  },
  "a group's key that is off": {
    alter: world => key(world, GROUP_KEY, { state: 'Disabled' }),
    roots: [`high logs/key-allows-logs-service ${GROUP} state`],
    outcomes: onAll('yes no yes yes'),
  },

  // the preferences
  'no preferences': {
    alter: world => {
      world.records.preferencesDocuments = {}
    },
    roots: [`high preferences/document-exists ${DOCUMENT}`],
    folded: [`preferences/logging-enabled ${DOCUMENT} <- preferences/document-exists ${DOCUMENT}`],
    outcomes: onAll('yes off off off'),
  },
  'preferences without a destination': {
    alter: world => prefer(world, { s3BucketName: '', cloudWatchLogGroupName: '' }),
    roots: [`high preferences/logging-enabled ${DOCUMENT}`],
    outcomes: onAll('yes off off yes'),
  },
  'an ARN for a group, where encryption is required': {
    alter: world => prefer(world, { cloudWatchLogGroupName: `${GROUP_ARN}:*` }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchLogGroupName`],
    folded: [
      `logs/log-group-encrypted ${GROUP_ARN}:* <- preferences/schema-valid ${DOCUMENT}`,
      `logs/log-group-exists ${GROUP_ARN}:* <- preferences/schema-valid ${DOCUMENT}`,
      ...foldedPerRole('logs/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('no no yes yes'),
    sees: onAll(CW),
  },
  'an ARN for a bucket, where encryption is required': {
    alter: world => {
      prefer(world, { s3BucketName: `arn:aws:s3:::${BUCKET}` })
      noBucketAtAll(world)
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} s3BucketName`],
    folded: [
      `s3/bucket-exists arn:aws:s3:::${BUCKET} <- preferences/schema-valid ${DOCUMENT}`,
      ...foldedPerRole('s3/encryption-readable', `preferences/schema-valid ${DOCUMENT}`),
      ...foldedPerRole('s3/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('no yes no yes'),
    sees: onAll(noBucket('NoSuchBucket …')),
  },
  'a field that is spelt wrong': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      const content = preferencesContent({ s3BucketName: '' })
      if (document)
        document.default.content = content.replace('cloudWatchLogGroupName', 'cloudwatchLogGroupName')
    },
    roots: [`high preferences/schema-valid ${DOCUMENT} cloudwatchLogGroupName`],
    folded: [`preferences/logging-enabled ${DOCUMENT} <- preferences/schema-valid ${DOCUMENT}`],
    outcomes: onAll('yes off off yes'),
  },
  'streaming written as a string': {
    alter: world => prefer(world, { cloudWatchStreamingEnabled: 'true' }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchStreamingEnabled`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(HANG),
  },
  'a group name that is no text': {
    alter: world => prefer(world, { cloudWatchLogGroupName: [GROUP] }),
    roots: [`critical preferences/schema-valid ${DOCUMENT} cloudWatchLogGroupName`],
    outcomes: onAll('no off yes yes'),
    sees: onAll(HANG),
  },
  'a schema version that no agent knows': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = preferencesContent({}, { schemaVersion: '2.2' })
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} schemaVersion`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll(
      'schemaVersion is not supported by this version of ssm agent, please update to latest version',
    ),
  },
  'a document that is not JSON': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = '{"schemaVersion": "1.0",'
    },
    roots: [`critical preferences/schema-valid ${DOCUMENT} content`],
    folded: ['logging-enabled', 'session-key-set', 'timeouts-set', 'timeouts-set'].map(
      check => `preferences/${check} ${DOCUMENT} <- preferences/schema-valid ${DOCUMENT}`,
    ),
    outcomes: onAll('no off off off'),
    sees: onAll(HANG),
  },
  'a latest version that names another group': {
    alter: world => preferLater(world, { cloudWatchLogGroupName: '/aws/ssm/other-team' }),
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [
      ...foldedPerRole('logs/log-group-arn-match', `preferences/default-version-current ${DOCUMENT}`),
      `logs/log-group-encrypted /aws/ssm/other-team <- preferences/default-version-current ${DOCUMENT}`,
      `logs/log-group-exists /aws/ssm/other-team <- preferences/default-version-current ${DOCUMENT}`,
    ],
    outcomes: onAll('unknown unknown yes yes'),
  },
  'a latest version that agrees in all that matters but one flag': {
    alter: world => preferLater(world, { cloudWatchStreamingEnabled: false }),
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [followsVersion('streaming-enabled')],
  },
  'port sessions by default': {
    alter: world => {
      const document = world.records.preferencesDocuments[DOCUMENT]
      if (document) document.default.content = preferencesContent({}, { sessionType: 'Port' })
    },
    roots: [`high preferences/schema-valid ${DOCUMENT} sessionType`],
    outcomes: onAll('yes no no no'),
  },
  'a flag in one version alone, and a group without a key': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [`logs/log-group-encrypted ${GROUP} <- preferences/default-version-current ${DOCUMENT}`],
    outcomes: onAll('unknown yes yes yes'),
  },
  'a flag in one version alone, and roles that may not read how the bucket encrypts': {
    alter: world => {
      preferLater(world, { s3EncryptionEnabled: false })
      edit(world, 'ReadBucketEncryption', undefined)
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: foldedPerRole('s3/encryption-readable', `preferences/default-version-current ${DOCUMENT}`),
    outcomes: onAll('unknown yes yes yes'),
  },
  'streaming and encryption in one version alone, and roles that may not list groups': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false, cloudWatchStreamingEnabled: false })
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [`medium preferences/default-version-current ${DOCUMENT}`],
    folded: [
      ...foldedPerRole('logs/describe-log-groups', `preferences/default-version-current ${DOCUMENT}`),
      followsVersion('log-encryption-required'),
      followsVersion('streaming-enabled'),
    ],
    outcomes: onAll('unknown unknown yes yes'),
  },
  'encryption in one version, streaming in both, and roles that may not list groups': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [
      `medium preferences/default-version-current ${DOCUMENT}`,
      ...perRole('high logs/describe-log-groups', 'logs:DescribeLogGroups'),
    ],
    folded: [followsVersion('log-encryption-required')],
    outcomes: onAll('unknown no yes yes'),
  },
  'a flag in one version alone, and no log group': {
    alter: world => {
      preferLater(world, { cloudWatchEncryptionEnabled: false })
      world.records.logGroups = {}
    },
    roots: [
      `high logs/log-group-exists ${GROUP} absent`,
      `medium preferences/default-version-current ${DOCUMENT}`,
    ],
    folded: [`logs/log-group-encrypted ${GROUP} <- logs/log-group-exists ${GROUP}`],
    outcomes: onAll('unknown no yes yes'),
  },
  'run as root': {
    alter: world => prefer(world, { runAsEnabled: true, runAsDefaultUser: 'root' }),
    roots: [`high preferences/run-as-user ${DOCUMENT} runAsDefaultUser`],
    outcomes: onAll('no yes yes yes'),
    sees: onAll('Unable to start command: invalid uid and gid'),
  },
  'run as whomever a tag names': {
    alter: world => prefer(world, { runAsEnabled: true, runAsDefaultUser: '' }),
    roots: [`high? preferences/run-as-user ${DOCUMENT} runAsDefaultUser`],
    outcomes: onAll('unknown yes yes yes'),
  },

  // the session key
  'a role that may not decrypt': {
    alter: world => edit(world, 'SessionKey', undefined),
    roots: perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a right to decrypt through a service, which nobody calls': {
    alter: world =>
      edit(world, 'SessionKey', {
        Condition: { StringEquals: { 'kms:ViaService': `ssm.${REGION}.amazonaws.com` } },
      }),
    roots: perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a key policy that leaves the account out': {
    alter: world => {
      const admin = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([admin]) }
    },
    roots: perRole('critical kms/node-can-decrypt', 'key policy'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'no such key': {
    alter: world => {
      delete world.records.keys[SESSION_KEY]
      delete world.records.keyPolicies[SESSION_KEY]
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} key`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('NotFoundException')),
  },
  'a key that is off': {
    alter: world => key(world, SESSION_KEY, { state: 'Disabled' }),
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('DisabledException')),
  },
  'a key that goes, and a role that may not use it either': {
    alter: world => {
      key(world, SESSION_KEY, { state: 'PendingDeletion' })
      edit(world, 'SessionKey', undefined)
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    folded: foldedPerRole('kms/node-can-decrypt', `kms/key-usable ${SESSION_KEY}`),
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('KMSInvalidStateException')),
  },
  'a key of another Region': {
    alter: world => prefer(world, { kmsKeyId: SESSION_KEY.replace(REGION, 'eu-west-1') }),
    roots: [`critical kms/key-usable ${SESSION_KEY.replace(REGION, 'eu-west-1')} region`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('NotFoundException')),
  },
  'one key for sessions and logs, off': {
    alter: world => {
      key(world, SESSION_KEY, { state: 'Disabled' })
      const group = world.records.logGroups[GROUP]
      if (group) group.kmsKeyId = SESSION_KEY
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    folded: [`logs/key-allows-logs-service ${GROUP} <- kms/key-usable ${SESSION_KEY}`],
    outcomes: onAll('no no yes no'),
    sees: onAll(noDataKey('DisabledException')),
  },

  // the bucket
  'another prefix in the policies': {
    alter: world =>
      edit(world, 'Archive', { Action: 's3:Put*', Resource: `arn:aws:s3:::${BUCKET}/session-logs/*` }),
    roots: [
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('yes yes no yes'),
  },
  'the bucket itself in the place of its objects': {
    alter: world => edit(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}` }),
    roots: [
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('yes yes no yes'),
  },
  'a prefix with a leading slash': {
    alter: world => prefer(world, { s3KeyPrefix: '/sessions' }),
    roots: [`high preferences/schema-valid ${DOCUMENT} s3KeyPrefix`],
    folded: [
      ...foldedPerRole('s3/prefix-match', `preferences/schema-valid ${DOCUMENT}`),
      ...foldedPerRole('s3/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('yes yes no yes'),
  },
  'no right to upload': {
    alter: world => edit(world, 'Archive', undefined),
    roots: perRole('high s3/write-permissions', 's3:PutObject'),
    outcomes: onAll('yes yes no yes'),
  },
  'a bucket policy that refuses every upload': {
    alter: world =>
      bucketPolicy(world, {
        Sid: 'NoPut',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      }),
    roots: [`high s3/bucket-policy ${BUCKET} bucket policy of ${BUCKET} NoPut`],
    folded: foldedPerRole('s3/write-permissions', `s3/bucket-policy ${BUCKET}`),
    outcomes: onAll('yes yes no yes'),
  },
  'no bucket, where encryption is required': {
    alter: noBucketAtAll,
    roots: [`critical s3/bucket-exists ${BUCKET} s3BucketName`],
    outcomes: onAll('no yes no yes'),
    sees: onAll(noBucket('NoSuchBucket …')),
  },
  'no bucket': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false })
      noBucketAtAll(world)
    },
    roots: [`high s3/bucket-exists ${BUCKET} s3BucketName`],
    outcomes: onAll('yes yes no yes'),
  },
  'a role that may not read how the bucket encrypts': {
    alter: world => edit(world, 'ReadBucketEncryption', undefined),
    roots: perRole('critical s3/encryption-readable', 's3:GetEncryptionConfiguration'),
    outcomes: onAll('no yes yes yes'),
    sees: onAll(
      noBucket(
        'AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …',
      ),
    ),
  },
  'a bucket policy that demands the header which the agent then cannot copy': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false })
      edit(world, 'ReadBucketEncryption', undefined)
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      })
    },
    roots: perRole('high s3/encryption-readable', 's3:GetEncryptionConfiguration'),
    outcomes: onAll('yes yes no yes'),
  },
  'an agent that sends no header, and a bucket policy that demands it': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false, runAsEnabled: false })
      node(world, WEB, { agentVersion: '3.0.450.0' })
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      })
    },
    roots: [`high node/agent-version ${WEB}`, 'high s3/encryption-readable web agent version'],
    outcomes: { [WEB]: 'yes yes no yes' },
  },
  "a bucket's key that the roles may not use": {
    alter: world => {
      const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/aaaaaaaa-2222-4333-8444-555555555555`
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: arn }
      const session = world.records.keys[SESSION_KEY]
      if (session) world.records.keys[arn] = { ...session, ref: arn, arn }
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[arn] = { keyArn: arn, document: policyDocument([root]) }
      addInline(world, 'web', 'bucket-key', {
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: arn,
        Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
      })
    },
    roots: perRole('high s3/key-access', 'kms:GenerateDataKey', ['db', 'hybrid-node']),
    outcomes: { [DB]: 'yes yes no yes', [HYBRID]: 'yes yes no yes' },
  },

  // the node
  'an agent that stopped': {
    alter: world => lose(world, WEB),
    roots: [`critical node/agent-ping ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an agent that never registered': {
    alter: world => {
      delete world.records.managedNodes[WEB]
    },
    roots: [`high node/registered ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a snap that stopped after an update, told once': {
    alter: world => {
      node(world, WEB, { platformName: 'Ubuntu', platformVersion: '24.04', agentVersion: '3.3.2299.0' })
      lose(world, WEB)
    },
    roots: [`critical node/agent-ping ${WEB}`],
    folded: [`node/agent-version ${WEB} <- node/agent-ping ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'no metadata endpoint': {
    alter: world => {
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
      lose(world, WEB)
    },
    roots: [`critical node/imds-enabled ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- node/imds-enabled ${WEB}`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'an agent that cannot encrypt sessions': {
    alter: world => node(world, WEB, { agentVersion: '2.3.400.0' }),
    roots: [`critical node/agent-version ${WEB}`],
    outcomes: { [WEB]: 'no yes yes no' },
  },
  'an agent that cannot read flags written as strings': {
    alter: world => {
      prefer(world, { runAsEnabled: 'false' })
      node(world, WEB, { agentVersion: '3.0.600.0' })
    },
    roots: [
      `critical node/agent-version ${WEB}`,
      `critical preferences/schema-valid ${DOCUMENT} runAsEnabled`,
    ],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: HANG },
  },
  'an agent that is too old to stream': {
    alter: world => node(world, HYBRID, { agentVersion: '3.0.222.0' }),
    roots: [`medium node/agent-version ${HYBRID}`],
  },

  // several at once
  'the wrong Region for logs, the wrong case for objects, no key, no listing': {
    alter: world => {
      edit(world, 'WriteSessionLogs', { Resource: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${GROUP}:*` })
      edit(world, 'Archive', { Action: 's3:Put*', Resource: `arn:aws:s3:::${BUCKET}/Sessions/*` })
      edit(world, 'SessionKey', undefined)
      edit(world, 'FindLogGroups', undefined)
    },
    roots: [
      ...perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
      ...perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
      'high logs/log-group-arn-match db session-logging-inline WriteSessionLogs',
      'high logs/log-group-arn-match hybrid-node session-logging WriteSessionLogs',
      'high logs/log-group-arn-match web session-logging WriteSessionLogs',
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('no no no no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a node that is gone and another that may not write': {
    alter: world => {
      lose(world, WEB)
      editInline(world, 'WriteSessionLogs', () => undefined)
    },
    roots: [`critical node/agent-ping ${WEB}`, 'high logs/write-permissions db logs:CreateLogStream'],
    outcomes: { [WEB]: 'no yes yes yes', [DB]: 'yes no yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
  'two faults of one node, of which neither explains the other': {
    alter: world => {
      core(world, 'ssmmessages:*')
      role(world, 'web', { trustPolicy: policyDocument([]) })
      lose(world, WEB)
    },
    roots: [
      'critical identity/core-permissions web ssm:UpdateInstanceInformation',
      'critical identity/role-trust web ec2.amazonaws.com',
    ],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    outcomes: { [WEB]: 'no yes yes yes' },
    sees: { [WEB]: tnc(WEB) },
  },
}

describe('a broken account', () => {
  it.each(Object.entries(CASES))('%s', (_name, one) => {
    const report = judge(worldWith(one.alter))
    expect(rootsIn(report)).toEqual([...one.roots].sort())
    expect(foldedIn(report)).toEqual([...(one.folded ?? [])].sort())
    expect(outcomesIn(report)).toEqual({ ...onAll(WELL), ...one.outcomes })
    const met = report.outcomes.flatMap(({ node: id, userSees }) =>
      userSees === null ? [] : [[id, userSees]],
    )
    expect(Object.fromEntries(met)).toEqual(one.sees ?? {})
  })

  it.each(Object.entries(CASES))('%s: every outcome that is not well names a cause', (_name, one) => {
    const report = judge(worldWith(one.alter))
    if (report.findings.length === 0) return
    const unexplained = report.outcomes.filter(
      outcome =>
        Object.values([outcome.canConnect, ...Object.values(outcome.recorded)]).includes('no') &&
        outcome.causes.length === 0,
    )
    expect(unexplained.map(outcome => outcome.node)).toEqual([])
  })
})
