import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import type { TestClients } from './clients.ts'
import { asWritten, trustPolicy } from './policies.ts'

export type PolicyHolder = 'managed' | 'inline'

export interface ProfileFacts {
  readonly name: string
  readonly arn: string
  readonly id: string
}

interface HeldPolicy {
  readonly accountId: string
  readonly roles: readonly string[]
  readonly name: string
  readonly text: string
}

const CORE_POLICY = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'

/** Makes a node role and its instance profile, with the core permissions unless it shall lack them. */
export const makeRole = async (
  { iam }: TestClients,
  name: string,
  { core = true, path: Path = '/' }: { readonly core?: boolean; readonly path?: string },
): Promise<ProfileFacts> => {
  const trust = asWritten(trustPolicy('ec2.amazonaws.com'))
  const Tags = [{ Key: 'team', Value: 'platform' }]
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, Tags, Path }))
  if (core) await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: CORE_POLICY }))
  const profile = `${name}-profile`
  const made = await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: profile, Path }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: profile, RoleName: name }))
  const { Arn = '', InstanceProfileId = '' } = made.InstanceProfile ?? {}
  return { name: profile, arn: Arn, id: InstanceProfileId }
}

/** An earlier text of a policy: the same with a Sid more. */
const earlier = (text: string, number: number): string =>
  text.replace('"Statement": [', `"Id": "draft-${number}",\n    "Statement": [`)

const fillVersions = async ({ iam }: TestClients, arn: string, text: string): Promise<void> => {
  const drafts = [2, 3, 4, 5].map(number => (number === 3 ? text : earlier(text, number)))
  for (const PolicyDocument of drafts) {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument }))
  }
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v3' }))
}

const attach = async (
  clients: TestClients,
  policy: HeldPolicy,
  versions: number,
  Path: string,
): Promise<string> => {
  const PolicyDocument = versions === 5 ? earlier(policy.text, 1) : policy.text
  const Tags = [{ Key: 'owner', Value: 'platform' }]
  const created = new CreatePolicyCommand({ PolicyName: policy.name, PolicyDocument, Tags, Path })
  const PolicyArn = (await clients.iam.send(created)).Policy?.Arn ?? ''
  if (versions === 5) await fillVersions(clients, PolicyArn, policy.text)
  for (const RoleName of policy.roles) {
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  }
  return PolicyArn
}

/** Gives the roles their session policy, as a customer-managed one or inline; gives its ARN (empty where inline). */
export const holdPolicy = async (
  clients: TestClients,
  policy: HeldPolicy,
  how: { readonly holder?: PolicyHolder; readonly versions?: 1 | 5; readonly path?: string },
): Promise<string> => {
  if (how.holder !== 'inline') return attach(clients, policy, how.versions ?? 1, how.path ?? '/')
  for (const RoleName of policy.roles) {
    const inline = { RoleName, PolicyName: policy.name, PolicyDocument: policy.text }
    await clients.iam.send(new PutRolePolicyCommand(inline))
  }
  return ''
}
