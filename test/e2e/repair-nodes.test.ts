import { ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2'
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { healthyNode } from '../support/moto/account-region.ts'
import { asWritten, trustPolicy } from '../support/moto/policies.ts'
import { mendAndTakeBack, type Repair } from '../support/moto/repair-run.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const CORE = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'
const DEPRECATED = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'
const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'
const ROLE = 'web-node'

const trust = ({ clients }: Account, RoleName: string, document: object): Promise<unknown> =>
  clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: asWritten(document) }))

const elsewhere = ({ accountId }: Account): object => ({
  Version: '2012-10-17',
  Id: 'a+b 100% "é"',
  Statement: [
    {
      Sid: 'Racks',
      Effect: 'Allow',
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:eu-west-2:${accountId}:*` } },
    },
  ],
})

/** A role that may do all that a node does, and that a service may assume. */
const makeNodeRole = async (
  account: Account,
  RoleName: string,
  service: string,
  Path = '/',
): Promise<void> => {
  const AssumeRolePolicyDocument = asWritten(trustPolicy(service))
  const { iam } = account.clients
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path }))
  for (const PolicyArn of [CORE, account.policyArn])
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
}

const detach = ({ clients }: Account, RoleName: string, PolicyArn: string): Promise<unknown> =>
  clients.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))

/** Default Host Management lends role `hosts` to those whose own role may not report in. */
const hosting = async (account: Account, service = 'ssm.amazonaws.com'): Promise<void> => {
  await makeNodeRole(account, 'hosts', service, '/service-role/')
  moto.proxy.state(account.accountId).serviceSettings[SETTING] = 'service-role/hosts'
}

const addRack = async (account: Account): Promise<void> => {
  await makeNodeRole(account, 'racks', 'ssm.amazonaws.com')
  const { nodes } = moto.proxy.state(account.accountId)
  const { region } = account.region
  const rack = { ...healthyNode('mi-0a1b2c3d4e5f60718', 'rack-7'), ResourceType: 'ManagedInstance' }
  nodes[region] = [...(nodes[region] ?? []), { ...rack, IamRole: 'racks', IPAddress: '192.0.2.7' }]
}

const withoutUpdates = ({ accountId, region: { region } }: Account): void => {
  moto.proxy.state(accountId).associations[region] = []
}

interface NodeRepair extends Repair {
  readonly break: (account: Account) => Promise<unknown>
}

const REPAIRS: Readonly<Record<string, NodeRepair>> = {
  'a role that EC2 may not assume': {
    break: account => trust(account, ROLE, trustPolicy('lambda.amazonaws.com')),
    finds: ['identity/role-trust'],
    writes: ['UpdateAssumeRolePolicy'],
    heard: 'lost',
  },
  'a service role that trusts Systems Manager for another Region': {
    break: async account => {
      await addRack(account)
      await trust(account, 'racks', elsewhere(account))
    },
    finds: ['identity/role-trust'],
    writes: ['UpdateAssumeRolePolicy'],
  },
  'a role of Default Host Management that trusts EC2 instead': {
    break: async account => {
      await hosting(account, 'ec2.amazonaws.com')
      await detach(account, ROLE, CORE)
    },
    finds: ['identity/role-trust'],
    writes: ['UpdateAssumeRolePolicy'],
  },
  'a role of Default Host Management that nobody uses yet': {
    break: account => hosting(account, 'ec2.amazonaws.com'),
    finds: [],
    writes: ['UpdateAssumeRolePolicy'],
  },
  'a role of Default Host Management that may not report in': {
    break: async account => {
      await hosting(account)
      await detach(account, 'hosts', CORE)
    },
    finds: [],
    writes: ['PutRolePolicy'],
  },
  'a role that rests on the deprecated policy': {
    break: async account => {
      const attached = { RoleName: ROLE, PolicyArn: DEPRECATED }
      await account.clients.iam.send(new AttachRolePolicyCommand(attached))
      await detach(account, ROLE, CORE)
    },
    finds: [],
    writes: ['PutRolePolicy'],
    leaves: ['identity/deprecated-policy'],
  },
  'a metadata endpoint that is off': {
    break: ({ clients, nodes: [InstanceId = ''] }) =>
      clients.ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpEndpoint: 'disabled' })),
    finds: ['node/imds-enabled'],
    writes: ['ModifyInstanceMetadataOptions'],
    heard: 'lost',
  },
  'agents that nothing updates': {
    break: async account => withoutUpdates(account),
    finds: [],
    writes: ['CreateAssociation'],
  },
  'agents of the chosen nodes that nothing updates': {
    break: async account => withoutUpdates(account),
    finds: [],
    writes: ['CreateAssociation'],
    flags: ['--tag', `Name=${ROLE}`],
  },
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy)
    await one.break(account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})
