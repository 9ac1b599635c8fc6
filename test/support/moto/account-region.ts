import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { CreateKeyCommand, EnableKeyRotationCommand } from '@aws-sdk/client-kms'
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { CreateDocumentCommand } from '@aws-sdk/client-ssm'
import { makeNetwork, type Network, type NetworkKind } from './account-network.ts'
import type { TestClients } from './clients.ts'
import { asWritten, bucketPolicy, keyPolicy, type PolicyFacts } from './policies.ts'
import type { Proxy } from './proxy.ts'
import type { NodeState } from './state.ts'
import { STORY_GROUP } from './story.ts'

/** What the preferences shall say otherwise than a healthy account's. */
export type PreferenceOptions = Readonly<Record<string, unknown>>

export interface RegionFacts {
  readonly region: string
  readonly facts: PolicyFacts
  readonly nodes: readonly string[]
  /** The network that was made for the nodes; absent where they are in the default VPC. */
  readonly network?: Network
}

interface Place {
  readonly proxy: Proxy
  readonly accountId: string
  readonly region: string
  readonly clients: TestClients
}

interface Fleet {
  readonly profiles: readonly string[]
  readonly perRole: number
  readonly network: NetworkKind | undefined
}

const makeKey = async ({ clients, accountId, region }: Place): Promise<string> => {
  const Policy = asWritten(keyPolicy({ accountId, region }))
  const made = await clients.kms.send(new CreateKeyCommand({ Policy, Description: 'sessions' }))
  const KeyId = made.KeyMetadata?.Arn ?? ''
  await clients.kms.send(new EnableKeyRotationCommand({ KeyId }))
  return KeyId
}

const NOT_PUBLIC = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

/** Makes a bucket that keeps every version, refuses plain HTTP and is open to nobody else. */
export const makeBucket = async (
  { clients, region }: Pick<Place, 'clients' | 'region'>,
  bucket: string,
): Promise<void> => {
  // the client's Region decides where the bucket is; its type knows only some Regions by name
  const LocationConstraint = Object.values(BucketLocationConstraint).find(name => name === region)
  const CreateBucketConfiguration = LocationConstraint ? { LocationConstraint } : undefined
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }))
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }]
  const encryption = { Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } }
  await clients.s3.send(new PutBucketEncryptionCommand(encryption))
  const Policy = asWritten(bucketPolicy(bucket))
  await clients.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }))
  const VersioningConfiguration = { Status: 'Enabled' as const }
  await clients.s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
  const closed = { Bucket: bucket, PublicAccessBlockConfiguration: NOT_PUBLIC }
  await clients.s3.send(new PutPublicAccessBlockCommand(closed))
}

const makeGroup = async ({ clients }: Place, logGroupName: string, kmsKeyId: string): Promise<void> => {
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }))
  await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 365 }))
}

/** The preferences document of a healthy account of the story, with what shall differ. */
export const preferencesText = (facts: PolicyFacts, differing: PreferenceOptions): string =>
  asWritten({
    schemaVersion: '1.0',
    description: 'Session Manager preferences of the platform team',
    sessionType: 'Standard_Stream',
    inputs: {
      s3BucketName: facts.bucket,
      s3KeyPrefix: facts.prefix,
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: facts.logGroup,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: facts.keyArn,
      runAsEnabled: false,
      runAsDefaultUser: '',
      idleSessionTimeout: '15',
      maxSessionDuration: '60',
      shellProfile: { linux: '', windows: '' },
      ...differing,
    },
  })

const savePreferences = async ({ clients }: Place, text: string): Promise<void> => {
  const document = { Name: 'SSM-SessionManagerRunShell', Content: text, DocumentType: 'Session' as const }
  await clients.ssm.send(new CreateDocumentCommand({ ...document, DocumentFormat: 'JSON' }))
}

/** A node in good health, as Systems Manager lists it. */
export const healthyNode = (id: string, name: string): NodeState => ({
  InstanceId: id,
  PingStatus: 'Online',
  heardMinutesAgo: 2,
  AgentVersion: '3.3.4121.0',
  PlatformType: 'Linux',
  PlatformName: 'Amazon Linux',
  PlatformVersion: '2023',
  ResourceType: 'EC2Instance',
  ComputerName: `${name}.internal`,
  IPAddress: '10.20.0.17',
})

/** One call for each: moto gives the instance profile to the first instance of a call alone. */
const runNode = async (place: Place, profile: string, network: Network | undefined): Promise<NodeState> => {
  const Name = profile.replace('-profile', '')
  const reservation = await place.clients.ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0abcdef1234567890',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      ...(network && { SubnetId: network.nodeSubnet, SecurityGroupIds: [network.nodeGroup] }),
      IamInstanceProfile: { Name: profile },
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: Name }] }],
    }),
  )
  return healthyNode(reservation.Instances?.[0]?.InstanceId ?? '', Name)
}

/** Makes what a healthy account has in one Region: key, bucket, log group, preferences, and running managed nodes. */
export const regionOf = async (
  place: Place,
  fleet: Fleet,
  preferences: PreferenceOptions,
): Promise<RegionFacts> => {
  const { accountId, region } = place
  const keyArn = await makeKey(place)
  const bucket = `onetime-sessions-${region}-${accountId}`
  const facts: PolicyFacts = { accountId, region, logGroup: STORY_GROUP, bucket, prefix: 'shell', keyArn }
  await makeBucket(place, bucket)
  await makeGroup(place, facts.logGroup, keyArn)
  await savePreferences(place, preferencesText(facts, preferences))
  const network = await makeNetwork(place.clients.ec2, fleet.network)
  const nodes: NodeState[] = []
  for (const profile of fleet.profiles) {
    for (let count = 0; count < fleet.perRole; count++) nodes.push(await runNode(place, profile, network))
  }
  place.proxy.state(accountId).nodes[region] = nodes
  const ids = nodes.map(node => node.InstanceId)
  return { region, facts, nodes: ids, ...(network && { network }) }
}
