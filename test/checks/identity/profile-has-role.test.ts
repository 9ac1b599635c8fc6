import check from '../../../checks/identity/profile-has-role.ts'
import { ACCOUNT, CORE_POLICY, DB, HYBRID, policyDocument, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/web`

const empty = (world: BreakableWorld): void => {
  delete world.records.instanceProfiles[PROFILE]?.roleName
}

const hosted = (world: BreakableWorld): void => {
  const id = '/ssm/managed-instance/default-ec2-instance-management-role'
  world.records.serviceSettings = { [id]: { id, value: 'hosts', status: 'Customized' } }
  world.records.roles['hosts'] = {
    name: 'hosts',
    arn: `arn:aws:iam::${ACCOUNT}:role/hosts`,
    id: 'AROAHOSTSXXXXXXXXXXXX',
    trustPolicy: policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
    attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }],
    inline: {},
    tags: {},
  }
}

testCheck(check, {
  'a hybrid node whose role was deleted': {
    break: world => delete world.records.roles['hybrid-node'],
    finds: [
      {
        subject: HYBRID,
        message:
          'role hybrid-node, by which the node was registered, does not exist any more: its credentials are not renewed',
        severity: 'high',
        affects: [HYBRID],
      },
    ],
  },
  'a hybrid node of which Systems Manager tells no role': {
    break: world => Object.assign(world.records.managedNodes[HYBRID] ?? {}, { iamRole: '' }),
    finds: [],
  },
  'a profile without a role': {
    break: empty,
    finds: [
      {
        subject: WEB,
        message: 'instance profile web holds no role',
        severity: 'high',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'a profile without a role that the config names, and a role of its name': {
    break: world => {
      empty(world)
      world.declared = { instanceProfile: 'web' }
    },
    finds: [{ subject: WEB, message: 'instance profile web holds no role', fixable: true }],
  },
  'a profile without a role, where the config names another': {
    break: world => {
      empty(world)
      world.declared = { instanceProfile: 'db' }
    },
    finds: [{ subject: WEB, message: 'instance profile web holds no role', fixable: true }],
  },
  'a profile without a role, where the config names one that holds none either': {
    break: world => {
      empty(world)
      delete world.records.instanceProfiles[PROFILE.replace('/web', '/db')]?.roleName
      delete world.records.instances[DB]
      delete world.records.managedNodes[DB]
      world.declared = { instanceProfile: 'db' }
    },
    finds: [{ subject: WEB, fixable: false }],
  },
  'a profile whose role was deleted, and that the config names': {
    break: world => {
      delete world.records.roles['web']
      world.declared = { instanceProfile: 'web' }
    },
    finds: [{ subject: WEB, fixable: false }],
  },
  'a profile whose role was deleted': {
    break: world => delete world.records.roles['web'],
    finds: [`${WEB}: instance profile web holds role web, which does not exist any more`],
  },
  'a profile that was deleted': {
    break: world => delete world.records.instanceProfiles[PROFILE],
    finds: [`${WEB}: instance profile web, which the instance holds, does not exist any more`],
  },
  'a profile without a role on an instance that has just started': {
    break: world => {
      empty(world)
      Object.assign(world.records.instances[WEB] ?? {}, { launchedAt: '2026-11-20T09:00:00.000Z' })
      world.declared = { instanceProfile: 'web' }
    },
    finds: [
      {
        subject: WEB,
        message: 'instance profile web holds no role; it has just started, wait until 09:30 UTC',
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'a profile without a role on a node that Default Host Management serves': {
    break: world => {
      empty(world)
      hosted(world)
    },
    finds: [
      {
        subject: WEB,
        message: 'instance profile web holds no role; Default Host Management serves it instead',
        severity: 'low',
      },
    ],
  },
  'a profile without a role on an instance that does not run': {
    break: world => {
      empty(world)
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      world.declared = { named: [WEB] }
    },
    finds: [],
  },
  'a profile without a role that no instance holds': {
    break: world => {
      world.records.instanceProfiles[`${PROFILE}-old`] = {
        arn: `${PROFILE}-old`,
        name: 'web-old',
        id: 'AIPAOLDXXXXXXXXXXXXXX',
      }
    },
    finds: [],
  },
  'an instance without profile': {
    break: world => delete world.records.instances[WEB]?.profileArn,
    finds: [],
  },
})
