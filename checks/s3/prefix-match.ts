import {
  asNamed,
  defineCheck,
  following,
  grantCommands,
  ONE_BY_ONE,
  logUpload,
  preferencesSay,
  roleAccess,
  statementPlace,
  type MeantStatement,
  type Remedy,
  type RoleAccess,
  type S3Destination,
  bestHeaders,
  bucketSide,
} from '../../src/core/index.ts'
import { askOwner, bucketCauses } from './bucket-causes.ts'
import { missedObjects } from './missed-objects.ts'

export default defineCheck({
  id: 's3/prefix-match',
  title: 'the policies name the bucket and prefix that the preferences name',
  why: 'The agent uploads to the bucket and prefix of the preferences and to no other. Where the policy names another one, sessions open as always and their log is thrown away without a word on the screen.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['s3Destinations', 'bucketPolicies', 'bucketEncryption', 'buckets', 'preferences'],
  mayFollow: [
    's3/bucket-exists',
    'preferences/schema-valid',
    'preferences/default-version-current',
    'preferences/as-declared',
  ],
  run(role, records, scope) {
    return Object.values(records.s3Destinations).flatMap(destination => {
      if (destination.invalid) return []
      const side = {
        ...bucketSide(destination, records, scope),
        context: bestHeaders(role, destination, records),
      }
      const wanted = logUpload(destination, side)
      const access = roleAccess(role, wanted, scope)
      if (access.kind === 'allowed') askOwner(destination, records)
      if (access.kind !== 'meant') return []
      const statement = access.nearest
      const objects = prefixOf(destination)
      const problem = {
        message: `role ${role.name} may not upload to ${objects}: ${missedObjects(statement)}; sessions open and leave no log in S3, without an error, while the console still shows a link to it`,
        about: `${statement.policy.name} ${statement.sid ?? `#${statement.index}`}`,
        affects: access.nodes,
        because: [...(destination.prefix.startsWith('/') ? [LEADING_SLASH] : []), ...DECLARED],
        evidence: [
          preferencesSay(records.preferences, destination, objects),
          {
            label: 'policy says',
            value: statement.typo?.typed ?? statement.pattern,
            source: placeOf(statement),
          },
        ],
        explanation: access.refusal.explanation,
        remedy: remedyOf(access, wanted.statement.resources, grantCommands(role, access.fix)),
        ...(access.fix.length > 0 && { fix: access.fix }),
      }
      const causes = bucketCauses(destination, records)
      return [
        asNamed(causes.length > 0 ? following(problem, ...causes) : problem, destination, destination.id),
      ]
    })
  },
})

/** A leading slash survives the path join: then it is the prefix that is wrong. */
const LEADING_SLASH = { check: 'preferences/schema-valid', about: 's3KeyPrefix' }

/** Where the config declares another bucket or prefix, the preferences are what is wrong: no policy is widened for them. */
const DECLARED = ['s3BucketName', 's3KeyPrefix'].map(about => ({ check: 'preferences/as-declared', about }))

/** Bucket and prefix, as the ARN of a session's object has them. */
const prefixOf = ({ objectArn }: S3Destination): string =>
  (objectArn.split(':')[5] ?? objectArn).replace(/[^/]*$/, '')

const placeOf = (statement: MeantStatement): string =>
  statementPlace({ ...statement, policy: statement.policy.name })

const remedyOf = (
  { nearest: statement }: Extract<RoleAccess, { kind: 'meant' }>,
  resources: readonly string[],
  commands: readonly string[],
): Remedy =>
  statement.editable
    ? {
        text: `append ${resources.join(' and ')} to ${placeOf(statement)}; what stands there stays${ONE_BY_ONE}`,
        commands,
      }
    : {
        text: `${placeOf(statement)} grants by NotResource and leaves these objects out: grant ${resources.join(' and ')} in a statement of its own`,
      }
