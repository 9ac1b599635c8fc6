import { DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import {
  CreatePolicyVersionCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam'
import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms'
import { DescribeInstancePropertiesCommand, GetDocumentCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { clientsFor } from '../support/moto/clients.ts'
import { asWritten, bucketPolicy } from '../support/moto/policies.ts'
import { STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const TLS_TEXT = asWritten(bucketPolicy('another')).replace('"Principal": "*",', '')
const PREFERENCES = 'SSM-SessionManagerRunShell'

test('an account is told as AWS tells it where moto differs', async () => {
  const account = await makeAccount(moto.proxy, { versions: 5 })
  const { ec2, iam, kms, ssm } = account.clients
  const byDefault = await ssm.send(new GetDocumentCommand({ Name: PREFERENCES, DocumentVersion: '$DEFAULT' }))
  expect(byDefault.Content).toContain(STORY_GROUP)

  const found = await ec2.send(new DescribeInstancesCommand({}))
  const [instance] = found.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? []
  expect(instance?.IamInstanceProfile?.Id).not.toMatch(/^iip-assoc/u)
  expect(Date.now() - (instance?.LaunchTime?.getTime() ?? 0)).toBeGreaterThan(24 * 3_600_000)

  const versions = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: account.policyArn }))
  expect(versions.Versions?.map(({ VersionId, Document }) => [VersionId, Document])).toEqual([
    ['v5', undefined],
    ['v4', undefined],
    ['v3', undefined],
    ['v2', undefined],
    ['v1', undefined],
  ])
  const third = { PolicyArn: account.policyArn, VersionId: 'v3' }
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(third))
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toMatch(/^\{\n {4}"Version": "2012-10-17"/u)

  const KeyId = account.region.facts.keyArn
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyUsage).toBe('ENCRYPT_DECRYPT')
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toContain(`logs.${STORY_REGION}`)

  const details = new GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'AWSManagedPolicy'] })
  const { Policies, RoleDetailList } = await iam.send(details)
  expect(Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['AmazonSSMManagedInstanceCore'])
  expect(RoleDetailList?.[0]?.AssumeRolePolicyDocument).toMatch(/^%7B/u)

  const nodes = await ssm.send(new DescribeInstancePropertiesCommand({ MaxResults: 1000 }))
  expect(nodes.InstanceProperties?.map(({ InstanceId }) => InstanceId)).toEqual(account.nodes)
})

test('an account is dumped alike twice, and otherwise once a policy version is there', async () => {
  const account = await makeAccount(moto.proxy, { roles: ['web-node', 'batch-node'] })
  const before = await moto.dump(account)
  expect(await moto.dump(account)).toEqual(before)
  const { iam } = account.clients
  const version = { PolicyArn: account.policyArn, PolicyDocument: TLS_TEXT }
  await iam.send(new CreatePolicyVersionCommand({ ...version, SetAsDefault: false }))
  expect(await moto.dump(account)).not.toEqual(before)
})

test('a call is recorded under its access key, and a denied one is refused as its service refuses', async () => {
  const account = await makeAccount(moto.proxy)
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: call => call.service !== 'iam', trouble: { kind: 'deny' } })
  const clients = clientsFor(moto.proxy.url, session.accessKey, STORY_REGION)
  await expect(clients.ssm.send(new GetDocumentCommand({ Name: PREFERENCES }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  await expect(clients.ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
  })
  expect(session.calls.map(({ action, region, status }) => [action, region, status])).toEqual([
    ['ssm:GetDocument', STORY_REGION, 400],
    ['ec2:DescribeInstances', STORY_REGION, 403],
  ])
})
