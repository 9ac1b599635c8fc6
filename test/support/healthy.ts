import { ACCOUNT, healthyNetwork, nodeInterface, NODE_SUBNET, REGION, VPC } from './healthy-network.ts'
import type { BreakableWorld } from './mutable.ts'

export { ACCOUNT, REGION } from './healthy-network.ts'
export const GROUP = '/aws/ssm/onetime-sessions-dev'
export const BUCKET = 'session-archive-123456789012'
export const SESSION_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`
export const GROUP_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/66666666-7777-4888-9999-aaaaaaaaaaaa`
export const LOGGING_POLICY = `arn:aws:iam::${ACCOUNT}:policy/session-logging`
export const CORE_POLICY = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'
export const WEB = 'i-0a1b2c3d4e5f60001'
export const DB = 'i-0a1b2c3d4e5f60002'
export const HYBRID = 'mi-0a1b2c3d4e5f60003'

const json = (value: unknown): string => JSON.stringify(value)

/** The inputs of the healthy preferences document; a test may override some. */
export const preferencesContent = (
  inputs: Record<string, unknown> = {},
  top: Record<string, unknown> = {},
): string =>
  json({
    schemaVersion: '1.0',
    description: 'Document to hold regional settings for Session Manager',
    sessionType: 'Standard_Stream',
    inputs: {
      s3BucketName: BUCKET,
      s3KeyPrefix: 'sessions',
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: GROUP,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: SESSION_KEY,
      runAsEnabled: false,
      runAsDefaultUser: '',
      idleSessionTimeout: '15',
      maxSessionDuration: '720',
      shellProfile: { linux: '', windows: '' },
      ...inputs,
    },
    ...top,
  })

/** The statements of the healthy logging policy. */
export const loggingStatements = (): Record<string, unknown>[] => [
  {
    Sid: 'WriteSessionLogs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    Resource: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`],
  },
  {
    Sid: 'FindLogGroups',
    Effect: 'Allow',
    Action: 'logs:DescribeLogGroups',
    Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*`,
  },
  {
    Sid: 'Archive',
    Effect: 'Allow',
    Action: ['s3:PutObject', 's3:PutObjectAcl'],
    Resource: `arn:aws:s3:::${BUCKET}/sessions/*`,
  },
  {
    Sid: 'ReadBucketEncryption',
    Effect: 'Allow',
    Action: 's3:GetEncryptionConfiguration',
    Resource: `arn:aws:s3:::${BUCKET}`,
  },
  { Sid: 'SessionKey', Effect: 'Allow', Action: 'kms:Decrypt', Resource: SESSION_KEY },
]

/** A policy document of the 2012 version. */
export const policyDocument = (statements: unknown): string =>
  json({ Version: '2012-10-17', Statement: statements })

const trust = (service: string): string =>
  policyDocument([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }])

const corePolicy = (): string =>
  policyDocument([
    {
      Effect: 'Allow',
      Action: [
        'ssm:DescribeAssociation',
        'ssm:GetDocument',
        'ssm:ListAssociations',
        'ssm:GetParameter',
        'ssm:UpdateInstanceInformation',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      Resource: '*',
    },
  ])

const rootStatement = {
  Sid: 'EnableIamPolicies',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}

const logsStatement = {
  Sid: 'AllowLogsService',
  Effect: 'Allow',
  Principal: { Service: `logs.${REGION}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: {
    ArnEquals: {
      'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`,
    },
  },
}

/** What a bucket's policy should hold: nothing comes or goes by plain HTTP. */
export const TLS_ONLY = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}

const key = (arn: string): BreakableWorld['records']['keys'][string] => ({
  ref: arn,
  arn,
  id: arn.split('/')[1] as string,
  accountId: ACCOUNT,
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  manager: 'CUSTOMER',
  origin: 'AWS_KMS',
  multiRegion: false,
})

const instance = (
  id: string,
  name: string,
  address: string,
): BreakableWorld['records']['instances'][string] => ({
  id,
  name,
  state: 'running',
  launchedAt: '2026-10-02T06:00:00.000Z',
  profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/${name.split('-')[0]}`,
  profileId: `AIPA000000000000000${name.length}`,
  metadataEndpoint: 'enabled',
  metadataTokens: 'required',
  vpcId: VPC,
  subnetId: NODE_SUBNET,
  interfaces: [nodeInterface(id, address)],
  tags: { Name: name },
})

const node = (id: string): BreakableWorld['records']['managedNodes'][string] => ({
  id,
  pingStatus: 'Online',
  lastPingAt: '2026-11-20T09:13:30.000Z',
  agentVersion: '3.3.4121.0',
  isLatestVersion: true,
  platformType: 'Linux',
  platformName: 'Amazon Linux',
  platformVersion: '2023',
})

const profile = (name: string): BreakableWorld['records']['instanceProfiles'][string] => ({
  arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`,
  name,
  id: `AIPA000000000000000${name.length + 2}`,
  roleName: name,
})

