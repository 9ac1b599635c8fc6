import { addInline, bound } from '../../checks/policies.ts'
import { ACCOUNT, DB, GROUP, LOGGING_POLICY, policyDocument, REGION, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { withoutProfile } from '../set-ups/parts.ts'
import { broken, type Causes } from './cause.ts'
import { lose } from './lost.ts'
import { notConnected } from './words.ts'

const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const HOSTED_ROLE = 'AWSSystemsManagerDefaultEC2InstanceManagementRole'

const logging = { arn: LOGGING_POLICY, name: 'session-logging' }

/** What the role of the web servers may do beside the records of sessions: no longer what AWS's core policy gives. */
const webMay = (world: BreakableWorld, ...actions: readonly string[]): void => {
  Object.assign(world.records.roles['web'] ?? {}, { attached: [logging] })
  if (actions.length > 0)
    addInline(world, 'web', 'agent', { Effect: 'Allow', Action: actions, Resource: '*' })
}

/** Default Host Management is on, with a role like that of the hybrid node. */
const hosted = (world: BreakableWorld): void => {
  const { roles, serviceSettings } = world.records
  serviceSettings[HOSTED] = { id: HOSTED, value: `service-role/${HOSTED_ROLE}`, status: 'Customized' }
  const model = roles['hybrid-node']
  const arn = `arn:aws:iam::${ACCOUNT}:role/service-role/${HOSTED_ROLE}`
  if (model) roles[HOSTED_ROLE] = { ...model, name: HOSTED_ROLE, arn, id: 'AROAHOSTEDXXXXXXXXXXX' }
}

const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/support`

/** A role of people that may open sessions, and make no data key with the session key. */
const addOperator = (world: BreakableWorld): void => {
  world.records.principals[OPERATOR] = {
    name: 'support',
    arn: OPERATOR,
    id: 'AROASUPPORTXXXXXXXXXX',
    attached: [],
    inline: {
      sessions: policyDocument([{ Effect: 'Allow', Action: 'ssm:StartSession', Resource: '*' }]),
    },
    tags: {},
  }
}

const AGENT_LEFT_OUT = { Effect: 'Allow', Action: ['logs:*', 's3:*', 'kms:*'], Resource: '*' }

/** What the credentials of nodes and of people lack. */
export const CREDENTIALS: Causes = {
  'no-instance-profile': {
    number: 1,
    world: broken(world => {
      withoutProfile(world, WEB)
      lose(world, WEB)
    }),
    names: [`identity/instance-profile-attached ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- identity/instance-profile-attached ${WEB}`],
    hurt: { [WEB]: 'no unknown unknown unknown' },
    sees: notConnected(WEB),
  },
  'role-without-agent-permissions': {
    number: 2,
    world: broken(world => {
      webMay(world)
      lose(world, WEB)
    }),
    names: ['identity/core-permissions web'],
    folded: [`node/agent-ping ${WEB} <- identity/core-permissions web`],
    hurt: { [WEB]: 'no yes yes yes' },
    sees: notConnected(WEB),
  },
  'host-management-shadowed-by-half-a-profile': {
    number: 18,
    world: broken(world => {
      hosted(world)
      webMay(world, 'ssm:UpdateInstanceInformation')
      world.records.connections[WEB] = { id: WEB, status: 'notconnected' }
    }),
    names: ['identity/core-permissions web'],
    folded: [`node/control-channel ${WEB} <- identity/core-permissions web`],
    hurt: { [WEB]: 'no yes yes yes' },
    sees: notConnected(WEB),
  },
  'operator-without-data-key': {
    number: 15,
    world: broken(addOperator),
    asked: { operators: [OPERATOR] },
    names: ['kms/operator-can-generate support'],
  },
  'boundary-leaves-the-agent-out': {
    number: 32,
    world: broken(world => {
      bound(world, 'db', 'team-boundary', AGENT_LEFT_OUT)
      lose(world, DB)
    }),
    names: ['identity/core-permissions db'],
    folded: [`node/agent-ping ${DB} <- identity/core-permissions db`],
    hurt: { [DB]: 'no yes yes yes' },
    sees: notConnected(DB),
  },
  'policy-denies-log-events': {
    number: 32,
    world: broken(world =>
      addInline(world, 'web', 'guard', {
        Sid: 'KeepAwayFromLogs',
        Effect: 'Deny',
        Action: 'logs:PutLogEvents',
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`,
      }),
    ),
    names: ['logs/write-permissions web'],
    hurt: { [WEB]: 'yes no yes yes' },
  },
}
