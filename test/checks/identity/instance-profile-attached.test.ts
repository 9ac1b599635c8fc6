import { describe, expect, it } from 'vitest'
import check from '../../../checks/identity/instance-profile-attached.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { ACCOUNT, CORE_POLICY, DB, healthyWorld, HYBRID, policyDocument, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

/** An instance without profile that the config judges, and that Systems Manager has lost unless told otherwise. */
const bare = (world: BreakableWorld, pingStatus = 'ConnectionLost'): void => {
  delete world.records.instances[WEB]?.profileArn
  Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus })
}

const unregistered = (world: BreakableWorld): void => {
  delete world.records.instances[WEB]?.profileArn
  delete world.records.managedNodes[WEB]
  world.declared = { managed: 'all' }
}

/** Default Host Management by the role `hosts`, which trusts a service. */
const hosted = (world: BreakableWorld, service = 'ssm.amazonaws.com'): void => {
  const id = '/ssm/managed-instance/default-ec2-instance-management-role'
  world.records.serviceSettings = { [id]: { id, value: 'service-role/hosts', status: 'Customized' } }
  world.records.roles['hosts'] = {
    name: 'hosts',
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/hosts`,
    id: 'AROAHOSTSXXXXXXXXXXXX',
    trustPolicy: policyDocument([
      { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    ]),
    attached: [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }],
    inline: {},
    tags: {},
  }
}

testCheck(check, {
  'another profile than the config declares': {
    break: world => (world.declared = { instanceProfile: 'web' }),
    finds: [
      {
        subject: DB,
        message: 'the instance holds instance profile db, and the config declares web',
        severity: 'medium',
        about: 'instanceProfile',
        affects: [DB],
      },
    ],
  },
  'no profile where one is declared, under Default Host Management': {
    break: world => {
      bare(world, 'Online')
      hosted(world)
      world.declared = { instanceProfile: 'db' }
    },
    finds: [`${WEB}: the instance holds no instance profile, and the config declares db`],
  },
  'no profile where one is declared: one finding': {
    break: world => {
      bare(world)
      world.declared = { instanceProfile: 'db' }
    },
    finds: [`${WEB}: no instance profile is attached, and Default Host Management is off`],
  },
  'an instance without profile that is lost': {
    break: world => bare(world),
    finds: [
      {
        subject: WEB,
        message: 'no instance profile is attached, and Default Host Management is off',
        severity: 'high',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'an instance without profile, where the config names one': {
    break: world => {
      unregistered(world)
      world.declared = { managed: 'all', instanceProfile: 'db' }
    },
    finds: [{ subject: WEB, severity: 'high', fixable: true }],
  },
  'an instance without profile, where the config names one whose role does not trust EC2': {
    break: world => {
      unregistered(world)
      const { arn = '', id = '' } = Object.values(world.records.instanceProfiles)[0] ?? {}
      world.records.instanceProfiles[`${arn}-2`] = {
        arn: `${arn}-2`,
        name: 'racks',
        id,
        roleName: 'hybrid-node',
      }
      world.declared = { managed: 'all', instanceProfile: 'racks' }
    },
    finds: [
      { subject: WEB, severity: 'high', fixable: false },
      `${DB}: the instance holds instance profile db, and the config declares racks`,
    ],
  },
  'an instance without profile that is not registered': {
    break: unregistered,
    finds: [`${WEB}: no instance profile is attached, and Default Host Management is off`],
  },
  'an instance without profile that is online all the same': {
    break: world => {
      bare(world, 'Online')
      world.declared = { instanceProfile: 'db' }
    },
    finds: [
      {
        subject: WEB,
        message:
          'no instance profile is attached, and Default Host Management is off; it is Online, so its credentials come from elsewhere',
        severity: 'info',
        fixable: false,
      },
    ],
  },
  'an instance without profile that has just started': {
    break: world => {
      unregistered(world)
      Object.assign(world.records.instances[WEB] ?? {}, { launchedAt: '2026-11-20T09:05:00.000Z' })
      world.declared = { managed: 'all', instanceProfile: 'db' }
    },
    finds: [
      {
        subject: WEB,
        message:
          'no instance profile is attached, and Default Host Management is off; it has just started, wait until 09:35 UTC',
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'Default Host Management and a metadata endpoint that is off': {
    break: world => {
      bare(world)
      hosted(world)
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
    },
    finds: [
      `${WEB}: no instance profile is attached, and Default Host Management cannot serve it: its metadata endpoint is disabled`,
    ],
  },
  'Default Host Management and an agent that is too old': {
    break: world => {
      bare(world)
      hosted(world)
      Object.assign(world.records.managedNodes[WEB] ?? {}, { agentVersion: '3.2.581.0' })
    },
    finds: [
      `${WEB}: no instance profile is attached, and Default Host Management cannot serve it: its agent 3.2.581.0 is older than 3.2.582.0`,
    ],
  },
  'Default Host Management and an agent that nobody knows': {
    break: world => {
      unregistered(world)
      hosted(world)
    },
    finds: [
      {
        subject: WEB,
        message:
          "no instance profile is attached, and it is not known whether Default Host Management can serve it: it is not registered, so its agent's version is not known (3.2.582.0 is needed)",
        severity: 'high',
        verdict: 'fail',
      },
    ],
  },
  'Default Host Management by a role that does not exist': {
    break: world => {
      bare(world)
      hosted(world)
      delete world.records.roles['hosts']
    },
    finds: [
      `${WEB}: no instance profile is attached, and Default Host Management names role hosts, which does not exist`,
    ],
  },
  'Default Host Management by a role that does not trust it': {
    break: world => {
      bare(world)
      hosted(world, 'ec2.amazonaws.com')
    },
    finds: [
      `${WEB}: no instance profile is attached, and Default Host Management cannot use role hosts, which does not trust ssm.amazonaws.com`,
    ],
  },
  'a hybrid node of the same name, which may be the same host': {
    break: world => {
      unregistered(world)
      Object.assign(world.records.managedNodes[HYBRID] ?? {}, { name: 'web-1' })
    },
    finds: [
      {
        subject: WEB,
        message: `no instance profile is attached, and Default Host Management is off; if it is the host that is registered as ${HYBRID}, it needs none`,
        verdict: 'unknown',
      },
    ],
  },
  'the host of a hybrid node, by its address and name': {
    break: world => {
      unregistered(world)
      Object.assign(world.records.managedNodes[HYBRID] ?? {}, {
        computerName: 'ip-10-20-1-11.ap-southeast-1.compute.internal',
        ipAddress: '10.20.1.11',
      })
    },
    finds: [],
  },
  'an instance without profile, where a node could not be read': {
    break: world => {
      bare(world)
      world.gaps.push({ kind: 'managedNodes', id: HYBRID, reason: 'malformed answer', actions: [] })
      delete world.records.managedNodes[HYBRID]
    },
    finds: [{ subject: WEB, severity: 'high' }],
  },
  'an instance that Default Host Management serves': {
    break: world => {
      bare(world, 'Online')
      hosted(world)
    },
    finds: [],
  },
  'an instance without profile that is not set up for Session Manager': {
    break: world => {
      unregistered(world)
      delete world.declared
    },
    finds: [],
  },
  'a stopped instance without profile': {
    break: world => {
      unregistered(world)
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      world.declared = { named: [WEB, DB] }
    },
    finds: [],
  },
})

describe('a declared profile that could not serve', () => {
  const racks = (world: BreakableWorld, roleName?: string): void => {
    const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/racks`
    world.records.instanceProfiles[arn] = {
      arn,
      name: 'racks',
      id: 'AIPA0000000000000099',
      ...(roleName !== undefined && { roleName }),
    }
  }

  it.each([
    ['instance profile racks does not exist', () => {}],
    ['instance profile racks holds no role', racks],
    ['role gone of instance profile racks does not exist', (world: BreakableWorld) => racks(world, 'gone')],
    [
      'role hybrid-node of instance profile racks does not trust EC2',
      (world: BreakableWorld) => racks(world, 'hybrid-node'),
    ],
  ])('is put right first, and no command gives it: %s', (flaw, add) => {
    const world = healthyWorld()
    unregistered(world)
    add(world)
    world.declared = { managed: 'all', instanceProfile: 'racks' }
    const { findings } = audit([world], [check])
    expect(
      findings.map(({ subject, remediation }) => [subject.id, remediation.text, remediation.commands]),
    ).toEqual([
      [WEB, `${flaw}: put that right, or change what the config declares`, []],
      [DB, `${flaw}: put that right, or change what the config declares`, []],
    ])
  })

  it('is told with its command where nobody knows whether it could', () => {
    const world = healthyWorld()
    unregistered(world)
    world.gaps.push({ kind: 'instanceProfiles', reason: 'AccessDenied', actions: ['iam:GetInstanceProfile'] })
    world.records.instanceProfiles = {}
    world.declared = { managed: 'all', instanceProfile: 'racks' }
    const [finding] = audit([world], [check]).findings
    expect(finding?.remediation.commands).toEqual([expect.stringContaining('Name=racks')])
  })
})
