import { beforeEach, describe, expect, it } from 'vitest'
import { readActions } from '../../src/collect/permissions.ts'
import type { CollectedKind } from '../../src/core/records.ts'
import type { World } from '../../src/core/snapshot.ts'
import { ALL_KINDS, OPERATORS, readOne, SIMULATED, TO_EDIT } from './reading.ts'
import {
  deny,
  head,
  HOME,
  hurry,
  json,
  offline,
  recorded,
  refuse,
  sessionOn,
  startWire,
  xml,
  type Answerer,
  type Wire,
} from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
  hurry()
})

const EVERYTHING = {
  edit: TO_EDIT,
  simulate: SIMULATED,
  declared: () => ({ operators: OPERATORS }),
  history: new Map([[HOME, () => false]]),
}
const readAll = (): Promise<World> => readOne(ALL_KINDS, EVERYTHING)

/** Operation → IAM action → the kinds that cannot be whole without it, in the order of their names. */
const OPERATIONS: readonly (readonly [string, string, readonly CollectedKind[]])[] = [
  ['ec2:DescribeDhcpOptions', 'ec2:DescribeDhcpOptions', ['dhcpOptions']],
  [
    'ec2:DescribeEgressOnlyInternetGateways',
    'ec2:DescribeEgressOnlyInternetGateways',
    ['egressOnlyInternetGateways'],
  ],
  [
    'ec2:DescribeInstances',
    'ec2:DescribeInstances',
    [
      'dhcpOptions',
      'egressOnlyInternetGateways',
      'instanceProfiles',
      'instances',
      'internetGateways',
      'natGateways',
      'networkAcls',
      'networkInterfaces',
      'policies',
      'prefixLists',
      'privateZones',
      'roles',
      'routeTables',
      'securityGroups',
      'subnets',
      'vpcDns',
      'vpcEndpoints',
      'vpcs',
    ],
  ],
  ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstanceStatus', ['impairedInstances']],
  ['ec2:DescribeInternetGateways', 'ec2:DescribeInternetGateways', ['internetGateways']],
  ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeManagedPrefixLists', ['prefixLists']],
  ['ec2:DescribeNatGateways', 'ec2:DescribeNatGateways', ['natGateways']],
  ['ec2:DescribeNetworkAcls', 'ec2:DescribeNetworkAcls', ['networkAcls']],
  ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeNetworkInterfaces', ['networkInterfaces']],
  [
    'ec2:DescribeRouteTables',
    'ec2:DescribeRouteTables',
    ['egressOnlyInternetGateways', 'prefixLists', 'routeTables'],
  ],
  ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroups', ['prefixLists', 'securityGroups']],
  ['ec2:DescribeSubnets', 'ec2:DescribeSubnets', ['subnets']],
  ['ec2:DescribeVpcAttribute', 'ec2:DescribeVpcAttribute', ['vpcDns']],
  [
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcEndpoints',
    ['networkInterfaces', 'prefixLists', 'privateZones', 'securityGroups', 'vpcEndpoints'],
  ],
  ['ec2:DescribeVpcs', 'ec2:DescribeVpcs', ['dhcpOptions', 'vpcs']],
  ['ec2:GetManagedPrefixListEntries', 'ec2:GetManagedPrefixListEntries', ['prefixLists']],
  ['ec2:DescribeTags', 'ec2:DescribeTags', ['resourceTags']],
  ['iam:GetAccountSummary', 'iam:GetAccountSummary', ['accountQuotas']],
  ['iam:GetGroupPolicy', 'iam:GetGroupPolicy', ['principals']],
  ['iam:ListInstanceProfileTags', 'iam:ListInstanceProfileTags', ['accountTags']],
  ['iam:ListPolicyTags', 'iam:ListPolicyTags', ['accountTags']],
  ['iam:GetInstanceProfile', 'iam:GetInstanceProfile', ['instanceProfiles']],
  ['iam:GetPolicy', 'iam:GetPolicy', ['policies']],
  ['iam:GetPolicyVersion', 'iam:GetPolicyVersion', ['policies', 'policyVersions']],
  ['iam:GetRole', 'iam:GetRole', ['principals', 'roles']],
  ['iam:GetRolePolicy', 'iam:GetRolePolicy', ['principals', 'roles']],
  ['iam:GetUser', 'iam:GetUser', ['principals']],
  ['iam:GetUserPolicy', 'iam:GetUserPolicy', ['principals']],
  ['iam:ListAttachedGroupPolicies', 'iam:ListAttachedGroupPolicies', ['principals']],
  ['iam:ListAttachedRolePolicies', 'iam:ListAttachedRolePolicies', ['principals', 'roles']],
  ['iam:ListAttachedUserPolicies', 'iam:ListAttachedUserPolicies', ['principals']],
  ['iam:ListEntitiesForPolicy', 'iam:ListEntitiesForPolicy', ['policyHolders']],
  ['iam:ListGroupPolicies', 'iam:ListGroupPolicies', ['principals']],
  ['iam:ListGroupsForUser', 'iam:ListGroupsForUser', ['principals']],
  ['iam:ListPolicyVersions', 'iam:ListPolicyVersions', ['policyVersions']],
  ['iam:ListRolePolicies', 'iam:ListRolePolicies', ['principals', 'roles']],
  ['iam:ListRoles', 'iam:ListRoles', ['principals']],
  ['iam:ListUserPolicies', 'iam:ListUserPolicies', ['principals']],
  ['iam:ListUsers', 'iam:ListUsers', ['principals']],
  ['iam:SimulatePrincipalPolicy', 'iam:SimulatePrincipalPolicy', ['simulations']],
  ['kms:DescribeKey', 'kms:DescribeKey', ['keyGrants', 'keyPolicies', 'keyRotation', 'keys']],
  ['kms:GetKeyPolicy', 'kms:GetKeyPolicy', ['keyPolicies']],
  ['kms:GetKeyRotationStatus', 'kms:GetKeyRotationStatus', ['keyRotation']],
  ['kms:ListGrants', 'kms:ListGrants', ['keyGrants']],
  ['kms:ListResourceTags', 'kms:ListResourceTags', ['resourceTags']],
  ['logs:DescribeLogGroups', 'logs:DescribeLogGroups', ['logGroups']],
  ['logs:ListTagsForResource', 'logs:ListTagsForResource', ['resourceTags']],
  ['route53:ListHostedZonesByVPC', 'route53:ListHostedZonesByVPC', ['privateZones']],
  ['s3:GetBucketAcl', 's3:GetBucketAcl', ['bucketPublicAccess']],
  ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration', ['bucketEncryption']],
  ['s3:GetBucketLifecycle', 's3:GetLifecycleConfiguration', ['bucketLifecycle']],
  ['s3:GetBucketPolicy', 's3:GetBucketPolicy', ['bucketPolicies']],
  ['s3:GetBucketPolicyStatus', 's3:GetBucketPolicyStatus', ['bucketPublicAccess']],
  ['s3:GetBucketPublicAccessBlock', 's3:GetBucketPublicAccessBlock', ['bucketPublicAccess']],
  ['s3:GetBucketTagging', 's3:GetBucketTagging', ['accountTags']],
  ['s3:GetBucketVersioning', 's3:GetBucketVersioning', ['bucketVersioning']],
  ['s3:GetBucketWebsite', 's3:GetBucketWebsite', ['bucketWebsites']],
  [
    's3:HeadBucket',
    's3:ListBucket',
    [
      'bucketEncryption',
      'bucketLifecycle',
      'bucketPolicies',
      'bucketPublicAccess',
      'bucketVersioning',
      'bucketWebsites',
      'buckets',
    ],
  ],
  ['ssm:DescribeActivations', 'ssm:DescribeActivations', ['activations']],
  ['ssm:GetConnectionStatus', 'ssm:GetConnectionStatus', ['connections']],
  [
    'ssm:GetDocument',
    'ssm:GetDocument',
    [
      'bucketEncryption',
      'bucketLifecycle',
      'bucketPolicies',
      'bucketPublicAccess',
      'bucketVersioning',
      'bucketWebsites',
      'buckets',
      'documentVersions',
      'keyGrants',
      'keyPolicies',
      'keyRotation',
      'keys',
      'logGroups',
      'preferencesDocuments',
      'sessionDocuments',
    ],
  ],
  ['ssm:GetServiceSetting', 'ssm:GetServiceSetting', ['serviceSettings']],
  ['ssm:ListAssociations', 'ssm:ListAssociations', ['agentUpdates']],
  ['ssm:ListDocuments', 'ssm:ListDocuments', ['sessionDocuments']],
  ['ssm:ListDocumentVersions', 'ssm:ListDocumentVersions', ['documentVersions']],
  ['ssm:ListTagsForResource', 'ssm:ListTagsForResource', ['resourceTags']],
]

