import { ACCOUNT, CORE_POLICY, REGION, WEB, healthyWorld, policyDocument } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { anInstance, hosted } from './changes.ts'
import { HOSTED, HOSTED_ROLE } from './words.ts'

export const SOUND_HOST_MANAGEMENT: SoundAccounts = {
  // Default Host Management
  'Default Host Management, no instance profile anywhere': {
    alter: world => hosted(world, { profiles: false }),
  },
  'Default Host Management beside profiles that do not report in': {
    alter: world => hosted(world, { profiles: true }),
  },
  'Default Host Management beside profiles that do': {
    alter: world => {
      const { web, db } = structuredClone(world.records.roles)
      hosted(world, { profiles: true })
      if (web) world.records.roles['web'] = web
      if (db) world.records.roles['db'] = db
      Object.assign(world.records.roles[HOSTED_ROLE] ?? {}, {
        attached: [{ arn: CORE_POLICY, name: 'Core' }],
      })
    },
  },
  'Default Host Management with its setting written as the page shows it': {
    alter: world => {
      hosted(world, { profiles: false })
      Object.assign(world.records.serviceSettings[HOSTED] ?? {}, { status: 'Custom', value: HOSTED_ROLE })
    },
  },
  'Default Host Management where a profile gives no credentials': {
    alter: world => {
      hosted(world, { profiles: false })
      const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/web`
      const instance = world.records.instances[WEB]
      if (instance) instance.profileArn = arn
      const role = healthyWorld().records.roles['web']
      const trustPolicy = policyDocument([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ])
      if (role) world.records.roles['web'] = { ...role, trustPolicy }
    },
  },
  'a Region that does not know Default Host Management': {
    alter: world => {
      world.records.serviceSettings = {}
    },
  },
  'a setting that names no role': {
    alter: world => {
      world.records.serviceSettings[HOSTED] = { id: HOSTED, value: 'None', status: 'Default' }
      anInstance(world, 'i-0a1b2c3d4e5f6000a', {})
      delete world.records.instances['i-0a1b2c3d4e5f6000a']?.profileArn
    },
    tells: [`info report/not-managed ${REGION}`],
  },
}
