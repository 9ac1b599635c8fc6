import { prefer } from '../../checks/policies.ts'
import { CORE_POLICY, policyDocument } from '../healthy.ts'
import { broken, type Causes } from './cause.ts'

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
  'prefix-with-a-slash-at-its-end': {
    world: broken(world => prefer(world, { s3KeyPrefix: 'sessions/' })),
    names: [],
  },
}
