import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Change } from '../../../src/core/changes/change.ts'
import type { VpcEndpoint } from '../../../src/core/records.ts'
import { renderTemplate } from '../../../src/report/emit/template.ts'
import { aPlan, aWorld, inputFor, stepFor } from './a-plan.ts'
import { hasCheckers, lintTemplates } from './checkers.ts'
import { HOSTILE } from './hostile.ts'

const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
const REGION = 'eu-north-1'
const VPC = 'vpc-0aa00000000000000'
const ENDPOINT = 'vpce-0aa00000000000000'
const LOGS = 'arn:aws:iam::123456789012:policy/team/session-logs'
const GROUP = { vpcId: VPC, groupName: `ssm-doctor-${ENDPOINT}` }
const inline = (role: string, policy = 'own'): Change => ({
  type: 'put-role-policy',
  role,
  policy,
  to: POLICY,
})

const told = (...changes: readonly Change[]): string =>
  renderTemplate(inputFor(changes.map(change => stepFor(change))))

const resourcesOf = (template: string): Readonly<Record<string, unknown>> => parse(template).Resources

const lint = (template: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'ssm-doctor-template-')), 'template.yaml')
  writeFileSync(file, template)
  return lintTemplates([file])
}

describe('a thing that exists', () => {
  const change: Change = { type: 'put-policy-version', policyArn: LOGS, from: '{}', to: POLICY }

  it('is whole, says by what it is imported, and stays when the stack goes', () => {
    const template = told(change)
    expect(template).toContain(`#    import: AWS::IAM::ManagedPolicy by PolicyArn ${LOGS}\n`)
    expect(resourcesOf(template)).toEqual({
      SessionLogs: {
        Type: 'AWS::IAM::ManagedPolicy',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ManagedPolicyName: 'session-logs',
          Path: '/team/',
          PolicyDocument: JSON.parse(POLICY),
        },
      },
    })
  })

  it('names the stack that owns it, and no import', () => {
    const step = stepFor(change, { owner: { by: 'CloudFormation', name: 'platform' } })
    const template = renderTemplate(inputFor([step]))
    expect(template).toContain('#    owner: CloudFormation platform: this belongs into its code')
    expect(template).not.toContain('#    import:')
  })
})

describe('what a template cannot say', () => {
  it('is told with the property and the command, and is no template by itself', () => {
    const template = told({ type: 'enable-key', region: REGION, keyArn: `arn:aws:kms:${REGION}:1:key/k-1` })
    expect(template).toContain('#    in the stack that owns AWS::KMS::Key k-1')
    expect(template).toContain('#      Enabled: true\n')
    expect(template).toContain(
      `#    aws kms enable-key --key-id arn:aws:kms:${REGION}:1:key/k-1 --region ${REGION}\n`,
    )
    expect(parse(template)).toBeNull()
  })

  it.each(['{"Id":"{{resolve:ssm:password}}"}', '{"Id":null}'])('is never %s', to => {
    const template = told({ type: 'put-role-policy', role: 'web', policy: 'own', to })
    expect(template).toContain('#    a template cannot say a text with {{resolve:, nor null')
    expect(template).toContain('#    aws iam put-role-policy --role-name web')
    expect(parse(template)).toBeNull()
  })
})

describe('an endpoint', () => {
  const endpoint: VpcEndpoint = {
    id: ENDPOINT,
    vpcId: VPC,
    serviceName: `com.amazonaws.${REGION}.ssm`,
    type: 'Interface',
    state: 'available',
    privateDns: false,
    subnetIds: ['subnet-0aa00000000000000'],
    routeTableIds: [],
    groupIds: ['sg-0aa00000000000000'],
    interfaceIds: [],
    policy: POLICY,
    tags: {},
  }
  const steps = (
    [
      { type: 'create-group', region: REGION, ...GROUP },
      { type: 'add-endpoint-group', region: REGION, endpointId: ENDPOINT, group: GROUP },
      { type: 'set-private-dns', region: REGION, endpointId: ENDPOINT, to: true },
    ] as const
  ).map(change => stepFor(change))
  const world = aWorld({ vpcEndpoints: { [ENDPOINT]: endpoint }, securityGroups: {} })
  const template = renderTemplate(inputFor(steps, { worlds: [world] }))

  it('is one resource, as it is after the plan, with the group that the plan creates', () => {
    expect(resourcesOf(template)).toMatchObject({
      Vpce0aa00000000000000: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          VpcId: VPC,
          PrivateDnsEnabled: true,
          SecurityGroupIds: [
            'sg-0aa00000000000000',
            { 'Fn::GetAtt': ['SsmDoctorVpce0aa00000000000000', 'GroupId'] },
          ],
          PolicyDocument: JSON.parse(POLICY),
        },
      },
    })
    expect(template).toContain('#    see Vpce0aa00000000000000 above')
  })

  it('is told by its properties where nobody read it', () => {
    const unread = renderTemplate(inputFor(steps))
    expect(unread).toContain(`#    in the stack that owns AWS::EC2::VPCEndpoint ${ENDPOINT}`)
    expect(unread).toContain('#      PrivateDnsEnabled: true\n')
  })

  it.runIf(hasCheckers)('is what cfn-lint takes', () => expect(lint(template)).toBe(''))
})

