import {
  accessProblem,
  askedBy,
  asNamed,
  defineCheck,
  following,
  ifReadable,
  logUpload,
  newPolicy,
  olderThan,
  preferencesSay,
  readEncryption,
  roleAccess,
  roleMay,
  type BucketEncryption,
  type BucketPolicy,
  type BucketSide,
  type NodeRole,
  type Problem,
  type S3Destination,
  type Scope,
  asksForHeaders,
  copiedHeaders,
  noHeaders,
  bucketSide,
} from '../../src/core/index.ts'
import { askOwner, bucketCauses, deniedByBucket } from './bucket-causes.ts'

export default defineCheck({
  id: 's3/encryption-readable',
  title: 'the role may read how the bucket encrypts',
  why: 'With s3EncryptionEnabled the agent refuses every session unless it can read the bucket’s encryption. Without the flag it still reads it, to copy the encryption headers: a bucket policy that demands them refuses every upload of a node that cannot.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html',
  severity: 'critical',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: ['s3Destinations', 'bucketPolicies', 'bucketEncryption', 'buckets', 'preferences'],
  mayFollow: [
    's3/bucket-exists',
    's3/bucket-policy',
    'preferences/schema-valid',
    'preferences/default-version-current',
  ],
  run(role, records, scope) {
    return Object.values(records.s3Destinations).flatMap(destination => {
      const { encryptionRequired, encryptionBy } = destination
      const lost = encryptionRequired ? undefined : headerProblem(role, destination, records, scope)
      const isAsked = !lost && encryptionBy.length > 0
      const denied = isAsked ? readProblem(role, destination, records, scope, ABORT) : lost
      const old = (): Problem | undefined => oldAgents(role, destination, records, scope)
      const problems = [denied, denied ? ifReadable(old) : old()].filter(problem => problem !== undefined)
      if (problems.length === 0) {
        if (isAsked) askOwner(destination, records)
        return []
      }
      const named = isAsked ? askedBy(destination, encryptionBy) : destination
      const flag = {
        ...preferencesSay(records.preferences, named, String(isAsked)),
        label: 's3EncryptionEnabled',
      }
      return problems.map(problem => {
        const causes = [...bucketCauses(destination, records), ...deniedByBucket(destination, problem)]
        const told = { ...problem, evidence: [flag, ...(problem.evidence ?? [])] }
        const of = problem === denied ? named : destination
        return asNamed(causes.length > 0 ? following(told, ...causes) : told, of, destination.id)
      })
    })
  },
})

interface BucketRecords {
  readonly bucketPolicies: Readonly<Record<string, BucketPolicy>>
  readonly bucketEncryption: Readonly<Record<string, BucketEncryption>>
}

const ABORT =
  'every session on its nodes is refused, with the words "unable to validate encryption on Amazon S3 bucket … AccessDenied"'
const LOSS =
  'the agent sends no encryption headers, the bucket policy demands them, and session logs are thrown away without an error'

const readProblem = (
  role: NodeRole,
  destination: S3Destination,
  records: BucketRecords,
  scope: Scope,
  effect: string,
): Problem | undefined => {
  const wanted = readEncryption(destination, bucketSide(destination, records, scope))
  return accessProblem(role, roleAccess(role, wanted, scope), {
    on: `on ${destination.bucketArn}`,
    effect,
    resource: destination.bucketArn,
    pastConditions: true,
  })
}

/** With the flag off the call matters only where a policy asks for the headers that the agent then cannot copy. */
const headerProblem = (
  role: NodeRole,
  destination: S3Destination,
  records: BucketRecords,
  scope: Scope,
): Problem | undefined => {
  if (!needsHeaders(role, destination, records, scope)) return undefined
  const problem = readProblem(role, destination, records, scope, LOSS)
  return problem && { ...problem, severity: 'high' }
}

/** Whether an upload fails without the headers and may pass with those that the bucket's default encryption gives. */
const needsHeaders = (
  role: NodeRole,
  destination: S3Destination,
  records: BucketRecords,
  scope: Scope,
): boolean => {
  // The policy of a bucket in another account is its owner's: what it demands is not known.
  if (destination.foreign || !asksForHeaders(role, records.bucketPolicies[destination.bucket])) return false
  const side = bucketSide(destination, records, scope)
  if (uploads(role, destination, { ...side, context: noHeaders }, scope) !== 'denied') return false
  // Without them it is lost for certain, whatever they would be.
  const copied = ifReadable(() => copiedHeaders(records.bucketEncryption[destination.bucket]))
  return !copied || uploads(role, destination, { ...side, context: copied }, scope) === 'allowed'
}

/** How an upload fares as far as its headers go: a role that may not upload at all is another check's matter. */
const uploads = (role: NodeRole, destination: S3Destination, side: BucketSide, scope: Scope): string => {
  const { call, statement } = logUpload(destination, side)
  const uploading = {
    ref: { kind: 'inline' as const, role: role.name, name: statement.sid },
    document: newPolicy([statement]),
  }
  const granted = { ...role, identityPolicies: [...role.identityPolicies, uploading] }
  const { verdict } = roleMay(granted, { ...call, action: 's3:PutObject' }, scope)
  return verdict.endsWith('deny') ? 'denied' : verdict
}

/** Agents before this one never send encryption headers, whatever they may read. */
const SENDS_HEADERS = '3.0.502.0'

const oldAgents = (
  role: NodeRole,
  destination: S3Destination,
  records: BucketRecords,
  scope: Scope,
): Problem | undefined => {
  const old = role.nodes.filter(node => olderThan(node.managed?.agentVersion, SENDS_HEADERS))
  if (old.length === 0 || !needsHeaders(role, destination, records, scope)) return undefined
  const ids = old.map(node => node.id)
  return {
    message: `the agents of ${ids.join(', ')} are older than ${SENDS_HEADERS} and send no encryption headers, which the policy of bucket ${destination.bucket} demands: session logs are thrown away without an error`,
    about: 'agent version',
    severity: 'high',
    affects: ids,
    remedy: { text: 'update SSM Agent on these nodes' },
  }
}
