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
import { afterEach, describe, expect, test, vi } from 'vitest'
import { checks } from '../../checks/index.ts'
import { applyPlan } from '../../src/apply/apply.ts'
import { startJournal } from '../../src/apply/journal.ts'
import { rollback } from '../../src/apply/rollback.ts'
import { planRepair } from '../../src/cli/repair-plan.ts'
import type { World } from '../../src/core/snapshot.ts'
import { newFolder, removeFolders } from '../apply/folders.ts'
import { type Account, makeAccount } from '../support/moto/account.ts'
import { found, now, sessionOf, worldsOf } from '../support/moto/declared-run.ts'
import { asWritten, trustPolicy } from '../support/moto/policies.ts'
import { setHeard } from '../support/moto/network-run.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()
afterEach(() => {
  vi.unstubAllEnvs()
  removeFolders()
})

const PROFILE = 'web-node-profile'
const worldsUnder = (account: Account, instanceProfile: string): Promise<readonly World[]> =>
  worldsOf(moto, account, { instanceProfile, managed: 'all' })

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
  readonly step: string
  /** What the node holds once everything is taken back, where that is not what it held. */
  readonly holdsThen?: object
}

const NOTHING = { Arn: null, Id: null }

const REPAIRS: Readonly<Record<string, ProfileRepair>> = {
  'an instance without a profile': {
    break: freeNode,
    named: PROFILE,
    finds: 'identity/instance-profile-attached',
    step: 'associate-profile',
  },
  'a profile that was made anew': {
    break: makeAnew,
    named: PROFILE,
    finds: 'identity/profile-current',
    step: 'replace-profile',
    holdsThen: NOTHING,
  },
  'an empty profile, and a role of its name': {
    break: emptyNamesake,
    named: PROFILE,
    finds: 'identity/profile-has-role',
    step: 'add-role-to-profile',
  },
  'an empty profile, and another that the config names': {
    break: anotherProfile,
    named: 'nodes',
    finds: 'identity/profile-has-role',
    step: 'replace-profile',
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

describe.each(Object.entries(REPAIRS))('%s', (_, one) => {
  test('is mended, clean, and taken back as far as EC2 lets it', async () => {
    const account = await makeAccount(moto.proxy)
    await one.break(account)
    setHeard(moto, account, 'lost')
    const before = await dumpOf(account)
    const broken = await worldsUnder(account, one.named)
    expect(found(broken)).toEqual([one.finds])

    const plan = planRepair(broken, { selected: checks })
    expect([plan.breaks, plan.refused, plan.leaves]).toEqual([[], [], []])
    expect(plan.steps.map(({ change }) => change.type)).toEqual([one.step])
    const session = await sessionOf(moto, account)
    const journal = startJournal({ folder: newFolder(), tool: 'ssm-doctor e2e', plan, now })
    const { written } = await applyPlan({ plan, session, journal, interrupted: () => false })
    expect(written).toBe(1)
    setHeard(moto, account, 'online')
    expect(found(await worldsUnder(account, one.named))).toEqual([])

    const undone = await rollback({ journal: journal.path, session, interrupted: () => false, now })
    expect([undone.undone.length, undone.skipped]).toEqual([1, []])
    const after = await dumpOf(account)
    expect(after.dump).toEqual(before.dump)
    expect(after.held).toEqual(one.holdsThen ? [one.holdsThen] : before.held)
  })
})