describe('a policy of our own', () => {
  it('is one resource with the roles that hold it', () => {
    const policyArn = 'arn:aws:iam::123456789012:policy/ssm-doctor-web'
    const template = told(
      { type: 'create-policy', policyArn, name: 'ssm-doctor-web', document: POLICY },
      { type: 'attach-role-policy', role: 'web', policyArn, name: 'ssm-doctor-web' },
      { type: 'attach-role-policy', role: 'db', policyArn, name: 'ssm-doctor-web' },
    )
    expect(resourcesOf(template)).toMatchObject({ SsmDoctorWeb: { Properties: { Roles: ['web', 'db'] } } })
  })

  it('of somebody else is attached by the role, which a template has in its own stack', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'
    const template = told({ type: 'attach-role-policy', role: 'web', policyArn, name: 'x' })
    expect(template).toContain(
      '#    a template says this with the role alone: ManagedPolicyArns of AWS::IAM::Role web',
    )
    expect(template).toContain(`#    aws iam attach-role-policy --role-name web --policy-arn ${policyArn}`)
  })
})

it('a log group that is made keeps its key whatever later steps say, and stays when the stack goes', () => {
  const place = { region: REGION, logGroup: '/aws/ssm/sessions' }
  const template = told(
    { type: 'create-log-group', ...place, keyArn: 'arn:aws:kms:eu-north-1:123456789012:key/k-1' },
    { type: 'set-retention', ...place, to: 365 },
  )
  expect(resourcesOf(template)).toEqual({
    AwsSsmSessions: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: '/aws/ssm/sessions',
        KmsKeyId: 'arn:aws:kms:eu-north-1:123456789012:key/k-1',
        RetentionInDays: 365,
      },
    },
  })
})

describe('several Regions', () => {
  const rule = (region: string): Change => ({
    type: 'add-group-rule',
    region,
    group: { groupId: 'sg-0aa00000000000000' },
    rule: {
      direction: 'ingress',
      protocol: 'tcp',
      ports: { from: 443, to: 443 },
      peer: { kind: 'cidr', cidr: '10.8.0.0/16' },
    },
  })
  const steps = [inline('web'), rule(REGION), rule('us-east-1')].map(change => stepFor(change))
  const regions = [REGION, 'us-east-1']
  const template = renderTemplate(inputFor(steps, { plan: aPlan(steps, { regions }) }))

  it('share a template: each resource is made in its own, what is global in the first', () => {
    const { Conditions: conditions } = parse(template)
    expect(conditions).toEqual({
      InEuNorth1: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, REGION] },
      InUsEast1: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    })
    const resources = Object.values(resourcesOf(template)) as { Condition: string }[]
    expect(resources.map(({ Condition }) => Condition)).toEqual(['InEuNorth1', 'InEuNorth1', 'InUsEast1'])
  })

  it.runIf(hasCheckers)('make a template that cfn-lint takes', () => expect(lint(template)).toBe(''))
})

describe('hostile names and words', () => {
  const steps = HOSTILE.filter(text => !text.includes('{{resolve:')).map((text, at) =>
    stepFor(
      { type: 'put-role-policy', role: `${text}${at}`, policy: text, to: JSON.stringify({ [text]: text }) },
      { reasons: [{ fingerprint: 'f', message: `${text}\nEvil: true` }], sharedBy: [`${text}\rEvil: true`] },
    ),
  )
  const template = renderTemplate(inputFor(steps))

  it.each(['1.1', '1.2'] as const)('are the texts that they are to YAML %s', version => {
    const resources = Object.values<{ Properties: { PolicyName: string; PolicyDocument: unknown } }>(
      parse(template, { version }).Resources,
    )
    const texts = HOSTILE.filter(text => !text.includes('{{resolve:'))
    expect(resources.map(({ Properties }) => Properties.PolicyName)).toEqual(texts)
    expect(resources.map(({ Properties }) => Properties.PolicyDocument)).toEqual(
      texts.map(text => ({ [text]: text })),
    )
    expect(Object.keys(parse(template, { version }))).toEqual([
      'AWSTemplateFormatVersion',
      'Description',
      'Resources',
    ])
  })
})

describe.runIf(hasCheckers)('cfn-lint', () => {
  it('is awake', () => expect(lint('Resources:\n  A:\n    Type: AWS::No::Thing\n')).toContain('E3006'))
})
