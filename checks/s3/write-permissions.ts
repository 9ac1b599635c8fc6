import {
  accessProblem,
  asNamed,
  defineCheck,
  following,
  logUpload,
  preferencesSay,
  roleAccess,
  type BucketSide,
  type NodeRole,
  type Problem,
  type RoleAccess,
  type S3Destination,
  type Scope,
  bestHeaders,
  bucketSide,
} from '../../src/core/index.ts'
import { askOwner, bucketCauses, deniedByBucket } from './bucket-causes.ts'

export default defineCheck({
  id: 's3/write-permissions',
  title: 'the role may upload session logs to the bucket',
  why: 'A session’s log reaches the bucket only if its node may put the object there. Where it may not, the session opens as always and its log is thrown away at the end without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['s3Destinations', 'bucketPolicies', 'bucketEncryption', 'buckets', 'preferences'],
  after: ['s3/prefix-match'],
  mayFollow: [
    's3/bucket-exists',
    's3/bucket-policy',
    'preferences/schema-valid',
    'preferences/default-version-current',
  ],
  run(role, records, scope) {
    return Object.values(records.s3Destinations).flatMap(destination => {
      const side = {
        ...bucketSide(destination, records, scope),
        context: bestHeaders(role, destination, records),
      }
      const problem = problemOf(role, destination, side, scope)
      if (!problem) {
        askOwner(destination, records)
        return []
      }
      const evidence = [
        preferencesSay(records.preferences, destination, destination.id),
        ...(problem.evidence ?? []),
      ]
      const causes = [...bucketCauses(destination, records), ...deniedByBucket(destination, problem)]
      const told = { ...problem, evidence }
      return [asNamed(causes.length > 0 ? following(told, ...causes) : told, destination, destination.id)]
    })
  },
})

const LOSS =
  'sessions open and leave no log in S3, without an error, while the console still shows a link to it'

const problemOf = (
  role: NodeRole,
  destination: S3Destination,
  side: BucketSide,
  scope: Scope,
): Problem | undefined => {
  // The agent sends an ACL with the object: S3 lists PutObjectAcl as needed for that, so a new grant holds both.
  const both = logUpload(destination, side, ['s3:PutObject', 's3:PutObjectAcl']).statement
  const wanted = { ...logUpload(destination, side), statement: both }
  const access = roleAccess(role, wanted, scope)
  // A statement that was meant for it is a finding of its own.
  const isOwn = access.kind !== 'meant' || destination.invalid
  const problem = isOwn ? accessProblem(role, access, wordsOf(both.resources)) : undefined
  return problem ?? aclProblem(role, destination, side, scope)
}

const wordsOf = (resources: readonly string[]): { on: string; effect: string; resource: string } => ({
  on: `on ${resources.join(' and ')}`,
  effect: LOSS,
  resource: resources.join(' and '),
})

/**
 * Across accounts S3 refuses the upload without PutObjectAcl. Within the account AWS lists it as needed and its own
 * sample policy leaves it out: its absence is told, a Deny on it fails.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
const aclProblem = (
  role: NodeRole,
  destination: S3Destination,
  side: BucketSide,
  scope: Scope,
): Problem | undefined => {
  const { target: _target, ...wanted } = logUpload(destination, side, ['s3:PutObjectAcl'])
  const access = roleAccess(role, wanted, scope)
  if (access.kind === 'allowed') return undefined
  const words = wordsOf(wanted.statement.resources)
  if (destination.foreign || isDenied(access)) return accessProblem(role, access, words)
  if (access.kind === 'undecided') return undefined
  return {
    message: `role ${role.name} may not call s3:PutObjectAcl ${words.on}: the agent sends an ACL with each log, for which S3 lists that permission as needed; within one account uploads are known to work without it`,
    about: 's3:PutObjectAcl',
    severity: 'info',
    affects: access.nodes,
    remedy: { text: `grant s3:PutObjectAcl on ${words.resource} beside s3:PutObject` },
  }
}

/** A Deny, and not just that nothing allows it. */
const isDenied = (access: RoleAccess): boolean =>
  access.kind === 'stopped' && access.verdict === 'explicit-deny'
