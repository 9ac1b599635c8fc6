import {
  DisassociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
} from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  AttachRolePolicyCommand,
  DeleteInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { asWritten, trustPolicy } from '../support/moto/policies.ts'
import { checkRegion, rootsOf, setHeard } from '../support/moto/network-run.ts'
import { repair, takeBack } from '../support/moto/repair-run.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const PROFILE = 'web-node-profile'

const freeNode = async ({ clients: { ec2 } }: Account): Promise<void> => {
  const all = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}))
  for (const { AssociationId } of all.IamInstanceProfileAssociations ?? [])
    await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }))
}

const emptyProfile = async ({ clients: { iam } }: Account, InstanceProfileName: string): Promise<void> => {
  const held = { InstanceProfileName, RoleName: 'web-node' }
  await iam.send(new RemoveRoleFromInstanceProfileCommand(held))
}

const makeAnew = async (account: Account): Promise<void> => {
  const { iam } = account.clients
  await emptyProfile(account, PROFILE)
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: PROFILE }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: PROFILE }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: PROFILE, RoleName: 'web-node' }))
}

/** An empty profile with a role of its name, which may do all that a node does. */
const emptyNamesake = async (account: Account): Promise<void> => {
  const { iam } = account.clients
  const RoleName = PROFILE
  const AssumeRolePolicyDocument = asWritten(trustPolicy('ec2.amazonaws.com'))
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  for (const PolicyArn of ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', account.policyArn])
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  await emptyProfile(account, PROFILE)
}

const anotherProfile = async (account: Account): Promise<void> => {
  const { iam } = account.clients
  await emptyProfile(account, PROFILE)
  const InstanceProfileName = 'nodes'
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path: '/platform/' }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: 'web-node' }))
}

interface ProfileRepair {
  readonly break: (account: Account) => Promise<void>
  /** The instance profile that the config names. */
  readonly named: string
  readonly finds: string
  readonly writes: string
  /** What the node holds once everything is taken back, where that is not what it held. */
  readonly holdsThen?: object
}

const NOTHING = { Arn: null, Id: null }

const REPAIRS: Readonly<Record<string, ProfileRepair>> = {
  'an instance without a profile': {
    break: freeNode,
    named: PROFILE,
    finds: 'identity/instance-profile-attached',
    writes: 'AssociateIamInstanceProfile',
  },
  'a profile that was made anew': {
    break: makeAnew,
    named: PROFILE,
    finds: 'identity/profile-current',
    writes: 'ReplaceIamInstanceProfileAssociation',
    holdsThen: NOTHING,
  },
  'an empty profile, and a role of its name': {
    break: emptyNamesake,
    named: PROFILE,
    finds: 'identity/profile-has-role',
    writes: 'AddRoleToInstanceProfile',
  },
  'an empty profile, and another that the config names': {
    break: anotherProfile,
    named: 'nodes',
    finds: 'identity/profile-has-role',
    writes: 'ReplaceIamInstanceProfileAssociation',
    holdsThen: NOTHING,
  },
}

/** What the independent client reads, with what the nodes hold in a place of its own. */
const dumpOf = async (account: Account) => {
  const dump = structuredClone(await moto.dump(account)) as {
    regions: Record<string, { instances: Record<string, { profile: object }> }>
  }
  const instances = Object.values(dump.regions[account.region.region]?.instances ?? {})
  const held = instances.map(({ profile }) => profile)
  for (const instance of instances) instance.profile = {}
  return { dump, held }
}

/** A folder with a config that names this instance profile. */
const configured = (instanceProfile: string) => {
  const home = newHome()
  const config = join(home, 'nodes.json')
  writeFileSync(config, JSON.stringify({ expect: { instanceProfile, managed: 'all' } }))
  return { home, flags: ['--config', config] }
}

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and taken back as far as EC2 lets it', async () => {
    const account = await makeAccount(moto.proxy)
    const { home, flags } = configured(one.named)
    await one.break(account)
    setHeard(moto, account, 'lost')
    const before = await dumpOf(account)
    const broken = rootsOf(await checkRegion(moto, account, ...flags))
    expect(broken.map(root => root.split(' ')[0])).toEqual([one.finds])

    const { result, writes } = await repair(moto, account, home, flags)
    expect(result.code, result.stdout + result.stderr).toBe(0)
    expect(writes).toEqual([one.writes])
    const clean = await checkRegion(moto, account, ...flags)
    expect(clean.report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(clean.result.code).toBe(0)

    await takeBack(moto, account, home)
    const after = await dumpOf(account)
    expect(after.dump).toEqual(before.dump)
    expect(after.held).toEqual(one.holdsThen ? [one.holdsThen] : before.held)
  })
})
