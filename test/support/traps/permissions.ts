import type { Simulation } from '../../../src/core/records.ts'
import { addInline, editInline, editShared, prefer } from '../../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  CORE_POLICY,
  GROUP,
  LOGGING_POLICY,
  policyDocument,
  REGION,
  SESSION_KEY,
  WEB,
} from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { judgedRequests, requestId } from '../../../src/core/session/judged-requests.ts'
import { eachNode } from '../set-ups/set-up.ts'
import { perRole, ROLES, type Traps } from './trap.ts'

const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
const DOCUMENT = 'SSM-SessionManagerRunShell'

const edit = (world: BreakableWorld, sid: string, change: Record<string, unknown> | undefined): void => {
  editShared(world, sid, statement => change && { ...statement, ...change })
  editInline(world, sid, statement => change && { ...statement, ...change })
}

/** The five actions of sessions and no more: the core policy of AWS has the older message service besides. */
const fiveActions = (world: BreakableWorld): void => {
  world.records.policies[CORE_POLICY] = {
    arn: CORE_POLICY,
    name: 'AmazonSSMManagedInstanceCore',
    document: policyDocument([
      {
        Effect: 'Allow',
        Action: [
          'ssm:UpdateInstanceInformation',
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
        Resource: '*',
      },
    ]),
  }
}

/** No path to the older message service and no right to it: the endpoints are those of the healthy network. */
export const OLD_MESSAGES: Traps = {
  'neither a permission for ec2messages nor an endpoint': { alter: fiveActions, roots: [] },
  'a Deny on ec2messages': {
    alter: world => {
      for (const role of ROLES)
        addInline(world, role, 'old-messages', { Effect: 'Deny', Action: 'ec2messages:*', Resource: '*' })
    },
    roots: [],
  },
}

export const NOT_NEEDED: Traps = {
  'a Deny on what guides ask for and the agent never calls': {
    alter: world => {
      const Action = [
        'logs:CreateLogGroup',
        'logs:DescribeLogStreams',
        's3:ListBucket',
        's3:GetBucketLocation',
        's3:GetBucketAcl',
        'ssm:GetDocument',
        'ssm:ListAssociations',
      ]
      for (const role of ROLES) addInline(world, role, 'lean', { Effect: 'Deny', Action, Resource: '*' })
    },
    roots: [],
  },
}

const listing = (Resource: string | readonly string[]) => (world: BreakableWorld) =>
  edit(world, 'FindLogGroups', { Resource })

export const LISTING: Traps = {
  'the listing of groups is for the named group': {
    alter: listing([GROUP_ARN, `${GROUP_ARN}:*`]),
    roots: perRole('critical logs/describe-log-groups', 'logs:DescribeLogGroups'),
    outcomes: eachNode('no no yes yes'),
  },
  'the listing of groups is for a group with an empty name': {
    alter: listing(`arn:aws:logs:${REGION}:${ACCOUNT}:log-group::*`),
    roots: [],
  },
  'the listing of groups is for everything': { alter: listing('*'), roots: [] },
}

/** The profile's role writes logs and does not report in; the one that does may not write. */
const rightsOnTheOtherRole = (world: BreakableWorld): void => {
  const { roles, serviceSettings } = world.records
  const { web, 'hybrid-node': hybrid } = roles
  if (!web || !hybrid) return
  const core = [{ arn: CORE_POLICY, name: 'AmazonSSMManagedInstanceCore' }]
  roles['hosted'] = {
    ...structuredClone(hybrid),
    name: 'hosted',
    arn: `arn:aws:iam::${ACCOUNT}:role/service-role/hosted`,
    attached: core,
  }
  web.attached = [{ arn: LOGGING_POLICY, name: 'session-logging' }]
  serviceSettings[HOSTED] = { id: HOSTED, value: 'service-role/hosted', status: 'Customized' }
}

export const ROLE_IN_USE: Traps = {
  'log and key permissions are on the profile, and host management serves the node': {
    alter: rightsOnTheOtherRole,
    roots: [
      'critical kms/node-can-decrypt hosted kms:Decrypt',
      'critical logs/describe-log-groups hosted logs:DescribeLogGroups',
      'critical s3/encryption-readable hosted s3:GetEncryptionConfiguration',
      'high logs/write-permissions hosted logs:CreateLogStream',
      'high s3/write-permissions hosted s3:PutObject',
    ],
    outcomes: { [WEB]: 'no no no no' },
  },
}

export const SILENT_LOSS: Traps = {
  'logs may not be written, and nothing refuses the session': {
    alter: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      edit(world, 'WriteSessionLogs', undefined)
    },
    roots: [
      ...perRole('high logs/write-permissions', 'logs:CreateLogStream'),
      `info preferences/log-encryption-required ${DOCUMENT} cloudWatchEncryptionEnabled`,
    ],
    outcomes: eachNode('yes no yes yes'),
  },
  'objects may not be written, and nothing refuses the session': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false })
      edit(world, 'Archive', undefined)
    },
    roots: perRole('high s3/write-permissions', 's3:PutObject'),
    outcomes: eachNode('yes yes no yes'),
  },
}

/** The simulator looks at the role's own policies, which allow; the key policy lets nobody in. */
const deniedByTheKeyAlone = (world: BreakableWorld): void => {
  for (const request of judgedRequests(structuredClone(world))) {
    const answer: Simulation = { ...request, decision: 'allowed', missing: [] }
    world.records.simulations[requestId(request)] = structuredClone(
      answer,
    ) as BreakableWorld['records']['simulations'][string]
  }
  const admin = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
    Action: 'kms:*',
    Resource: '*',
  }
  world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([admin]) }
}

export const SIMULATOR: Traps = {
  'the simulator allows every request, and the key policy none': {
    alter: deniedByTheKeyAlone,
    roots: perRole('critical kms/node-can-decrypt', 'key policy'),
    outcomes: eachNode('no yes yes no'),
  },
}

const objects = (Resource: string) => (world: BreakableWorld) => {
  prefer(world, { s3KeyPrefix: '/sessions' })
  edit(world, 'Archive', { Resource })
}

export const LEADING_SLASH: Traps = {
  'a leading slash, and policies without it': {
    alter: objects(`arn:aws:s3:::${BUCKET}/sessions/*`),
    roots: [`high preferences/schema-valid ${DOCUMENT} s3KeyPrefix`],
    outcomes: eachNode('yes yes no yes'),
  },
  'a leading slash, and policies that have it': {
    alter: objects(`arn:aws:s3:::${BUCKET}//sessions/*`),
    roots: [`low preferences/schema-valid ${DOCUMENT} s3KeyPrefix`],
  },
}