const role = (name: string, path: string, service: string): BreakableWorld['records']['roles'][string] => ({
  name,
  arn: `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
  id: `AROA${name
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .padEnd(17, 'X')}`,
  trustPolicy: trust(service),
  attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }],
  inline: {},
  tags: {},
})

const byId = <T>(records: readonly T[], idOf: (record: T) => string): Record<string, T> =>
  Object.fromEntries(records.map(record => [idOf(record), record]))

/**
 * A healthy account, deep and free to be broken: two EC2 nodes by instance profile in a private network with endpoints,
 * and a hybrid one; sessions that are encrypted, streamed to an encrypted log group and archived in a bucket.
 */
export const healthyWorld = (): BreakableWorld => {
  const web = role('web', '/', 'ec2.amazonaws.com')
  const db = role('db', '/service/', 'ec2.amazonaws.com')
  const hybrid = role('hybrid-node', '/', 'ssm.amazonaws.com')
  web.attached.push({ arn: LOGGING_POLICY, name: 'session-logging' })
  hybrid.attached.push({ arn: LOGGING_POLICY, name: 'session-logging' })
  db.inline = { 'session-logging-inline': policyDocument(loggingStatements()) }
  return {
    scope: {
      accountId: ACCOUNT,
      region: REGION,
      partition: 'aws',
      callerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/ci`,
      takenAt: '2026-11-20T09:14:00.000Z',
      notes: [],
    },
    gaps: [],
    records: {
      preferencesDocuments: {
        'SSM-SessionManagerRunShell': {
          name: 'SSM-SessionManagerRunShell',
          default: { version: '3', content: preferencesContent(), createdAt: '2026-09-01T08:00:00.000Z' },
        },
      },
      sessionDocuments: {},
      managedNodes: byId(
        [node(WEB), node(DB), { ...node(HYBRID), name: 'rack-7', iamRole: 'hybrid-node' }],
        one => one.id,
      ),
      instances: byId(
        [instance(WEB, 'web-1', '10.20.1.11'), instance(DB, 'db-1', '10.20.1.12')],
        one => one.id,
      ),
      serviceSettings: {
        '/ssm/managed-instance/default-ec2-instance-management-role': {
          id: '/ssm/managed-instance/default-ec2-instance-management-role',
          value: '$None',
          status: 'Default',
        },
      },
      logGroups: {
        [GROUP]: {
          name: GROUP,
          arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`,
          kmsKeyId: GROUP_KEY,
          retentionInDays: 400,
          class: 'STANDARD',
          createdAt: '2026-08-15T10:00:00.000Z',
        },
      },
      keys: byId([key(SESSION_KEY), key(GROUP_KEY)], one => one.ref),
      keyPolicies: {
        [SESSION_KEY]: { keyArn: SESSION_KEY, document: policyDocument([rootStatement]) },
        [GROUP_KEY]: { keyArn: GROUP_KEY, document: policyDocument([rootStatement, logsStatement]) },
      },
      keyGrants: {
        [SESSION_KEY]: { keyArn: SESSION_KEY, grants: [] },
        [GROUP_KEY]: { keyArn: GROUP_KEY, grants: [] },
      },
      simulations: {},
      accountTags: {},
      resourceTags: {},
      ...healthyNetwork(),
      keyRotation: {
        [SESSION_KEY]: { keyArn: SESSION_KEY, enabled: true },
        [GROUP_KEY]: { keyArn: GROUP_KEY, enabled: true },
      },
      impairedInstances: {},
      connections: byId(
        [WEB, DB, HYBRID].map(id => ({ id, status: 'connected' })),
        one => one.id,
      ),
      nodesElsewhere: {},
      activations: {},
      agentUpdates: {
        'b0a1c2d3-0000-4000-8000-000000000001': {
          id: 'b0a1c2d3-0000-4000-8000-000000000001',
          name: 'UpdateAgents',
          targets: [{ key: 'InstanceIds', values: ['*'] }],
        },
      },
      instanceProfiles: byId([profile('web'), profile('db')], one => one.arn),
      principals: {},
      documentVersions: {},
      roles: byId([web, db, hybrid], one => one.name),
      policies: byId(
        [
          { arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore', document: corePolicy() },
          { arn: LOGGING_POLICY, name: 'session-logging', document: policyDocument(loggingStatements()) },
        ],
        one => one.arn,
      ),
      policyVersions: { [LOGGING_POLICY]: { arn: LOGGING_POLICY, spare: [] } },
      policyHolders: {
        [LOGGING_POLICY]: {
          arn: LOGGING_POLICY,
          roles: ['web', 'hybrid-node'],
          users: [],
          groups: [],
          boundaryOf: [],
        },
      },
      accountQuotas: { account: { attachedPoliciesPerRole: 20, policySize: 6144, versionsPerPolicy: 5 } },
      buckets: { [BUCKET]: { name: BUCKET, region: REGION, own: true } },
      bucketVersioning: { [BUCKET]: { bucket: BUCKET, status: 'Enabled' } },
      bucketLifecycle: { [BUCKET]: { bucket: BUCKET, expirations: [] } },
      bucketPublicAccess: {
        [BUCKET]: {
          bucket: BUCKET,
          block: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
          publicByPolicy: false,
          publicGrants: [],
        },
      },
      bucketWebsites: { [BUCKET]: { bucket: BUCKET, serves: false } },
      bucketPolicies: { [BUCKET]: { bucket: BUCKET, document: policyDocument([TLS_ONLY]) } },
      bucketEncryption: { [BUCKET]: { bucket: BUCKET, algorithm: 'AES256' } },
    },
  }
}
