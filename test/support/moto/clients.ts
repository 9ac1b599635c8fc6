import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'

/** The SDK's clients for one Region, pointed at an endpoint with an access key of the tests. */
export const clientsFor = (endpoint: string, accessKeyId: string, region: string) => {
  const credentials = { accessKeyId, secretAccessKey: 'none' }
  const settings = { endpoint, region, credentials }
  return {
    ec2: new EC2Client(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    ssm: new SSMClient(settings),
  }
}

export type TestClients = ReturnType<typeof clientsFor>
