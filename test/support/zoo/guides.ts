import { prefer } from '../../checks/policies.ts'
import { CORE_POLICY, DB, policyDocument, WEB } from '../healthy.ts'
import { broken, follows, onEach, type Causes } from './cause.ts'
import { dropEndpoint, lose } from './lost.ts'
import { notConnected } from './words.ts'

const NODES = [WEB, DB]
const INTERFACES = ['ssm', 'ssmmessages', 'logs', 'kms'] as const

const OLD_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'

/** What AWS's deprecated policy gave, as far as sessions are concerned: buckets and groups without bounds. */
const OLD_STATEMENTS = [
  {
    Effect: 'Allow',
    Action: ['ssm:GetDocument', 'ssm:ListAssociations', 'ssm:UpdateInstanceInformation', 'ssmmessages:*'],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:PutLogEvents'],
    Resource: '*',
  },
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'], Resource: '*' },
]

/** What guides of Session Manager tell people to do, and the forty do not name. */
export const GUIDES: Causes = {
  'deprecated-policy-attached': {
    world: broken(({ records }) => {
      records.policies[OLD_POLICY] = {
        arn: OLD_POLICY,
        name: 'AmazonEC2RoleforSSM',
        document: policyDocument(OLD_STATEMENTS),
      }
      const attached = records.roles['web']?.attached ?? []
      const at = attached.findIndex(policy => policy.arn === CORE_POLICY)
      attached.splice(at, 1, { arn: OLD_POLICY, name: 'AmazonEC2RoleforSSM' })
    }),
    names: ['identity/deprecated-policy web'],
    folded: ['identity/deprecated-policy web <- identity/deprecated-policy web'],
  },
  // EC2 takes route tables for gateway endpoints alone, and makes no endpoint of the other kind that names some.
  'interface-endpoints-asked-for-with-route-tables': {
    world: broken(world => {
      for (const service of INTERFACES) dropEndpoint(world, service)
      lose(world, ...NODES)
    }),
    names: NODES.map(id => `network/ssm-path ${id}`),
    folded: NODES.flatMap(id =>
      follows(
        ['network/kms-path', 'network/logs-path', 'network/ssmmessages-path', 'node/agent-ping'],
        [id],
        `network/ssm-path ${id}`,
      ),
    ),
    hurt: onEach(NODES, 'no no yes no'),
    sees: notConnected(...NODES),
  },
  'prefix-with-a-slash-at-its-end': {
    world: broken(world => prefer(world, { s3KeyPrefix: 'sessions/' })),
    names: [],
  },
}
