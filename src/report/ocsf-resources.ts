import type { Finding, Report, Subject, SubjectKind } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'
import { affectedNodes, arnOf } from './resource-arn.ts'

/** Kinds by the names that CloudFormation has for them. */
const TYPES: Readonly<Record<SubjectKind, string>> = {
  instance: 'AWS::EC2::Instance',
  managedNode: 'AWS::SSM::ManagedInstance',
  role: 'AWS::IAM::Role',
  user: 'AWS::IAM::User',
  group: 'AWS::IAM::Group',
  instanceProfile: 'AWS::IAM::InstanceProfile',
  policy: 'AWS::IAM::Policy',
  document: 'AWS::SSM::Document',
  logGroup: 'AWS::Logs::LogGroup',
  bucket: 'AWS::S3::Bucket',
  key: 'AWS::KMS::Key',
  vpc: 'AWS::EC2::VPC',
  subnet: 'AWS::EC2::Subnet',
  vpcEndpoint: 'AWS::EC2::VPCEndpoint',
  securityGroup: 'AWS::EC2::SecurityGroup',
  networkAcl: 'AWS::EC2::NetworkAcl',
  session: 'AWS::SSM::Session',
  activation: 'AWS::SSM::Activation',
  region: 'AWS::::Account',
  config: 'AWS::::Account',
}

/** What a finding is about. */
export const subjectResource = (finding: Finding, scope: Scope | undefined) => ({
  ...resource(finding.subject, finding.accountId, finding.region, scope),
  role_id: 1,
  role: 'Target',
})

const MOST_NODES = 100

/** The nodes that a finding hurts, the first hundred of them. */
export const affectedResources = (finding: Finding, report: Report) =>
  affectedNodes(finding, report, MOST_NODES).map(({ subject, region, scope }) => ({
    ...resource(subject, finding.accountId, region, scope),
    role_id: 3,
    role: 'Affected',
  }))

const resource = (subject: Subject, accountId: string, region: string, scope: Scope | undefined) => {
  const partition = scope?.partition ?? 'aws'
  return {
    uid: arnOf(subject, { partition, accountId, region }) ?? subject.id,
    name: subject.id,
    type: TYPES[subject.kind],
    region,
    cloud_partition: partition,
  }
}