const emptyBody: Answerer = call => (['ssm', 'kms', 'logs'].includes(call.service) ? json('') : xml(''))
const half: Answerer = (call, nth) => {
  const whole = recorded(call, nth)
  return typeof whole === 'string' ? whole : { ...whole, body: whole.body.slice(0, whole.body.length / 2) }
}
const foreignPage: Answerer = () => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Sign in</html>',
})

const TROUBLES: readonly (readonly [string, Answerer])[] = [
  ['is denied', deny],
  ['is throttled to the end', refuse('ThrottlingException', 400, 'Rate exceeded')],
  ['never answers', () => 'silence'],
  ['answers with an empty body', emptyBody],
  ['answers with half a body', half],
  ['answers with a page of another server', foreignPage],
  ['fails in the service', refuse('InternalFailure', 500)],
]

const kindsWithGaps = (world: World): string[] => [...new Set(world.gaps.map(({ kind }) => kind))].toSorted()

describe('reading everything', () => {
  it('meets no gap where every call is answered, and calls what it lists and nothing else', async () => {
    const world = await readAll()
    expect(world.gaps).toEqual([])
    const called = new Set(wire.calls.map(({ action }) => action))
    const standIns = [
      'ec2:DescribePrefixLists',
      'iam:GetAccountAuthorizationDetails',
      's3:ListAllMyBuckets',
      'ssm:DescribeInstanceInformation',
    ]
    // Only for a node that was named and is not here.
    const forTheMissing = ['ec2:DescribeRegions']
    expect([...called, ...standIns, ...forTheMissing].toSorted()).toEqual([
      ...readActions(ALL_KINDS),
      'sts:GetCallerIdentity',
    ])
  })

  it('makes no call that could write', async () => {
    await readAll()
    expect(
      wire.calls.filter(({ operation }) => !/^(Get|List|Describe|Head|Simulate)/.test(operation)),
    ).toEqual([])
  })
})

