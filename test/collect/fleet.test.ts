import { beforeEach, describe, expect, it } from 'vitest'
import { details, INLINE, instancesPage, nodesPage, numbered } from './iam-account.ts'
import { linesOf, readOne } from './reading.ts'
import { deny, iam, json, offline, recorded, refuse, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const ROLES = numbered('role', 12)

/** 3,000 instances under twelve profiles, each with its role of the same name; 2,500 managed nodes. */
const bigFleet = (): void => {
  const ids = numbered('i-0abc', 3000)
  wire.on('ec2:DescribeInstances', (_, nth) => {
    const some = ids.slice(nth * 1000, (nth + 1) * 1000)
    const instances = some.map((id, index) => ({ id, profile: ROLES[index % ROLES.length] ?? '' }))
    return instancesPage(instances, nth < 2 ? `page-${nth}` : undefined)
  })
  wire.on('ssm:DescribeInstanceProperties', (_, nth) =>
    nodesPage(ids.slice(nth * 1000, Math.min((nth + 1) * 1000, 2500)), nth < 2 ? `page-${nth}` : undefined),
  )
  wire.on('ssm:GetServiceSetting', refuse('ServiceSettingNotFound'))
  wire.on('iam:GetAccountAuthorizationDetails', (_, nth) =>
    nth === 0 ? details(ROLES.slice(0, 7), 'more') : details(ROLES.slice(7)),
  )
}

const FLEET = [
  'instances',
  'managedNodes',
  'instanceProfiles',
  'roles',
  'policies',
  'serviceSettings',
] as const

describe('a fleet of 3,000 instances, 2,500 nodes and twelve roles', () => {
  it('takes one call per 1,000 instances, one per 1,000 nodes, and the roles all at once', async () => {
    bigFleet()
    const { records, gaps } = await readOne(FLEET)
    expect(gaps).toEqual([])
    expect(Object.keys(records.instances ?? {})).toHaveLength(3000)
    expect(Object.keys(records.managedNodes ?? {})).toHaveLength(2500)
    expect(wire.counts()).toEqual({
      'sts:GetCallerIdentity': 1,
      'ec2:DescribeInstances': 3,
      'ssm:DescribeInstanceProperties': 3,
      'ssm:GetServiceSetting': 1,
      'iam:GetAccountAuthorizationDetails': 2,
    })
    expect(records.roles?.['role9']).toEqual({
      name: 'role9',
      arn: 'arn:aws:iam::123456789012:role/nodes/role9',
      id: 'AROAROLE9',
      trustPolicy: '{"Version":"2012-10-17","Id":"role9"}',
      attached: [{ arn: 'arn:aws:iam::123456789012:policy/shared', name: 'shared' }],
      inline: { own: INLINE },
      tags: { team: 'platform' },
    })
    expect(Object.values(records.policies ?? {})).toEqual([
      { arn: 'arn:aws:iam::123456789012:policy/shared', name: 'shared', document: '{"Id":"v2"}' },
    ])
    expect(records.instanceProfiles?.['arn:aws:iam::123456789012:instance-profile/role9']).toEqual({
      arn: 'arn:aws:iam::123456789012:instance-profile/role9',
      name: 'role9',
      id: 'AIPAROLE9',
      roleName: 'role9',
    })
  })

  it('asks for pages as large as they come, each by the token of the one before', async () => {
    bigFleet()
    await readOne(FLEET)
    const asked = (operation: string) =>
      wire.calls.filter(call => call.operation === operation).map(({ params }) => params)
    expect(asked('DescribeInstances').map(({ MaxResults, NextToken }) => [MaxResults, NextToken])).toEqual([
      ['1000', undefined],
      ['1000', 'page-0'],
      ['1000', 'page-1'],
    ])
    expect(asked('DescribeInstanceProperties')).toEqual([
      { MaxResults: 1000 },
      { MaxResults: 1000, NextToken: 'page-0' },
      { MaxResults: 1000, NextToken: 'page-1' },
    ])
    expect(asked('GetAccountAuthorizationDetails')[1]).toMatchObject({
      MaxItems: '1000',
      Marker: 'more',
      'Filter.member.1': 'Role',
      'Filter.member.2': 'LocalManagedPolicy',
      'Filter.member.3': 'AWSManagedPolicy',
    })
  })

  it.each([
    ['refused', deny],
    ['answered with an empty body', () => iam('GetAccountAuthorizationDetails', '')],
  ] as const)('reads role by role where the read of all is %s, and that is no gap', async (_, answer) => {
    bigFleet()
    wire.on('iam:GetAccountAuthorizationDetails', answer)
    wire.on('iam:GetInstanceProfile', (call, nth) => {
      const found = recorded(call, nth)
      const name = String(call.params['InstanceProfileName'])
      const rename = (body: string): string => body.replace('<RoleName>web-node<', `<RoleName>${name}<`)
      return typeof found === 'string' ? found : { ...found, body: rename(found.body) }
    })
    const { records, gaps } = await readOne(FLEET)
    expect(gaps).toEqual([])
    expect(Object.keys(records.roles ?? {})).toEqual(ROLES.toSorted())
    expect(wire.counts()).toEqual({
      'sts:GetCallerIdentity': 1,
      'ec2:DescribeInstances': 3,
      'ssm:DescribeInstanceProperties': 3,
      'ssm:GetServiceSetting': 1,
      'iam:GetAccountAuthorizationDetails': 1,
      'iam:GetInstanceProfile': 12,
      'iam:GetRole': 12,
      'iam:ListAttachedRolePolicies': 12,
      'iam:ListRolePolicies': 12,
      'iam:GetRolePolicy': 12,
      'iam:GetPolicy': 3,
      'iam:GetPolicyVersion': 3,
    })
  })

  it('counts a page that names itself as the next as malformed, and does not go round for ever', async () => {
    bigFleet()
    wire.on('ec2:DescribeInstances', () => instancesPage([{ id: 'i-1' }], 'again'))
    const { gaps } = await readOne(['instances'])
    expect(gaps).toEqual([
      {
        kind: 'instances',
        reason: 'malformed answer: it names its own page as the next',
        actions: ['ec2:DescribeInstances'],
      },
    ])
  })

  it('has no half of a list where a later page fails', async () => {
    bigFleet()
    wire.on('ssm:DescribeInstanceProperties', (call, nth) =>
      nth === 0 ? nodesPage(['i-1'], 'page-0') : deny(call, nth),
    )
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { records, gaps } = await readOne(['managedNodes'])
    expect(records.managedNodes).toEqual({})
    expect(linesOf(gaps)).toEqual([
      'managedNodes ssm:DescribeInstanceProperties ssm:DescribeInstanceInformation',
    ])
  })
})

describe('roles in use', () => {
  it('come from profiles, hybrid activations and Default Host Management, paths taken off', async () => {
    const { records } = await readOne(['roles'])
    expect(Object.keys(records.roles ?? {})).toEqual([
      'AWSSystemsManagerDefaultEC2InstanceManagementRole',
      'hybrid-node',
      'web-node',
    ])
  })

  it('are none where the setting shows that Default Host Management is off', async () => {
    wire.on('ssm:GetServiceSetting', () =>
      json({ ServiceSetting: { SettingValue: '$None', Status: 'Default' } }),
    )
    const { records } = await readOne(['roles'])
    expect(Object.keys(records.roles ?? {})).toEqual(['hybrid-node', 'web-node'])
  })

  it('list their policies to the last page', async () => {
    wire.on('ec2:DescribeInstances', () => instancesPage([{ id: 'i-1', profile: 'web' }]))
    wire.on('ssm:DescribeInstanceProperties', () => nodesPage(['i-1']))
    wire.on('ssm:GetServiceSetting', refuse('ServiceSettingNotFound'))
    const attached = (name: string): string =>
      `<member><PolicyName>${name}</PolicyName><PolicyArn>arn:aws:iam::aws:policy/${name}</PolicyArn></member>`
    wire.on('iam:ListAttachedRolePolicies', (_, nth) =>
      iam(
        'ListAttachedRolePolicies',
        nth === 0
          ? `<AttachedPolicies>${attached('a')}</AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m1</Marker>`
          : `<AttachedPolicies>${attached('b')}</AttachedPolicies><IsTruncated>false</IsTruncated>`,
      ),
    )
    wire.on('iam:ListRolePolicies', (_, nth) =>
      iam(
        'ListRolePolicies',
        nth === 0
          ? '<PolicyNames><member>x</member></PolicyNames><IsTruncated>true</IsTruncated><Marker>m2</Marker>'
          : '<PolicyNames><member>y</member></PolicyNames><IsTruncated>false</IsTruncated>',
      ),
    )
    const { records } = await readOne(['roles'])
    const role = records.roles?.['web-node']
    expect(role?.attached.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(Object.keys(role?.inline ?? {})).toEqual(['x', 'y'])
    const markers = wire.calls.flatMap(({ params }) => params['Marker'] ?? [])
    expect(markers).toEqual(['m1', 'm2'])
  })

  it('do not hide what is known of them where only the setting could not be read', async () => {
    wire.on('ssm:GetServiceSetting', deny)
    const { records, gaps } = await readOne(['roles'])
    expect(Object.keys(records.roles ?? {})).toEqual(['hybrid-node', 'web-node'])
    expect(gaps.map(({ kind }) => kind)).toEqual(['serviceSettings'])
  })

  it('do not look complete where the nodes could not be read', async () => {
    wire.on('ssm:DescribeInstanceProperties', deny)
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { gaps } = await readOne(['roles', 'policies'])
    const both = 'ssm:DescribeInstanceProperties ssm:DescribeInstanceInformation'
    expect(linesOf(gaps).toSorted()).toEqual([`managedNodes ${both}`, `policies ${both}`, `roles ${both}`])
  })

  it('hide one where one is denied', async () => {
    wire.on('iam:GetRole', (call, nth) =>
      call.params['RoleName'] === 'hybrid-node' ? deny(call, nth) : recorded(call, nth),
    )
    const { records, gaps } = await readOne(['roles'])
    expect(Object.keys(records.roles ?? {})).not.toContain('hybrid-node')
    expect(linesOf(gaps)).toEqual(['roles hybrid-node iam:GetRole'])
    expect(gaps[0]?.reason).toBe(
      'AccessDenied: User: arn:aws:sts::123456789012:assumed-role/Auditor/amelia is not authorized to perform: iam:GetRole',
    )
  })
})

describe('a policy to be edited', () => {
  it('has its versions and holders read to the last page', async () => {
    const arn = 'arn:aws:iam::123456789012:policy/shared'
    const version = (id: string): string =>
      `<member><VersionId>${id}</VersionId><IsDefaultVersion>false</IsDefaultVersion></member>`
    wire.on('iam:ListPolicyVersions', (_, nth) =>
      iam(
        'ListPolicyVersions',
        `<Versions>${version(nth === 0 ? 'v4' : 'v1')}</Versions><IsTruncated>${nth === 0}</IsTruncated><Marker>m</Marker>`,
      ),
    )
    wire.on('iam:ListEntitiesForPolicy', ({ params }) => {
      const first = params['Marker'] === undefined && params['PolicyUsageFilter'] === 'PermissionsPolicy'
      const role = first ? 'one' : 'two'
      return iam(
        'ListEntitiesForPolicy',
        `<PolicyGroups/><PolicyUsers/><PolicyRoles><member><RoleName>${role}</RoleName></member></PolicyRoles>
         <IsTruncated>${first}</IsTruncated><Marker>m</Marker>`,
      )
    })
    const { records } = await readOne(['policyVersions', 'policyHolders'], {
      edit: [{ kind: 'policy', id: arn }],
    })
    expect(records.policyVersions?.[arn]?.spare.map(text => /"Id":"(\w+)"/.exec(text)?.[1])).toEqual([
      'v1',
      'v4',
    ])
    expect(records.policyHolders?.[arn]).toEqual({
      arn,
      roles: ['one', 'two'],
      users: [],
      groups: [],
      boundaryOf: ['two'],
    })
  })

  it('is the only reason to read versions and holders', async () => {
    const { records } = await readOne(['policyVersions', 'policyHolders'])
    expect(records).toEqual({ policyVersions: {}, policyHolders: {} })
    expect(wire.names()).toEqual(['sts:GetCallerIdentity'])
  })
})
