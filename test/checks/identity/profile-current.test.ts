import check from '../../../checks/identity/profile-current.ts'
import { ACCOUNT, WEB } from '../../support/healthy.ts'
import { hosted } from '../../support/broken/breaks.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/web`

const remade = (world: BreakableWorld): void => {
  Object.assign(world.records.instanceProfiles[PROFILE] ?? {}, { id: 'AIPANEWXXXXXXXXXXXXXX' })
}

testCheck(check, {
  'a profile that was made anew': {
    break: remade,
    finds: [
      {
        subject: WEB,
        message:
          'the instance holds instance profile web as it was before it was deleted and made anew: its credentials are not renewed',
        severity: 'high',
        about: 'IamInstanceProfile',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'a profile that was made anew and that the config names': {
    break: world => {
      remade(world)
      world.declared = { instanceProfile: 'web' }
    },
    finds: [{ subject: WEB, about: 'IamInstanceProfile', fixable: true }],
  },
  'a profile that was made anew without a role, and that the config names': {
    break: world => {
      remade(world)
      delete world.records.instanceProfiles[PROFILE]?.roleName
      world.declared = { instanceProfile: 'web' }
    },
    finds: [{ subject: WEB, fixable: false }],
  },
  'a profile that was made anew, where the config names another': {
    break: world => {
      remade(world)
      world.declared = { instanceProfile: 'db' }
    },
    finds: [{ subject: WEB, fixable: false }],
  },
  'a profile that is gone, where the config names another': {
    break: world => {
      delete world.records.instanceProfiles[PROFILE]
      world.declared = { instanceProfile: 'db' }
    },
    finds: [{ subject: WEB, fixable: true }],
  },
  'a profile that is gone': {
    break: world => delete world.records.instanceProfiles[PROFILE],
    finds: [
      `${WEB}: the instance holds instance profile web, which does not exist any more: its credentials are not renewed`,
    ],
  },
  'a profile that was made anew, while Default Host Management serves the instance': {
    break: world => {
      remade(world)
      hosted(world, 'hybrid-node')
    },
    finds: [
      {
        subject: WEB,
        message: /; Default Host Management serves it instead$/,
        severity: 'low',
        verdict: 'fail',
      },
    ],
  },
  'an instance that has just started': {
    break: world => {
      remade(world)
      Object.assign(world.records.instances[WEB] ?? {}, { launchedAt: '2026-11-20T09:00:00.000Z' })
      world.declared = { instanceProfile: 'web' }
    },
    finds: [
      {
        subject: WEB,
        message: /; it has just started, wait until 09:30 UTC$/,
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'an instance of which EC2 does not tell the id': {
    break: world => {
      remade(world)
      delete world.records.instances[WEB]?.profileId
    },
    finds: [],
  },
  'an instance that does not run': {
    break: world => {
      remade(world)
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      world.declared = { named: [WEB] }
    },
    finds: [],
  },
  'an instance without profile': {
    break: world => delete world.records.instances[WEB]?.profileArn,
    finds: [],
  },
})
