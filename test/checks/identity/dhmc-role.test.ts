import { expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import check from '../../../checks/identity/dhmc-role.ts'
import { ACCOUNT, CORE_POLICY, healthyWorld, policyDocument, REGION, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'

const trusting = (service: string): string =>
  policyDocument([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }])

/** Default Host Management with a role; the role is in good order but for what is changed. */
const hosted = (world: BreakableWorld, changed: object = {}): void => {
  world.records.serviceSettings[SETTING] = { id: SETTING, value: 'service-role/hosts', status: 'Customized' }
  world.records.roles['hosts'] = {
    name: 'hosts',
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/hosts`,
    id: 'AROAHOSTSXXXXXXXXXXXX',
    trustPolicy: trusting('ssm.amazonaws.com'),
    attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }],
    inline: {},
    tags: {},
    ...changed,
  }
}

const withoutProfile = (world: BreakableWorld): void => {
  delete world.records.instances[WEB]?.profileArn
}

testCheck(check, {
  'a role that does not exist, and an instance without another': {
    break: world => {
      hosted(world)
      withoutProfile(world)
      delete world.records.roles['hosts']
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' })
    },
    finds: [
      {
        subject: REGION,
        message: 'Default Host Management names role hosts, which does not exist',
        severity: 'high',
        about: 'role',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'a role that does not exist, and nobody who needs it': {
    break: world => {
      hosted(world)
      delete world.records.roles['hosts']
    },
    finds: [{ subject: REGION, severity: 'low', affects: [] }],
  },
  'a role that does not exist, and an instance that is Online by another': {
    break: world => {
      hosted(world)
      withoutProfile(world)
      delete world.records.roles['hosts']
      Object.assign(world.records.managedNodes[WEB] ?? {}, { iamRole: 'service-role/hosts-before' })
    },
    finds: [{ subject: REGION, severity: 'low', affects: [] }],
  },
  'a role that trusts EC2': {
    break: world => hosted(world, { trustPolicy: trusting('ec2.amazonaws.com') }),
    finds: [
      {
        subject: REGION,
        message: 'role hosts of Default Host Management does not trust ssm.amazonaws.com',
        fixable: true,
      },
    ],
  },
  'a role without permissions': {
    break: world => hosted(world, { attached: [] }),
    finds: [
      {
        subject: REGION,
        message:
          'role hosts of Default Host Management may not ssm:UpdateInstanceInformation, ssmmessages:CreateControlChannel, ssmmessages:OpenControlChannel, ssmmessages:CreateDataChannel, ssmmessages:OpenDataChannel',
        about: 'permissions',
        fixable: true,
      },
    ],
  },
  'a role that a boundary keeps from what it needs': {
    break: world => {
      const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/limit`
      world.records.policies[boundaryArn] = {
        arn: boundaryArn,
        name: 'limit',
        document: policyDocument([{ Effect: 'Allow', Action: 'ssmmessages:*', Resource: '*' }]),
      }
      hosted(world, { boundaryArn })
    },
    finds: [
      {
        subject: REGION,
        message: 'role hosts of Default Host Management may not ssm:UpdateInstanceInformation',
        fixable: false,
      },
    ],
  },
  'a role in good order': {
    break: world => {
      hosted(world)
      withoutProfile(world)
    },
    finds: [],
  },
  'a word where nobody has set a role': {
    break: world =>
      (world.records.serviceSettings[SETTING] = { id: SETTING, value: 'None', status: 'Default' }),
    finds: [],
  },
  'a Region that does not know the setting': {
    break: world => (world.records.serviceSettings = {}),
    finds: [],
  },
})

it('tells the whole command that names another role', () => {
  const world = healthyWorld()
  hosted(world)
  delete world.records.roles['hosts']
  const [finding] = audit([world], [check]).findings
  expect(finding?.remediation.commands).toEqual([
    `aws ssm register-default-host-management-configuration --permission-model SERVICE_MANAGED --overwrite --region ${REGION}`,
  ])
})
