import type { Finding, Report, Subject, SubjectKind } from '../core/report.ts'
import { affectedNodes, arnOf, scopeOf } from './resource-arn.ts'
import { clipped } from './text-forms.ts'

export interface AsffResource {
  readonly Type: string
  readonly Id: string
  readonly Partition: string
  /** None of what is global. */
  readonly Region?: string
}

/** The kinds that Security Hub knows; all else is `Other`. aws: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html */
const TYPES: Partial<Record<SubjectKind, string>> = {
  instance: 'AwsEc2Instance',
  role: 'AwsIamRole',
  user: 'AwsIamUser',
  group: 'AwsIamGroup',
  policy: 'AwsIamPolicy',
  bucket: 'AwsS3Bucket',
  key: 'AwsKmsKey',
  vpc: 'AwsEc2Vpc',
  subnet: 'AwsEc2Subnet',
  securityGroup: 'AwsEc2SecurityGroup',
  networkAcl: 'AwsEc2NetworkAcl',
}

const MOST = 32
const LONGEST_ID = 512

/** What a finding is about, and as many of the nodes that it hurts as there is room for. */
export const findingResources = (finding: Finding, report: Report): readonly AsffResource[] => {
  const { subject, accountId, region } = finding
  const partition = scopeOf(report, finding)?.partition ?? 'aws'
  const own =
    subject.kind === 'region' || subject.kind === 'config'
      ? accountResource(accountId, partition)
      : resource(subject, { partition, accountId, region })
  const nodes = affectedNodes(finding, report, MOST - 1).map(({ subject: node, region: where }) =>
    resource(node, { partition, accountId, region: where }),
  )
  return [own, ...nodes]
}

/** An account as a thing that a finding is about. */
export const accountResource = (accountId: string, partition: string): AsffResource => ({
  Type: 'AwsAccount',
  Id: `AWS::::Account:${accountId}`,
  Partition: partition,
})

interface Where {
  readonly partition: string
  readonly accountId: string
  readonly region: string
}

const resource = (subject: Subject, where: Where): AsffResource => ({
  Type: TYPES[subject.kind] ?? 'Other',
  Id: clipped(arnOf(subject, where) ?? `${subject.kind}/${subject.id}`, LONGEST_ID),
  Partition: where.partition,
  ...(where.region !== 'global' && { Region: where.region }),
})
