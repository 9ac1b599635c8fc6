import {
  asNamed,
  defineCheck,
  explanationOf,
  type LogDestination,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'
import { allowedBy, allowedCalls, type AllowedCall, type ForbiddenCall } from './reach-of-role.ts'

export default defineCheck({
  id: 'identity/node-may-erase-records',
  title: 'the role cannot delete the records of its own sessions',
  why: 'Whoever has a shell on the node has the credentials of its role. With the right to delete log streams or objects, the session that did the harm can take its own record away.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  severity: 'medium',
  fix: 'none',
  each: 'nodeRoles',
  needs: ['logDestinations', 's3Destinations'],
  after: ['identity/node-role-least-privilege'],
  mayFollow: ['preferences/default-version-current'],
  run(role, { logDestinations, s3Destinations }, scope) {
    const stores = [
      ...Object.values(logDestinations).map(one => ({ named: one, name: one.name, calls: onGroup(one) })),
      ...Object.values(s3Destinations).map(one => ({ named: one, name: one.bucket, calls: onBucket(one) })),
    ]
    return stores.flatMap(({ named, name, calls }) => {
      const allowed = allowedCalls(role, calls, scope)
      if (allowed.length === 0) return []
      const actions = [...new Set(allowed.map(call => call.action))]
      const agents = allowed.every(isOfCloudWatchAgent)
      const problem: Problem = {
        message: `role ${role.name} may call ${actions.join(', ')} on ${name}, where its own sessions are recorded${agents ? ', by the policy that AWS keeps for the CloudWatch agent' : ''}`,
        about: name,
        ...(agents && { severity: 'low' as const }),
        evidence: [{ label: 'allowed by', value: allowedBy(allowed), source: `role ${role.name}` }],
        explanation: allowed.map(call => explanationOf(call.action, call.decision)),
        remedy: {
          text: 'take these actions from the role: the agent needs none of them; or keep the records where the account’s nodes cannot reach, in a bucket with Object Lock or of another account',
        },
      }
      return [asNamed(problem, named, name)]
    })
  },
})

/**
 * AWS gives every node with its CloudWatch agent the right to set the retention of all groups: most accounts that watch
 * their nodes have it so, and the newest records outlive the shortest retention by a day.
 *
 * aws: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html
 */
const isOfCloudWatchAgent = ({ action, decision }: AllowedCall): boolean =>
  action === 'logs:PutRetentionPolicy' &&
  decision.statements.every(({ policyArn = '' }) => AGENT_POLICY.test(policyArn))

const AGENT_POLICY = /^arn:[^:]+:iam::aws:policy\/CloudWatchAgent(?:Server|Admin)Policy$/

const onGroup = ({ arn }: LogDestination): readonly ForbiddenCall[] => [
  { action: 'logs:DeleteLogGroup', resource: arn },
  { action: 'logs:DeleteLogStream', resource: `${arn}:log-stream:session` },
  { action: 'logs:PutRetentionPolicy', resource: arn },
]

/** The bucket's own policy may deny it still: what the role's policies allow is asked. */
const onBucket = ({ bucketArn, objectArn }: S3Destination): readonly ForbiddenCall[] => [
  { action: 's3:DeleteObject', resource: objectArn },
  { action: 's3:DeleteObjectVersion', resource: objectArn },
  { action: 's3:PutLifecycleConfiguration', resource: bucketArn },
  { action: 's3:PutBucketPolicy', resource: bucketArn },
]
