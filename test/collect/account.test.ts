import { beforeEach, describe, expect, it } from 'vitest'
import { ALL_KINDS, EDITED, OPERATORS, readOne, TAKEN_AT, TO_EDIT } from './reading.ts'
import { deny, iam, json, offline, recorded, refuse, startWire, xml, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const KEY = 'arn:aws:kms:ap-southeast-1:123456789012:key/0b5e1f3a-7c57-4a66-9f1d-2f6f0e5bd001'
const PROFILE = 'arn:aws:iam::123456789012:instance-profile/nodes/web-profile'

describe('a record', () => {
  it('of the scope says whose account it is and when it was looked at', async () => {
    const { scope } = await readOne([])
    expect(scope).toEqual({
      accountId: '123456789012',
      region: 'ap-southeast-1',
      partition: 'aws',
      callerArn: 'arn:aws:sts::123456789012:assumed-role/Auditor/amelia',
      takenAt: TAKEN_AT,
      notes: [],
    })
  })

  it('of an instance keeps what EC2 tells', async () => {
    const { records } = await readOne(['instances'])
    expect(records).toEqual({
      instances: {
        'i-02573cafcfEXAMPLE': {
          id: 'i-02573cafcfEXAMPLE',
          name: 'web',
          state: 'running',
          launchedAt: '2023-11-14T19:26:40.000Z',
          profileArn: PROFILE,
          profileId: 'AIPACKCEVSQ6C2EXAMPLE',
          metadataEndpoint: 'disabled',
          metadataTokens: 'required',
          platform: 'windows',
          lifecycle: 'spot',
          vpcId: 'vpc-0123456789abcdef0',
          subnetId: 'subnet-0123456789abcdef0',
          interfaces: [
            {
              id: 'eni-0a1b2c3d4e5f60001',
              subnetId: 'subnet-0123456789abcdef0',
              vpcId: 'vpc-0123456789abcdef0',
              groupIds: ['sg-0a1b2c3d4e5f60001'],
              addresses: ['10.0.4.17', '10.0.4.90', '2001:db8:1234:1a04::17'],
              publicAddresses: ['203.0.113.17', '203.0.113.90'],
              primary: true,
            },
            {
              id: 'eni-0a1b2c3d4e5f60002',
              subnetId: 'subnet-0fedcba9876543210',
              vpcId: 'vpc-0123456789abcdef0',
              groupIds: [],
              addresses: ['10.0.8.18'],
              publicAddresses: [],
            },
          ],
          tags: { Name: 'web', team: '' },
        },
      },
    })
  })

  it('of a managed node keeps what Systems Manager tells', async () => {
    const { records } = await readOne(['managedNodes'])
    expect(records.managedNodes?.['mi-0a1b2c3d4e5f60718']).toEqual({
      id: 'mi-0a1b2c3d4e5f60718',
      name: 'warehouse',
      pingStatus: 'ConnectionLost',
      lastPingAt: '2023-11-03T08:26:40.000Z',
      agentVersion: '3.2.582.0',
      platformType: 'Windows',
      platformName: 'Microsoft Windows Server 2022',
      platformVersion: '10.0.20348',
      iamRole: 'service-role/hybrid-node',
      ipAddress: '192.0.2.44',
      computerName: 'WAREHOUSE-1',
      activationId: 'e488f2f6-e686-4afb-8a04-ef6dfEXAMPLE',
      registeredAt: '2023-07-22T04:26:40.000Z',
    })
  })

  it('of a role holds its policies as text, decoded', async () => {
    const { records } = await readOne(['roles', 'policies'])
    expect(records.roles?.['web-node']).toEqual({
      name: 'web-node',
      arn: 'arn:aws:iam::123456789012:role/nodes/web-node',
      id: 'AROADBQP57FF2AEXAMPLE',
      trustPolicy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      boundaryArn: 'arn:aws:iam::123456789012:policy/node-boundary',
      attached: [
        { arn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', name: 'AmazonSSMManagedInstanceCore' },
        { arn: EDITED, name: 'onetime-session-logs' },
      ],
      inline: {
        'session-key':
          '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}',
      },
      tags: { team: 'platform' },
    })
    expect(Object.keys(records.policies ?? {})).toEqual([
      'arn:aws:iam::123456789012:policy/node-boundary',
      EDITED,
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ])
    expect(records.policies?.[EDITED]?.document).toContain('"Id":"v2"')
  })

  it('of a policy to be edited holds its other versions oldest first, its holders and the quotas', async () => {
    const { records } = await readOne(['instances'], { edit: TO_EDIT })
    const spare = records.policyVersions?.[EDITED]?.spare.map(text => /"Id":"(\w+)"/.exec(text)?.[1])
    expect(spare).toEqual(['v9', 'v10'])
    expect(records.policyHolders?.[EDITED]).toEqual({
      arn: EDITED,
      roles: ['node-PermissionsPolicy'],
      users: ['amelia-PermissionsPolicy'],
      groups: ['operators-PermissionsPolicy'],
      boundaryOf: ['node-PermissionsBoundary', 'amelia-PermissionsBoundary'],
    })
    expect(records.accountQuotas).toEqual({
      account: {
        attachedPoliciesPerRole: 21,
        policySize: 6145,
        versionsPerPolicy: 6,
        trustPolicySize: 2049,
      },
    })
  })

  it('of a log group has its ARN without the trailing wildcard', async () => {
    const { records } = await readOne(['logGroups'])
    expect(records.logGroups).toEqual({
      '/aws/ssm/onetime-sessions-dev': {
        name: '/aws/ssm/onetime-sessions-dev',
        arn: 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/ssm/onetime-sessions-dev',
        kmsKeyId: KEY,
        retentionInDays: 365,
        class: 'STANDARD',
        createdAt: '2023-03-28T10:40:00.000Z',
      },
    })
  })

  it('of a bucket tells its Region, policy and encryption', async () => {
    const { records } = await readOne(['bucketPolicies', 'bucketEncryption'])
    expect(records.buckets).toEqual({
      'onetime-sessions-log': { name: 'onetime-sessions-log', region: 'ap-southeast-1', own: true },
    })
    expect(records.bucketPolicies?.['onetime-sessions-log']?.document).toMatch(
      /^\{\n {2}"Version".*TlsOnly.*\}\n$/s,
    )
    expect(records.bucketEncryption?.['onetime-sessions-log']).toEqual({
      bucket: 'onetime-sessions-log',
      algorithm: 'aws:kms',
      keyId: 'arn:aws:kms:ap-southeast-1:123456789012:key/77c9c7a5-4a3a-4dd3-8c6e-9a1b2c3d4002',
    })
  })

  it('of a key stands under the reference and its ARN, its policy and grants under its ARN', async () => {
    const { records } = await readOne(['keyPolicies', 'keyGrants'])
    const key = {
      arn: KEY,
      id: '0b5e1f3a-7c57-4a66-9f1d-2f6f0e5bd001',
      accountId: '123456789012',
      state: 'Disabled',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      manager: 'CUSTOMER',
      origin: 'AWS_KMS',
      multiRegion: false,
    }
    expect(records.keys).toEqual({
      'alias/onetime-sessions': { ref: 'alias/onetime-sessions', ...key },
      [KEY]: { ref: KEY, ...key },
    })
    expect(records.keyPolicies?.[KEY]?.document).toMatch(/^\{\n {2}"Version" : "2012-10-17"/)
    expect(records.keyGrants?.[KEY]).toEqual({
      keyArn: KEY,
      grants: [
        {
          grantee: 'arn:aws:iam::123456789012:role/web-node',
          operations: ['Decrypt', 'GenerateDataKey'],
          contextSubset: { 'aws:ssm:TargetId': 'i-02573cafcfEXAMPLE' },
        },
      ],
    })
  })

  it('of a service setting holds its value', async () => {
    const { records } = await readOne(['serviceSettings'])
    expect(Object.values(records.serviceSettings ?? {})).toEqual([
      {
        id: '/ssm/managed-instance/default-ec2-instance-management-role',
        value: 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole',
        status: 'Custom',
      },
    ])
  })
})

describe('what does not exist', () => {
  it.each([
    ['ssm:GetDocument', 'InvalidDocument', 400, 'preferencesDocuments'],
    ['ssm:GetServiceSetting', 'ServiceSettingNotFound', 400, 'serviceSettings'],
    ['iam:GetInstanceProfile', 'NoSuchEntity', 404, 'instanceProfiles'],
    ['iam:GetRole', 'NoSuchEntity', 404, 'roles'],
    ['iam:GetPolicy', 'NoSuchEntity', 404, 'policies'],
    ['iam:ListPolicyVersions', 'NoSuchEntity', 404, 'policyVersions'],
    ['iam:ListEntitiesForPolicy', 'NoSuchEntity', 404, 'policyHolders'],
    ['kms:DescribeKey', 'NotFoundException', 400, 'keys'],
    ['kms:DescribeKey', 'InvalidArnException', 400, 'keys'],
    ['s3:HeadBucket', 'NotFound', 404, 'buckets'],
  ] as const)('is absent and no gap: %s %s', async (operation, code, status, kind) => {
    wire.on(operation, refuse(code, status))
    const { records, gaps } = await readOne([kind], { edit: TO_EDIT })
    expect({ records: records[kind], gaps }).toEqual({ records: {}, gaps: [] })
  })

  it('leaves a bucket without policy and without default encryption', async () => {
    wire.on('s3:GetBucketPolicy', refuse('NoSuchBucketPolicy', 404))
    wire.on('s3:GetBucketEncryption', refuse('ServerSideEncryptionConfigurationNotFoundError', 404))
    const { records, gaps } = await readOne(['bucketPolicies', 'bucketEncryption'])
    expect(records.bucketPolicies).toEqual({ 'onetime-sessions-log': { bucket: 'onetime-sessions-log' } })
    expect(records.bucketEncryption).toEqual({ 'onetime-sessions-log': { bucket: 'onetime-sessions-log' } })
    expect(gaps).toEqual([])
  })

  it('is an empty account, where AWS answers with empty lists', async () => {
    wire.on('ssm:GetDocument', refuse('InvalidDocument'))
    wire.on('ssm:GetServiceSetting', refuse('ServiceSettingNotFound'))
    wire.on('ssm:ListDocuments', () => json({ DocumentIdentifiers: [] }))
    wire.on('ssm:DescribeInstanceProperties', () => json({ InstanceProperties: [] }))
    wire.on('ec2:DescribeInstances', () =>
      xml('<DescribeInstancesResponse><requestId>r</requestId><reservationSet/></DescribeInstancesResponse>'),
    )
    wire.on('ec2:DescribeInstanceStatus', () =>
      xml('<DescribeInstanceStatusResponse><instanceStatusSet/></DescribeInstanceStatusResponse>'),
    )
    wire.on('iam:ListRoles', () => iam('ListRoles', '<Roles/><IsTruncated>false</IsTruncated>'))
    wire.on('iam:ListUsers', () => iam('ListUsers', '<Users/><IsTruncated>false</IsTruncated>'))
    const declared = () => ({ operators: OPERATORS })
    const { records, gaps } = await readOne(
      ALL_KINDS.filter(kind => kind !== 'accountQuotas'),
      { declared },
    )
    expect(gaps).toEqual([])
    expect(Object.values(records).flatMap(Object.keys)).toEqual([])
    expect(Object.keys(records)).toHaveLength(ALL_KINDS.length - 1)
  })

  it('is not what an answer without its list says', async () => {
    wire.on('ec2:DescribeInstances', () =>
      xml('<DescribeInstancesResponse><requestId>r</requestId></DescribeInstancesResponse>'),
    )
    wire.on('iam:ListRolePolicies', () => iam('ListRolePolicies', '<IsTruncated>false</IsTruncated>'))
    const { gaps } = await readOne(['instances', 'roles'])
    expect(gaps).toContainEqual({
      kind: 'instances',
      reason: 'malformed answer: it holds no Reservations',
      actions: ['ec2:DescribeInstances'],
    })
    expect(gaps).toContainEqual({
      kind: 'roles',
      id: 'hybrid-node',
      reason: 'malformed answer: it holds no PolicyNames',
      actions: ['iam:ListRolePolicies'],
    })
  })
})

describe('an odd answer', () => {
  it('about one node hides that node alone', async () => {
    wire.on('ssm:DescribeInstanceProperties', () =>
      json({ InstanceProperties: [{ InstanceId: 'i-1', PingStatus: 'Online' }, { InstanceId: 'i-2' }] }),
    )
    const { records, gaps } = await readOne(['managedNodes'])
    expect(records.managedNodes).toEqual({ 'i-1': { id: 'i-1', pingStatus: 'Online' } })
    expect(gaps.map(({ id }) => id)).toEqual(['i-2'])
  })

  it('with rubbish in its list hides the kind', async () => {
    wire.on('ssm:DescribeInstanceProperties', () => json({ InstanceProperties: [null, 3] }))
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { records, gaps } = await readOne(['managedNodes'])
    expect(records.managedNodes).toEqual({})
    expect(gaps.map(({ kind, id }) => ({ kind, id }))).toEqual([{ kind: 'managedNodes', id: undefined }])
  })

  it('that is a policy document which does not decode is kept as it is', async () => {
    wire.on('iam:GetRolePolicy', () => iam('GetRolePolicy', '<PolicyDocument>100%</PolicyDocument>'))
    const { records } = await readOne(['roles'])
    expect(records.roles?.['web-node']?.inline).toEqual({ 'session-key': '100%' })
  })

  it('that a listed inline policy is gone leaves it out', async () => {
    wire.on('iam:GetRolePolicy', refuse('NoSuchEntity', 404))
    const { records, gaps } = await readOne(['roles'])
    expect(records.roles?.['web-node']?.inline).toEqual({})
    expect(gaps).toEqual([])
  })
})

describe('DescribeInstanceInformation', () => {
  it('stands in where DescribeInstanceProperties is denied or unknown, and that is no gap', async () => {
    wire.on('ssm:DescribeInstanceProperties', refuse('UnknownOperationException'))
    const { records, gaps } = await readOne(['managedNodes'])
    expect(gaps).toEqual([])
    expect(records.managedNodes?.['i-02573cafcfEXAMPLE']).toEqual({
      id: 'i-02573cafcfEXAMPLE',
      pingStatus: 'Online',
      lastPingAt: '2023-11-14T23:03:20.500Z',
      agentVersion: '3.3.2299.0',
      isLatestVersion: false,
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
      ipAddress: '10.0.4.17',
      computerName: 'ip-10-0-4-17.ap-southeast-1.compute.internal',
    })
    expect(wire.calls.at(-1)?.params).toEqual({ MaxResults: 50 })
  })

  it('denied too makes one gap that names both calls', async () => {
    wire.on('ssm:DescribeInstanceProperties', deny)
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { gaps } = await readOne(['managedNodes'])
    expect(gaps.map(({ kind, actions }) => ({ kind, actions }))).toEqual([
      {
        kind: 'managedNodes',
        actions: ['ssm:DescribeInstanceProperties', 'ssm:DescribeInstanceInformation'],
      },
    ])
    expect(gaps[0]?.reason).toMatch(/DescribeInstanceProperties; then .*DescribeInstanceInformation$/)
  })
})

describe('the preferences', () => {
  const PREFERENCES = 'SSM-SessionManagerRunShell'
  const versions = (latest: string) =>
    wire.on('ssm:GetDocument', (call, nth) => {
      const answer = recorded(call, nth)
      if (typeof answer === 'string' || call.params['DocumentVersion'] === undefined) return answer
      const body = answer.body
        .replace('"3"', `"${latest}"`)
        .replaceAll('onetime-sessions-dev', 'onetime-newest')
      return { ...answer, body }
    })

  it('are read as the default version and the latest, neither by its alias', async () => {
    versions('7')
    const { records } = await readOne(['preferencesDocuments'])
    const document = records.preferencesDocuments?.[PREFERENCES]
    expect([document?.default.version, document?.latest?.version]).toEqual(['3', '7'])
    expect(document?.default.createdAt).toBe('2023-11-14T22:13:20.250Z')
    const asked = wire.calls.filter(({ service }) => service === 'ssm').map(({ params }) => params)
    const json = { Name: PREFERENCES, DocumentFormat: 'JSON' }
    expect(asked).toEqual([json, { ...json, DocumentVersion: '$LATEST' }])
  })

  it('are a gap where an endpoint answers with YAML', async () => {
    const Content = 'schemaVersion: "1.0"\nsessionType: Standard_Stream\n'
    wire.on('ssm:GetDocument', () =>
      json({ Name: PREFERENCES, DocumentVersion: '1', DocumentFormat: 'YAML', Content }),
    )
    const { records, gaps } = await readOne(['preferencesDocuments'])
    expect(records.preferencesDocuments).toEqual({})
    expect(gaps.map(gap => gap.reason)).toEqual([
      'malformed answer: it holds YAML, though JSON was asked for',
    ])
  })

  it('have no latest version where it is the default', async () => {
    versions('3')
    const { records } = await readOne(['preferencesDocuments'])
    expect(records.preferencesDocuments?.[PREFERENCES]?.latest).toBeUndefined()
  })

  it('name destinations in both versions', async () => {
    versions('7')
    await readOne(['logGroups'])
    const prefixes = wire.calls.flatMap(({ params }) => params['logGroupNamePrefix'] ?? [])
    expect(prefixes).toEqual(['/aws/ssm/onetime-sessions-dev', '/aws/ssm/onetime-newest'])
  })

  it.each([
    ['is not JSON', '{'],
    ['names an ARN as log group and a URL as bucket', inputs('arn:aws:logs:x', 'https://log', '')],
    ['has blanks and placeholders', inputs('a b', 'Log Bucket', '{{ Key }}')],
    ['names nothing', inputs('', '', '')],
  ])('whose text %s make no call for a destination', async (_, Content) => {
    wire.on('ssm:GetDocument', () => json({ Name: PREFERENCES, DocumentVersion: '1', Content }))
    const { gaps } = await readOne(['logGroups', 'buckets', 'keys'])
    expect(gaps).toEqual([])
    expect(wire.names()).toEqual(['sts:GetCallerIdentity', 'ssm:GetDocument', 'ssm:GetDocument'])
  })

  it('are left out of the other Session documents', async () => {
    const { records } = await readOne(['sessionDocuments'])
    expect(Object.keys(records.sessionDocuments ?? {})).toEqual(['team-port-forward'])
    expect(wire.calls.find(({ operation }) => operation === 'ListDocuments')?.params).toEqual({
      Filters: [
        { Key: 'DocumentType', Values: ['Session'] },
        { Key: 'Owner', Values: ['Self'] },
      ],
      MaxResults: 50,
    })
  })
})

function inputs(cloudWatchLogGroupName: string, s3BucketName: string, kmsKeyId: string): string {
  return JSON.stringify({
    schemaVersion: '1.0',
    sessionType: 'Standard_Stream',
    inputs: { cloudWatchLogGroupName, s3BucketName, kmsKeyId },
  })
}