/** One operation of each service takes its time; HeadBucket has no body that could be empty or torn. */
const SLOW = new Set([
  'ec2:DescribeInstances',
  'iam:GetRolePolicy',
  'kms:ListGrants',
  'logs:DescribeLogGroups',
  'route53:ListHostedZonesByVPC',
  's3:HeadBucket',
  'ssm:ListDocuments',
])
const applies = (trouble: string, operation: string): boolean =>
  trouble === 'never answers'
    ? SLOW.has(operation)
    : !(/body|page/.test(trouble) && operation === 's3:HeadBucket')

describe.each(TROUBLES)('an operation that %s', (trouble, answer) => {
  const operations = OPERATIONS.filter(([operation]) => applies(trouble, operation))

  it.each(operations)('leaves a gap that names it: %s', async (operation, action, kinds) => {
    const session = await sessionOn()
    if (trouble === 'never answers') hurry(250)
    wire.on(operation, answer)
    const world = await readOne(trouble === 'is denied' ? ALL_KINDS : kinds, { ...EVERYTHING, session })
    expect(kindsWithGaps(world)).toEqual(kinds)
    expect(new Set(world.gaps.flatMap(({ actions }) => actions))).toEqual(new Set([action]))
    for (const { reason } of world.gaps) expect(reason).toMatch(/^\S[^\n]{5,650}$/)
  })
})

describe('a stumble', () => {
  const stumbling: Answerer = (call, nth) =>
    nth < 2 ? refuse('ThrottlingException', 400, 'Rate exceeded')(call, nth) : recorded(call, nth)
  const resetting: Answerer = (call, nth) => (nth < 2 ? 'reset' : recorded(call, nth))

  it.each(OPERATIONS)('two throttled answers change nothing: %s', async (operation, _, kinds) => {
    const before = await readOne(kinds, EVERYTHING)
    wire = startWire()
    wire.on(
      operation,
      operation === 's3:HeadBucket' ? (call, nth) => (nth < 2 ? head(503) : recorded(call, nth)) : stumbling,
    )
    expect(await readOne(kinds, EVERYTHING)).toEqual(before)
    expect(wire.counts()[operation]).toBeGreaterThan(2)
    expect(before.gaps).toEqual([])
  })

  it('two broken connections change nothing', async () => {
    const before = await readAll()
    wire.on('logs:DescribeLogGroups', resetting)
    expect(await readAll()).toEqual(before)
  })
})
