import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import type { Network } from './account-network.ts'
import { made } from './network-parts.ts'

/** Runs an instance where the network has its nodes, and gives its id. */
export const runInstance = async (
  ec2: EC2Client,
  { nodeSubnet, nodeGroup }: Network,
  profile: string,
): Promise<string> => {
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0abcdef1234567890',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: profile },
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
      SubnetId: nodeSubnet,
      SecurityGroupIds: [nodeGroup],
    }),
  )
  return made(Instances?.[0]?.InstanceId, 'an instance')
}
